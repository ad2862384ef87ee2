import type { AlertRule } from '../domain/alert.ts';
import type { Incident } from '../domain/insight.ts';
import { SEVERITIES } from '../domain/severities.ts';

/** A part of an incident is worth a team's attention from this share of its voices on. */
const NOTABLE_SHARE = 0.3;

/** Whether a team hears of an incident at all; quiet hours only decide when. */
export function wantsIncident(rule: AlertRule, incident: Incident): boolean {
  if (SEVERITIES.indexOf(incident.severity ?? 'notice') < SEVERITIES.indexOf(rule.minSeverity)) return false;
  if (incident.count < rule.minVoices) return false;
  const { sources, codes, stages } = rule.watches;
  const codeParts = incident.codes.map(({ code, documents }) => ({ key: code, documents }));
  return (
    concerns(sources, 'source', incident.sources ?? [], incident) &&
    concerns(codes, 'code', codeParts, incident) &&
    concerns(stages, 'stage', incident.stages ?? [], incident)
  );
}

/** Whether a team watches a single voice. */
export function wantsVoice(
  { watches, urgentVoices }: AlertRule,
  voice: { readonly source: string; readonly codes: readonly string[]; readonly stage: string },
): boolean {
  const has = (watched: readonly string[] | undefined, values: readonly string[]) =>
    watched === undefined || values.some((value) => watched.includes(value));
  return (
    urgentVoices &&
    has(watches.sources, [voice.source]) &&
    has(watches.codes, voice.codes) &&
    has(watches.stages, [voice.stage])
  );
}

function concerns(
  watched: readonly string[] | undefined,
  kind: string,
  parts: readonly { readonly key: string; readonly documents: number }[],
  { series, seriesTogether, count }: Incident,
): boolean {
  if (watched === undefined) return true;
  const rose = [series, ...(seriesTogether ?? [])];
  return watched.some(
    (value) =>
      rose.includes(`${kind}:${value}`) ||
      parts.some(({ key, documents }) => key === value && documents >= NOTABLE_SHARE * count),
  );
}
