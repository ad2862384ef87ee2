import * as z from 'zod';
import { resolveTime } from '../domain/input-document.ts';
import { readConfig } from './access/read-config.ts';
import { readItem } from './access/read-json.ts';
import type { CollectContext, Erasure, ItemProblem, SourceConnector } from './contract.ts';
import { createZendeskAccess, ZendeskSecretSchema } from './zendesk/zendesk-access.ts';
import { createZendeskApi, type ExportPage, repeated, zendeskBaseUrl } from './zendesk/zendesk-api.ts';
import { type ZendeskConfig, ZendeskConfigSchema } from './zendesk/zendesk-config.ts';
import {
  fingerprintOf,
  needsComments,
  type Requester,
  RequesterSchema,
  readTicket,
  type Ticket,
  TicketSchema,
  type TicketSurroundings,
} from './zendesk/zendesk-ticket.ts';
import { zendeskWebhook } from './zendesk/zendesk-webhook.ts';

const DAY_MS = 86_400_000;
const DEFAULT_SINCE_MS = 90 * DAY_MS;
/** `start_time` must lie a minute back. */
const START_DELAY_MS = 61_000;
/** Comments are asked for one ticket after the other: what is there after so long is handed on and kept. */
const STEP_MS = 10_000;
/** Pages without a ticket that claim more. */
const MAX_EMPTY_PAGES = 5;

const CheckpointSchema = z.object({
  /** Unix seconds at which the first run began to read. */
  startTime: z.int().min(0),
  /** `after_cursor` of the last page that was handed on whole; null within the first one. */
  cursor: z.string().min(1).nullable(),
  /** Of the page after the cursor: the tickets with comments that are handed on already. */
  collected: z.array(z.string()),
});
type Checkpoint = z.infer<typeof CheckpointSchema>;

/**
 * Tickets of Zendesk Support by the cursor-based incremental export: each ticket that is new or changed comes once, with
 * its requester; deleted ones come as erasures. Comments are asked for only where there is more than the description.
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports
 */
export const zendesk: SourceConnector = {
  id: 'zendesk',
  source: 'ticket',
  title: 'Zendesk tickets',
  docsUrl: 'https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports',
  keepsUrl: true,
  configSchema: ZendeskConfigSchema,
  secretSchema: ZendeskSecretSchema,
  webhook: zendeskWebhook,
  async *collect(context, config, checkpoint) {
    const settings = readConfig(ZendeskConfigSchema, config);
    const secret = await context.secret(ZendeskSecretSchema);
    const access = createZendeskAccess(context, zendeskBaseUrl(settings), secret);
    const api = createZendeskApi(context, settings, access);
    const from = CheckpointSchema.safeParse(checkpoint).data ?? beginning(context, settings);
    const { startTime } = from;
    const asked = new Set<string>();
    let { cursor } = from;
    let collected = new Set(from.collected);
    let emptyPages = 0;

    for (;;) {
      if (cursor !== null) asked.add(cursor);
      const answer = await api.exportPage(cursor === null ? { startTime } : { cursor });
      const { afterCursor, endOfStream, signs } = answer;
      emptyPages = answer.tickets.length === 0 ? emptyPages + 1 : 0;
      const stuck = afterCursor === null || asked.has(afterCursor) || emptyPages > MAX_EMPTY_PAGES;
      if (!endOfStream && stuck) throw repeated('The ticket export');

      const page = readPage(answer, settings);
      let step = emptyHarvest();
      let stepEndsAt = context.now().getTime() + STEP_MS;
      for (const ticket of page.open) {
        const fingerprint = fingerprintOf(ticket);
        if (collected.has(fingerprint)) continue;
        if (context.now().getTime() >= stepEndsAt) {
          yield {
            ...step,
            checkpoint: { startTime, cursor, collected: [...collected] },
            done: false,
            signs,
          };
          step = emptyHarvest();
          stepEndsAt = context.now().getTime() + STEP_MS;
        }
        const found = await api.comments(ticket);
        step.problems.push(...(found?.problems ?? []));
        take(step, ticket, settings, { requester: page.requesters.get(ticket.requester_id ?? ''), ...found });
        collected.add(fingerprint);
      }

      cursor = afterCursor ?? cursor;
      collected = new Set();
      yield {
        documents: page.ready.documents.concat(step.documents),
        erasures: page.ready.erasures.concat(step.erasures),
        problems: page.ready.problems.concat(step.problems),
        checkpoint: { startTime, cursor, collected: [] },
        done: endOfStream,
        signs,
      };
      if (endOfStream) return;
    }
  },
};

interface Harvest {
  readonly documents: unknown[];
  readonly erasures: Erasure[];
  readonly problems: ItemProblem[];
}

interface ReadPage {
  /** What needs no further request. */
  readonly ready: Harvest;
  /** Tickets whose comments must be asked for. */
  readonly open: Ticket[];
  readonly requesters: ReadonlyMap<string, Requester>;
}

function readPage(answer: ExportPage, settings: ZendeskConfig): ReadPage {
  const ready = emptyHarvest();
  const open: Ticket[] = [];
  const requesters = new Map<string, Requester>();
  for (const raw of answer.users) {
    const read = readItem(RequesterSchema, raw);
    if (read.ok) requesters.set(read.item.id, read.item);
    // Without its id: it names a person.
    else ready.problems.push({ field: `users.${read.problem.field}`, message: read.problem.message });
  }
  for (const raw of answer.tickets) {
    const read = readItem(TicketSchema, raw);
    if (!read.ok) ready.problems.push(read.problem);
    else if (needsComments(read.item, settings)) open.push(read.item);
    else take(ready, read.item, settings, { requester: requesters.get(read.item.requester_id ?? '') });
  }
  return { ready, open, requesters };
}

function take(harvest: Harvest, ticket: Ticket, settings: ZendeskConfig, more: TicketSurroundings): void {
  const { document, erasure, problem } = readTicket(ticket, settings, more);
  if (document !== undefined) harvest.documents.push(document);
  if (erasure !== undefined) harvest.erasures.push(erasure);
  if (problem !== undefined) harvest.problems.push(problem);
}

function emptyHarvest(): Harvest {
  return { documents: [], erasures: [], problems: [] };
}

function beginning({ now, timeZone }: CollectContext, { since }: ZendeskConfig): Checkpoint {
  const nowMs = now().getTime();
  const sinceMs = since === undefined ? nowMs - DEFAULT_SINCE_MS : resolveTime(since, timeZone).at.getTime();
  const startMs = Math.max(0, Math.min(sinceMs, nowMs - START_DELAY_MS));
  return { startTime: Math.floor(startMs / 1000), cursor: null, collected: [] };
}
