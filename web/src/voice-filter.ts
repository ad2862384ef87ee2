/** By what voices are chosen; each is a parameter of the address and of `GET /v1/voices`. */
const PERIOD = ['week', 'day', 'from', 'to'] as const;
export const NARROWING = [
  'q',
  'contains',
  'source',
  'sentiment',
  'code',
  'stage',
  'star',
  'segment',
] as const;
export type Narrowing = (typeof NARROWING)[number];
export type VoiceFilter = Readonly<Partial<Record<(typeof PERIOD)[number] | Narrowing, string | undefined>>>;

/** The API searches so many days at once. */
export const MAX_DAYS = 92;
const DAY_MS = 86_400_000;

/** The filter of an address. Of several periods the narrowest stands, because the API takes one. */
export function voiceFilterOf(query: URLSearchParams): VoiceFilter {
  const filter: Partial<Record<keyof VoiceFilter, string>> = {};
  for (const name of [...PERIOD, ...NARROWING]) {
    const value = query.get(name)?.trim();
    if (value !== undefined && value !== '') filter[name] = value;
  }
  const { week, day, from, to, ...narrowing } = filter;
  if (day !== undefined) return { day, ...narrowing };
  if (from !== undefined && to !== undefined) return { from, to, ...narrowing };
  return { ...(week === undefined ? {} : { week }), ...narrowing };
}

/** The period of a filter alone. */
export function periodOf({ week, day, from, to }: VoiceFilter): VoiceFilter {
  if (day !== undefined) return { day };
  if (from !== undefined && to !== undefined) return { from, to };
  return week === undefined ? {} : { week };
}

/** The same voices in another period. */
export function inPeriod(filter: VoiceFilter, period: VoiceFilter): VoiceFilter {
  const { week: _week, day: _day, from: _from, to: _to, ...narrowing } = filter;
  return { ...period, ...narrowing };
}

/** The filter without one of its conditions. */
export function without(filter: VoiceFilter, name: Narrowing): VoiceFilter {
  const { [name]: _removed, ...rest } = filter;
  return rest;
}

/** The conditions of a filter beside its period, in the order of {@link NARROWING}. */
export function narrowingsOf(filter: VoiceFilter): { readonly name: Narrowing; readonly value: string }[] {
  return NARROWING.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, value }];
  });
}

/** Why two days are no period to search; null where they are one. */
export function periodProblem(from: string, to: string): 'incomplete' | 'order' | 'too-long' | null {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (Number.isNaN(days)) return 'incomplete';
  if (days < 0) return 'order';
  return days < MAX_DAYS ? null : 'too-long';
}

/** The days that end with `last`, `last` included. */
export function lastDays(last: string, days: number): { readonly from: string; readonly to: string } {
  const from = new Date(Date.parse(last) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  return { from, to: last };
}
