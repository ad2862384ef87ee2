import { setTimeout as sleep } from 'node:timers/promises';
import type { Route } from '../../../functions/api/route.ts';
import { ROUTES } from '../../../functions/api/route-table.ts';
import { addDays, daysOfWeek, isoWeek } from '../../../shared/domain/time.ts';
import { makeDocument, RARE_WORD } from './fill-tables.ts';
import { NEWEST_MESSAGE } from './make-messages.ts';

/** The last day that is loaded, and the last whole week before it. */
export const LAST_DAY = '2026-07-23';
export const WEEK = isoWeek(addDays(LAST_DAY, -7));
/** The suggestion that was accepted. */
export const SUGGESTION = '5f3c0de100000009';
const SAMPLES = 40;

/** What the search is asked beside its example; the hardest are those that find little. */
const SEARCHES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  week: { week: WEEK },
  'week, three labels': { week: WEEK, code: 'price', stage: 'purchase', sentiment: 'negative' },
  'week, common word': { week: WEEK, q: '낱말1' },
  'week, rare word': { week: WEEK, q: RARE_WORD },
  'week, no match': { week: WEEK, q: '없는낱말' },
  '92 days, rare word': { from: addDays(LAST_DAY, -91), to: LAST_DAY, q: RARE_WORD },
  'day, star': { day: LAST_DAY, star: '1' },
};

/** The same for hesitation points that no review holds: counted from the copies of as many days and their past. */
const POINTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  day: { day: LAST_DAY },
  'week, one source': { week: WEEK, source: 'ticket' },
  'week, two attributes': { week: WEEK, source: 'ticket', segment: 'segment-1', sort: 'change' },
  '31 days': { from: addDays(LAST_DAY, -30), to: LAST_DAY },
  '92 days, one segment': { from: addDays(LAST_DAY, -91), to: LAST_DAY, segment: 'segment-1' },
};
const POINT_DETAILS: Readonly<Record<string, string>> = {
  day: `/points/${LAST_DAY}/price/purchase`,
  'week, one source': `/points/${WEEK}/price/purchase?source=ticket`,
  '92 days, lifecycle': `/points/${addDays(LAST_DAY, -91)}~${LAST_DAY}/price/purchase?lifecycle=stage-1`,
};

export interface ApiLatency {
  /** The route, and what was searched for. */
  readonly request: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly firstMs: number;
}

/**
 * Asks every read route at an address: one request after the other, after one that is told apart. Where the rate limit
 * says wait, it is waited for.
 */
export async function askAll(url: string, authorization: string): Promise<ApiLatency[]> {
  const latencies: ApiLatency[] = [];
  for (const [name, path] of requests()) {
    const times: number[] = [];
    for (let sample = 0; sample <= SAMPLES; sample += 1)
      times.push(await timed(name, `${url}/v1${path}`, authorization));
    const [first = 0, ...others] = times;
    const sorted = others.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
    latencies.push({ request: name, medianMs: at(0.5), p95Ms: at(0.95), firstMs: first });
  }
  return latencies;
}

/** Every read route with its example, moved to what was loaded. */
function requests(): [string, string][] {
  const reads = ROUTES.filter((route) => route.method === 'get' && !route.path.startsWith('/follow-up'));
  const plain = reads
    .filter((route) => route.path !== '/voices')
    .map((route): [string, string] => [route.path, addressOf(route)]);
  const searches = Object.entries(SEARCHES).map(([name, query]): [string, string] => [
    `/voices (${name})`,
    `/voices?${new URLSearchParams(query)}`,
  ]);
  const points = Object.entries(POINTS).map(([name, query]): [string, string] => [
    `/points (${name})`,
    `/points?${new URLSearchParams(query)}`,
  ]);
  const details = Object.entries(POINT_DETAILS).map(([name, path]): [string, string] => [
    `/points/{period}/{id+} (${name})`,
    path,
  ]);
  return [...plain, ...searches, ...points, ...details];
}

function addressOf({ path, example }: Route): string {
  const known: Readonly<Record<string, string>> = {
    week: WEEK,
    period: WEEK,
    day: daysOfWeek(WEEK)[0] ?? '',
    documentKey: makeDocument(LAST_DAY, 1).record.documentKey,
    id: 'price/purchase',
    messageId: NEWEST_MESSAGE,
    suggestionId: SUGGESTION,
  };
  const movedTo = (name: string, given: unknown) => known[name] ?? String(given);
  const query = new URLSearchParams(
    Object.entries(example.query).map(([name, given]): [string, string] => [name, movedTo(name, given)]),
  );
  const filled = path.replaceAll(/\{(\w+)\+?\}/g, (_, name: string) =>
    encodeURIComponent(movedTo(name, example.params[name])),
  );
  return query.size === 0 ? filled : `${filled}?${query}`;
}

async function timed(name: string, address: string, authorization: string): Promise<number> {
  for (;;) {
    const startMs = performance.now();
    const response = await fetch(address, { headers: { authorization } });
    const body = await response.text();
    const ms = performance.now() - startMs;
    if (response.ok) return ms;
    if (response.status !== 429)
      throw new Error(`${name} answered ${response.status}: ${body.slice(0, 200)}`);
    await sleep(Number(response.headers.get('retry-after') ?? 1) * 1_000);
  }
}
