import { heldUntil } from '../../shared/alerting/quiet-hours.ts';
import { deliverAlert } from '../../shared/delivery/alert-sink.ts';
import type { AlertMessage } from '../../shared/domain/alert.ts';
import { present } from '../../shared/domain/present.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { AlertRepository, OutboxEntry } from '../../shared/storage/alert-repository.ts';
import type { AlertTeam } from '../common/alert-teams.ts';
import { count, logFailure, logInfo } from '../common/powertools.ts';

/** News that no sink took for so long is none any more. */
const EXPIRES_MS = 36 * 3_600_000;

export interface OutboxDeps {
  readonly alerts: Pick<AlertRepository, 'putOutbox' | 'listOutbox' | 'noteOutbox' | 'settleOutbox'>;
  readonly teams: readonly AlertTeam[];
  readonly timeZone: string;
  readonly clock: Clock;
}

/**
 * Puts an alert on its way to a team, before anything else says that it was told: a crash leads to telling again, never
 * to silence. What waits in the same slot (an older alert of the incident) is replaced.
 */
export async function enqueue(
  deps: OutboxDeps,
  { name, rule }: AlertTeam,
  slot: string,
  message: AlertMessage,
): Promise<void> {
  const now = deps.clock();
  // That something is over wakes nobody.
  const calm = message.kind === 'incident' && message.event === 'resolved';
  const held = heldUntil(rule, calm ? 'notice' : message.severity, now, deps.timeZone);
  await deps.alerts.putOutbox({
    team: name,
    slot,
    message,
    at: now.toISOString(),
    ...present('notBefore', held?.toISOString()),
    sinks: [],
  });
}

/** Brings every alert that is due to its sinks; one that fails stays for the next run. Gives how many arrived. */
export async function flushOutbox(deps: OutboxDeps): Promise<number> {
  const now = deps.clock();
  let told = 0;
  for (const entry of await deps.alerts.listOutbox()) {
    if (entry.notBefore !== undefined && Date.parse(entry.notBefore) > now.getTime()) continue;
    if (await bring(deps, entry, now)) told += 1;
  }
  if (told > 0) logInfo(LOG_EVENTS.alertsTold, { alerts: told });
  count('AlertsTold', told);
  return told;
}

async function bring(deps: OutboxDeps, entry: OutboxEntry, now: Date): Promise<boolean> {
  const team = deps.teams.find(({ name }) => name === entry.team);
  const open = team?.sinks.filter(({ id }) => !entry.sinks.includes(id)) ?? [];
  const { delivered, failed } = await deliverAlert(entry.message, open);
  for (const { sink, error } of failed) {
    logFailure(LOG_EVENTS.deliveryFailed, error, { sink, team: entry.team, kind: entry.message.kind });
    count('DeliveriesFailed', 1);
  }
  // What a person must repair first is not tried again by itself, only by the next news.
  const later = failed.filter(({ error }) => error.kind !== 'permanent');
  const expired = now.getTime() - Date.parse(entry.at) > EXPIRES_MS;
  if (later.length === 0 || expired) {
    count('DeliveriesRefused', failed.length);
    if (later.length > 0) logInfo(LOG_EVENTS.alertExpired, { team: entry.team, kind: entry.message.kind });
    await deps.alerts.settleOutbox(entry);
  } else {
    const waiting = later.map(({ sink }) => sink);
    const done = open.map(({ id }) => id).filter((id) => !waiting.includes(id));
    await deps.alerts.noteOutbox({ ...entry, sinks: [...entry.sinks, ...done] });
  }
  return delivered.length > 0;
}
