import * as z from 'zod';
import {
  type AlertMessage,
  AlertMessageSchema,
  INCIDENT_DAYS,
  type Mute,
  MuteSchema,
  UrgentReasonSchema,
} from '../domain/alert.ts';
import { type Incident, IncidentSchema, QuoteSchema } from '../domain/insight.ts';
import {
  ALERT_OUTBOX_PARTITION,
  alertOutboxKey,
  INCIDENTS_PARTITION,
  incidentKey,
  MUTES_PARTITION,
  muteKey,
  sortKeyRange,
  URGENT_PARTITION,
  URGENT_RUN_KEY,
  urgentToldKey,
  urgentVoiceKey,
} from './keys.ts';
import { createTable, expiryOf, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

/** A voice that was told is not told again within these days, however often it is collected. */
const TOLD_DAYS = 90;

/** Links are followed while an incident is new, so it is mostly on the first page. */
const FIND_PAGE = 50;

/** An alert on its way to a team. */
export const OutboxEntrySchema = z.object({
  team: z.string(),
  /** Alerts of one slot replace each other. */
  slot: z.string(),
  message: AlertMessageSchema,
  /** When it was put on its way. */
  at: z.iso.datetime(),
  /** Not to be told before; absent: now. */
  notBefore: z.iso.datetime().optional(),
  /** Sinks of the team that have it. */
  sinks: z.array(z.string()),
});
export type OutboxEntry = z.infer<typeof OutboxEntrySchema>;

const UrgentVoiceSchema = z.object({
  documentKey: z.string(),
  reasons: z.array(UrgentReasonSchema).min(1),
  arrivedAt: z.iso.datetime(),
  quote: QuoteSchema,
  customerRef: z.string().optional(),
  runId: z.string().optional(),
  /** What rules of teams look at. */
  codes: z.array(z.string()),
  stage: z.string(),
});
export type StoredUrgentVoice = z.infer<typeof UrgentVoiceSchema>;

/** The messages about urgent voices that follow one another. `reasons` are those told since `toldAt`. */
const UrgentRunSchema = z.object({
  id: z.string(),
  sequence: z.int().min(1),
  toldAt: z.iso.datetime(),
  reasons: z.array(UrgentReasonSchema),
});
export type UrgentRun = z.infer<typeof UrgentRunSchema>;

/** Incidents as they live, mutes, alerts on their way, and single urgent voices. */
export function createAlertRepository(deps: TableDeps) {
  const table = createTable(deps);

  /** Incidents that started at a time or after it, newest first; read `pageSize` at a time. */
  async function* newestFirst(
    since: string,
    pageSize: number,
    before?: { readonly startedAt: string; readonly id: string },
  ): AsyncGenerator<Incident> {
    const high = before === undefined ? sortKeyRange(since, '').high : incidentKey(before).sk;
    const items = table.query({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :since AND :high',
      ExpressionAttributeValues: { ':pk': INCIDENTS_PARTITION, ':since': since, ':high': high },
      ScanIndexForward: false,
      Limit: pageSize,
    });
    for await (const item of items) {
      const incident = IncidentSchema.parse(item);
      if (before === undefined || incidentKey(incident).sk < high) yield incident;
    }
  }

  return {
    async getIncident(at: { startedAt: string; id: string }): Promise<Incident | undefined> {
      const item = await table.get(incidentKey(at));
      return item === undefined ? undefined : IncidentSchema.parse(item);
    },

    /** Incidents that started between two ISO times, both included, oldest first. */
    async listIncidents(from: string, to: string): Promise<Incident[]> {
      const incidents: Incident[] = [];
      for await (const item of table.partition(INCIDENTS_PARTITION, sortKeyRange(from, to))) {
        incidents.push(IncidentSchema.parse(item));
      }
      return incidents;
    },

    /** At most `limit` incidents that started at a time or after it, newest first, from the one after `before` on. */
    async listNewestIncidents(
      since: string,
      limit: number,
      before?: { readonly startedAt: string; readonly id: string },
    ): Promise<Incident[]> {
      const incidents: Incident[] = [];
      for await (const incident of newestFirst(since, limit + 1, before)) {
        incidents.push(incident);
        if (incidents.length === limit) break;
      }
      return incidents;
    },

    /** The incident of an ID, as links name it, among those that started at a time or after it. */
    async findIncident(id: string, since: string): Promise<Incident | undefined> {
      for await (const incident of newestFirst(since, FIND_PAGE)) if (incident.id === id) return incident;
      return undefined;
    },

    /**
     * Writes an incident that was read before (or is new), one version on. False where somebody else wrote it since:
     * neither an answer of a person nor what the detector saw is overwritten unseen.
     */
    async saveIncident(incident: Incident): Promise<boolean> {
      const next = {
        ...incidentKey(incident),
        ...incident,
        version: (incident.version ?? 0) + 1,
        [TTL_ATTRIBUTE]: expiryOf(incident.startedAt, INCIDENT_DAYS),
      };
      const result = await table.putIf(
        next,
        incident.version === undefined
          ? { expression: 'attribute_not_exists(#version)', names: { '#version': 'version' } }
          : {
              expression: '#version = :version',
              names: { '#version': 'version' },
              values: { ':version': incident.version },
            },
      );
      return result.written;
    },

    async putMute(mute: Mute): Promise<void> {
      await table.put({ ...muteKey(mute.series), ...mute, [TTL_ATTRIBUTE]: expiryOf(mute.until, 1) });
    },

    /** The mutes that hold at a time. */
    async listMutes(now: Date): Promise<Mute[]> {
      const mutes: Mute[] = [];
      for await (const item of table.partition(MUTES_PARTITION)) mutes.push(MuteSchema.parse(item));
      return mutes.filter(({ until }) => Date.parse(until) > now.getTime());
    },

    /** Puts an alert on its way; one that waits in the same slot is replaced. */
    async putOutbox(entry: OutboxEntry): Promise<void> {
      await table.put({ ...alertOutboxKey(entry), ...entry, sequence: entry.message.sequence });
    },

    async listOutbox(): Promise<OutboxEntry[]> {
      const entries: OutboxEntry[] = [];
      for await (const item of table.partition(ALERT_OUTBOX_PARTITION))
        entries.push(OutboxEntrySchema.parse(item));
      return entries;
    },

    /** Notes which sinks have it by now, unless a newer one took its slot meanwhile. */
    async noteOutbox(entry: OutboxEntry): Promise<void> {
      const { sequence } = entry.message;
      await table.putIf(
        { ...alertOutboxKey(entry), ...entry, sequence },
        {
          expression: '#sequence = :sequence',
          names: { '#sequence': 'sequence' },
          values: { ':sequence': sequence },
        },
      );
    },

    /** Removes an alert that has arrived; a newer one that took its slot meanwhile stays. */
    async settleOutbox(entry: { team: string; slot: string; message: AlertMessage }): Promise<void> {
      await table.delete(alertOutboxKey(entry), {
        expression: '#sequence = :sequence',
        names: { '#sequence': 'sequence' },
        values: { ':sequence': entry.message.sequence },
      });
    },

    /** Keeps an urgent voice until it is told; false where it was told before. */
    async addUrgent(voice: StoredUrgentVoice): Promise<boolean> {
      if ((await table.get(urgentToldKey(voice.documentKey))) !== undefined) return false;
      await table.put({ ...urgentVoiceKey(voice.documentKey), ...voice });
      return true;
    },

    /** Urgent voices that nobody was told yet. */
    async listUrgent(): Promise<StoredUrgentVoice[]> {
      const voices: StoredUrgentVoice[] = [];
      for await (const item of table.partition(URGENT_PARTITION)) voices.push(UrgentVoiceSchema.parse(item));
      return voices;
    },

    /** Marks an urgent voice as told; first the mark, so that a crash in between tells nothing twice. */
    async settleUrgent(documentKey: string, now: string): Promise<void> {
      await table.put({ ...urgentToldKey(documentKey), [TTL_ATTRIBUTE]: expiryOf(now, TOLD_DAYS) });
      await table.delete(urgentVoiceKey(documentKey));
    },

    async getUrgentRun(): Promise<UrgentRun | undefined> {
      const item = await table.get(URGENT_RUN_KEY);
      return item === undefined ? undefined : UrgentRunSchema.parse(item);
    },

    async putUrgentRun(run: UrgentRun): Promise<void> {
      await table.put({ ...URGENT_RUN_KEY, ...run });
    },
  };
}

export type AlertRepository = ReturnType<typeof createAlertRepository>;
