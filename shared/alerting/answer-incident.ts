import type { Mute } from '../domain/alert.ts';
import type { Incident } from '../domain/insight.ts';

/** Where answers of people are kept; `alert-repository` is one. */
export interface AnswerStore {
  getIncident(at: { startedAt: string; id: string }): Promise<Incident | undefined>;
  /** False where another writer was faster: read again. */
  saveIncident(incident: Incident): Promise<boolean>;
  putMute(mute: Mute): Promise<void>;
}

const MAX_ATTEMPTS = 5;

/** The incident, taken by a person. One that was taken or is over stays as it is. */
export function acknowledged(incident: Incident, by: string, now: Date): Incident {
  if (incident.status !== 'open') return incident;
  return { ...incident, status: 'acknowledged', acknowledgedAt: now.toISOString(), acknowledgedBy: by };
}

/**
 * Takes an incident: from then on people hear of it only when it becomes severe, ends or comes back. Idempotent.
 * Undefined where there is no such incident.
 * @param at the start and ID, as every incident carries them
 * @param by the user name of the login
 */
export async function acknowledgeIncident(
  store: Pick<AnswerStore, 'getIncident' | 'saveIncident'>,
  at: { readonly startedAt: string; readonly id: string },
  by: string,
  now: Date,
): Promise<Incident | undefined> {
  let incident: Incident | undefined;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    incident = await store.getIncident(at);
    if (incident === undefined) return undefined;
    const answered = acknowledged(incident, by, now);
    if (answered === incident || (await store.saveIncident(answered))) return answered;
  }
  return incident;
}

/**
 * Tells nobody of a series until a time; `all` mutes everything that is counted, never single urgent voices. A time in
 * the past ends a mute. The last word on a series holds.
 */
export async function muteSeries(
  store: Pick<AnswerStore, 'putMute'>,
  { series, until }: { readonly series: string; readonly until: Date },
  by: string,
  now: Date,
): Promise<Mute> {
  const mute = { series, until: until.toISOString(), by, at: now.toISOString() };
  await store.putMute(mute);
  return mute;
}
