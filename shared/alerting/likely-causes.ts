import type { Contribution } from '../domain/contribution.ts';
import type { Cause } from '../domain/insight.ts';

const HOUR_MS = 3_600_000;
/** A campaign sent within this time before may have set it off. */
const CAMPAIGN_HOURS = 24;
const MAX_CAMPAIGNS = 2;
/** A version or connector is worth naming from this share and this many voices on, if it is that much above the usual. */
const MIN_SHARE = 0.5;
const MIN_VOICES = 5;
const MIN_LIFT = 1.5;

/** What happened around an incident besides the voices themselves. */
export interface Surroundings {
  /** Our sent messages: campaign and time. */
  readonly campaigns: readonly { readonly campaign: string; readonly sentAt: Date }[];
  /** Sources with something wrong now. */
  readonly findings: readonly { readonly sourceId: string; readonly finding: string }[];
}

/**
 * What may lie behind an incident: a version or connector that its voices name far more often than others do, our own
 * campaigns of the day before, trouble with a source they came through. Coincidence in time, not proof.
 */
export function likelyCauses(
  inside: readonly Contribution[],
  all: readonly Contribution[],
  startedAt: string,
  { campaigns, findings }: Surroundings,
): Cause[] {
  const keys = new Set(inside.map(({ documentKey }) => documentKey));
  const rest = all.filter(({ documentKey }) => !keys.has(documentKey));
  const version = concentration(inside, rest, ({ appVersion }) => appVersion);
  const connector = concentration(inside, rest, (one) => one.connector);
  const startMs = Date.parse(startedAt);
  const connectors = new Set(inside.map((one) => one.connector));
  return [
    ...(version === null ? [] : [{ kind: 'version' as const, version: version.key, ...version.of }]),
    ...(connector === null
      ? []
      : [{ kind: 'connector' as const, connector: connector.key, ...connector.of }]),
    ...recentCampaigns(campaigns, startMs),
    ...findings
      .filter(({ sourceId }) => connectors.has(sourceId))
      .map(({ sourceId, finding }) => ({ kind: 'source-health' as const, sourceId, finding })),
  ];
}

function concentration(
  inside: readonly Contribution[],
  rest: readonly Contribution[],
  keyOf: (one: Contribution) => string | undefined,
): { key: string; of: { share: number; usual: number } } | null {
  const here = countBy(inside, keyOf);
  const there = countBy(rest, keyOf);
  const [top] = [...here.counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (top === undefined) return null;
  const [key, count] = top;
  const share = count / here.total;
  // One more voice of it than was seen: with few others, nothing is far above the usual.
  const usual = ((there.counts.get(key) ?? 0) + 1) / (there.total + 1);
  const telling = count >= MIN_VOICES && share >= MIN_SHARE && share >= MIN_LIFT * usual;
  return telling ? { key, of: { share, usual } } : null;
}

function countBy(
  contributions: readonly Contribution[],
  keyOf: (one: Contribution) => string | undefined,
): { counts: Map<string, number>; total: number } {
  const counts = new Map<string, number>();
  let total = 0;
  for (const one of contributions) {
    const key = keyOf(one);
    if (key === undefined) continue;
    total += 1;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { counts, total };
}

function recentCampaigns(campaigns: Surroundings['campaigns'], startMs: number): Cause[] {
  const latest = new Map<string, number>();
  for (const { campaign, sentAt } of campaigns) {
    const ageMs = startMs - sentAt.getTime();
    // An incident's hour begins up to an hour before its first voice.
    if (ageMs > CAMPAIGN_HOURS * HOUR_MS || ageMs < -HOUR_MS) continue;
    latest.set(campaign, Math.max(latest.get(campaign) ?? 0, sentAt.getTime()));
  }
  return [...latest]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_CAMPAIGNS)
    .map(([campaign, sentMs]) => ({ kind: 'campaign', campaign, sentAt: new Date(sentMs).toISOString() }));
}
