import type { VoiceFilter } from './section-context.ts';

/** The dashboard's list of the voices of a week, narrowed by a filter. */
export function voicesUrl(dashboardUrl: string, week: string): (filter: VoiceFilter) => string {
  return (filter) =>
    `${dashboardUrl.replace(/\/+$/, '')}/voices?${new URLSearchParams({ week, ...filter }).toString()}`;
}
