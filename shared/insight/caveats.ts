import type { Contribution } from '../domain/contribution.ts';
import type { WeeklyReview } from '../domain/insight.ts';
import { BASELINE_WEEKS, type ReviewWindow, versionsOf } from './review-window.ts';

const SMALL_WEEK_DOCUMENTS = 100;
/** Below this share of linked voices, numbers per customer and segment stand for a minority. */
const MOSTLY_LINKED = 0.5;

export type Caveat = WeeklyReview['caveats'][number];

/** What a reader must know before trusting a number of the review; each with the numbers behind it. */
export function caveatsOf(input: {
  window: ReviewWindow;
  contributions: readonly Contribution[];
  quotableDocuments: number;
  messages: number;
  funnelSteps: number;
}): Caveat[] {
  const { window, contributions } = input;
  const documents = contributions.length;
  const caveats: Caveat[] = [];
  const add = (code: string, detail: Caveat['detail'] = {}) => caveats.push({ code, detail });
  if (documents < SMALL_WEEK_DOCUMENTS) add('small-week', { documents });
  if (window.weeksBefore < BASELINE_WEEKS) add('short-baseline', { weeks: window.weeksBefore });
  if (window.incomparableWeeks > 0) add('other-analysis-before', { weeks: window.incomparableWeeks });
  const versions = versionsOf(window.current).length;
  if (versions > 1) add('several-analysis-versions', { versions });
  const ofDay = contributions.filter((one) => !one.bucket.includes('T')).length;
  if (ofDay > 0) add('day-precision', { documents: ofDay, share: ofDay / documents });
  const linked = contributions.filter((one) => one.customerRef !== undefined).length;
  if (documents > 0 && linked < MOSTLY_LINKED * documents)
    add('mostly-unlinked', { linked, share: linked / documents });
  if (documents > 0 && input.quotableDocuments === 0) add('no-quotes');
  if (input.messages === 0) add('no-messages');
  if (input.funnelSteps === 0) add('no-funnel');
  return caveats;
}
