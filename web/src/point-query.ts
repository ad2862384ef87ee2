/** What the list of hesitation points is asked; the address bar has the same names as the API. */
export const POINT_QUERY = [
  'week',
  'day',
  'from',
  'to',
  'source',
  'segment',
  'lifecycle',
  'channel',
  'stage',
  'code',
  'sort',
] as const;
export type PointQuery = Partial<Record<(typeof POINT_QUERY)[number], string>>;
/** Who speaks: what a point keeps when its detail is opened from a narrowed list. */
export type WhoSpeaks = Pick<PointQuery, 'source' | 'segment' | 'lifecycle' | 'channel'>;

/** The question of an address; empty values are none. */
export function readPointQuery(query: URLSearchParams): PointQuery {
  const read: PointQuery = {};
  for (const name of POINT_QUERY) {
    const value = query.get(name);
    if (value !== null && value !== '') read[name] = value;
  }
  return read;
}

/** The same question of another period; the four ways to name one exclude each other. */
export function withPeriod(
  query: PointQuery,
  period: Pick<PointQuery, 'week' | 'day' | 'from' | 'to'>,
): PointQuery {
  const { week: _week, day: _day, from: _from, to: _to, ...rest } = query;
  return { ...rest, ...period };
}

/** Its period alone. */
export function onlyPeriod({ week, day, from, to }: PointQuery): PointQuery {
  const chosen = Object.entries({ week, day, from, to }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(chosen);
}

/** Which way a question names its period; null where it names none, or not a whole one. */
export function periodKind({ week, day, from, to }: PointQuery): 'week' | 'day' | 'range' | null {
  if (week !== undefined) return 'week';
  if (day !== undefined) return 'day';
  return from !== undefined && to !== undefined ? 'range' : null;
}

/** The period as one part of a path: `2026-W46`, `2026-11-10`, `2026-11-01~2026-11-20`. */
export function periodName({ week, day, from, to }: PointQuery): string {
  return week ?? day ?? (from === to ? (from ?? '') : `${from}~${to}`);
}

/** The period that a part of a path names. */
export function readPeriod(name: string): Pick<PointQuery, 'week' | 'day' | 'from' | 'to'> {
  const [from, to] = name.split('~');
  if (from !== undefined && to !== undefined) return { from, to };
  return name.includes('W') ? { week: name } : { day: name };
}

/** Who speaks, without what is not chosen. */
export function whoSpeaks({ source, segment, lifecycle, channel }: PointQuery): WhoSpeaks {
  const chosen = Object.entries({ source, segment, lifecycle, channel }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(chosen);
}
