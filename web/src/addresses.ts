/** The parts of the settings, each with an address of its own. */
export const SETTINGS_TABS = ['taxonomy', 'domain-words', 'alert-rules', 'history'] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** Every address of the dashboard, in one place; reports and alerts link to the same ones. */
export const addressOf = {
  thisWeek: (week?: string) => (week === undefined ? '/' : `/?week=${week}`),
  reviews: () => '/reviews',
  review: (week: string) => `/reviews/${week}`,
  points: (week?: string) => (week === undefined ? '/points' : `/points?week=${week}`),
  /** By code and stage: an ID may hold a dot, which servers of static files take for a file name. */
  point: (week: string, point: { code: string; stage: string }) =>
    `/points/${week}/${point.code}/${point.stage}`,
  /** Of a week; `point` (its ID) narrows to the keywords of one hesitation point. */
  keywords: (week?: string, point?: string) =>
    week === undefined
      ? '/keywords'
      : `/keywords?week=${week}${point === undefined ? '' : `&point=${encodeURIComponent(point)}`}`,
  voices: (filter: Readonly<Record<string, string | undefined>> = {}) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter))
      if (value !== undefined && value !== '') query.set(name, value);
    const text = query.toString();
    return text === '' ? '/voices' : `/voices?${text}`;
  },
  identityReview: () => '/identity',
  alerts: () => '/alerts',
  alert: (id: string) => `/alerts/${encodeURIComponent(id)}`,
  voice: (documentKey: string) => `/voices/${documentKey}`,
  settings: (tab?: SettingsTab) => (tab === undefined ? '/settings' : `/settings/${tab}`),
  collection: (day?: string) => (day === undefined ? '/collection' : `/collection?day=${day}`),
} as const;
