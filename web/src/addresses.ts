/** The parts of the settings, each with an address of its own. */
export const SETTINGS_TABS = ['taxonomy', 'domain-words', 'alert-rules', 'history'] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** Every address of the dashboard, in one place; reports and alerts link to the same ones. */
export const addressOf = {
  thisWeek: (week?: string) => (week === undefined ? '/' : `/?week=${week}`),
  reviews: () => '/reviews',
  review: (week: string) => `/reviews/${week}`,
  /** Of a week, or of any period and filter (`PointQuery`). */
  points: (of: string | Readonly<Record<string, string | undefined>> = {}) =>
    withQuery('/points', typeof of === 'string' ? { week: of } : of),
  /**
   * Of a period (a week, a day or `from~to`), and of who speaks, if the list was narrowed. By code and stage: an ID may
   * hold a dot, which servers of static files take for a file name.
   */
  point: (
    period: string,
    point: { code: string; stage: string },
    who: Readonly<Record<string, string | undefined>> = {},
  ) => withQuery(`/points/${period}/${point.code}/${point.stage}`, who),
  /** Of a week; `point` (its ID) narrows to the keywords of one hesitation point, `more` to a segment or a stage. */
  keywords: (week?: string, point?: string, more: Readonly<Record<string, string | undefined>> = {}) =>
    withQuery('/keywords', { week, point, ...more }),
  messages: (filter: Readonly<Record<string, string | undefined>> = {}) => withQuery('/messages', filter),
  /** An ID may hold a dot, which servers of static files take for a file name: it is written twice over. */
  message: (messageId: string) =>
    `/messages/${encodeURIComponent(encodeURIComponent(messageId).replaceAll('.', '%2E'))}`,
  followUps: (list?: string) => withQuery('/follow-ups', { list }),
  voices: (filter: Readonly<Record<string, string | undefined>> = {}) => withQuery('/voices', filter),
  identityReview: () => '/identity',
  alerts: () => '/alerts',
  alert: (id: string) => `/alerts/${encodeURIComponent(id)}`,
  voice: (documentKey: string) => `/voices/${documentKey}`,
  settings: (tab?: SettingsTab) => (tab === undefined ? '/settings' : `/settings/${tab}`),
  collection: (day?: string) => (day === undefined ? '/collection' : `/collection?day=${day}`),
} as const;

/** The ID in the address of a message, from the part of its path that is decoded once. */
export function messageIdOf(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Typed by hand: it stands for itself.
    return part;
  }
}

/** Only what is set, so that a shared link is short. */
function withQuery(path: string, filter: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value !== undefined && value !== '') query.set(name, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
