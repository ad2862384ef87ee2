import type { Mute } from '../domain/alert.ts';
import type { Incident } from '../domain/insight.ts';
import { ROOT_SERIES } from './family-gate.ts';

/** Whether nobody is to hear of an incident now: its leading series is muted, or all series are. */
export function isMuted(incident: Pick<Incident, 'series'>, mutes: readonly Mute[], now: Date): boolean {
  return mutes.some(
    ({ series, until }) =>
      (series === incident.series || series === ROOT_SERIES) && Date.parse(until) > now.getTime(),
  );
}
