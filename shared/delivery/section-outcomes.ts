import type { HesitationPoint } from '../domain/insight.ts';
import { type Html, html } from './html.ts';
import { clickSentence, doubtSentence } from './outcome-sentence.ts';
import { codeName, type SectionContext, stageName } from './section-context.ts';

/** What came back of accepted words, on the card of their point. */
export function pointOutcomes(context: SectionContext, { outcomes = [] }: HesitationPoint): Html | undefined {
  if (outcomes.length === 0) return undefined;
  const { words } = context;
  return html`<div class="outcome"><h4>${words.words.outcome}</h4>${outcomes.map((one) => outcomeItem(context, one))}</div>`;
}

/** The same of all points, in the part where the meeting looks back. */
export function outcomesOfAll(context: SectionContext): Html | undefined {
  const { review, words } = context;
  const points = review.points.filter(({ outcomes = [] }) => outcomes.length > 0);
  if (points.length === 0) return undefined;
  return html`<p class="lead open-lead">${words.words.outcome}</p><div class="panel">${points.map(
    (point) =>
      html`<h3>${codeName(context, point.code)} · ${stageName(context, point.stage)}</h3>${(point.outcomes ?? []).map((one) => outcomeItem(context, one))}`,
  )}<p class="quiet small">${words.words.outcomeCaution}</p></div>`;
}

function outcomeItem(
  { format }: SectionContext,
  outcome: NonNullable<HesitationPoint['outcomes']>[number],
): Html {
  const click = clickSentence(outcome, format);
  const tried = outcome.tried[0];
  const sent = `${format.dayOf(outcome.firstSentAt)}${tried === undefined ? '' : ` · ${tried.campaign}${tried.variant === undefined ? '' : ` ${tried.variant}`}`}`;
  return html`<p class="terms"><span class="quiet">${sent}</span> “${outcome.text}”</p><p>${doubtSentence(outcome, format)}${click === undefined ? undefined : html`<br>${click}`}</p>`;
}
