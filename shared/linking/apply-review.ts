import { type LinkEvidence, type LinkResult, UNLINKED } from '../domain/link.ts';
import type { LinkDecision, ReviewExperience } from '../domain/link-decision.ts';
import { CANDIDATE_THRESHOLD } from './evidence.ts';

/**
 * How many reviews the linker's own estimate is worth. Twenty equal verdicts move a confidence half of the way; a few
 * clicks move it hardly.
 */
const PRIOR_REVIEWS = 20;
/** More reviews than this weigh no more, so that what is learnt can still change. */
const MAX_REVIEWS = 200;
/** Fewer verdicts than this take no suggestion away. */
const MIN_REVIEWS_TO_HIDE = 10;
/** What is learnt never makes a suggestion as sure as a link. */
const MAX_LEARNT_CONFIDENCE = 0.95;
/** People who compare records err in about one of a hundred (clerical review: Herzog, Scheuren & Winkler 2007, ch. 8). */
const REVIEWER_CONFIDENCE = 0.99;

/** What kinds of evidence a link rests on, in one word that is the same for the same kinds: `device+nickname`. */
export function evidencePattern(evidence: readonly LinkEvidence[]): string {
  const kinds = [...new Set(evidence.map(({ kind }) => kind))].sort();
  return kinds.length === 0 ? 'none' : kinds.join('+');
}

/**
 * A link after people have spoken: the latest decision about this document wins over any reckoning. A confirmed customer
 * is linked; a rejected one is never named again. Without a decision, the confidence of a suggestion is corrected by how
 * often suggestions of its pattern were right. Links are not touched by what was learnt, and nothing that was learnt makes
 * a link: only a person's word about this very document does.
 */
export function applyReview(
  link: LinkResult,
  decisions: readonly LinkDecision[],
  experience: ReviewExperience,
): LinkResult {
  return applyDecisions(link, decisions) ?? learnt(link, experience);
}

/** The link that the decisions about a document demand; null where they say nothing of it. */
export function applyDecisions(link: LinkResult, decisions: readonly LinkDecision[]): LinkResult | null {
  const newestFirst = [...decisions].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const latest = new Map<string, LinkDecision>();
  for (const decision of newestFirst) {
    if (!latest.has(decision.customerId)) latest.set(decision.customerId, decision);
  }
  const confirmed = [...latest.values()].find(({ verdict }) => verdict === 'confirmed');
  if (confirmed !== undefined) {
    const known = link.customerId === confirmed.customerId ? link.evidence : [];
    return {
      customerId: confirmed.customerId,
      status: 'linked',
      confidence: REVIEWER_CONFIDENCE,
      evidence: [
        ...known,
        { kind: 'review', weight: Math.log(REVIEWER_CONFIDENCE / (1 - REVIEWER_CONFIDENCE)) },
      ],
      decidedAt: confirmed.at,
    };
  }
  const rejected = link.customerId === null ? undefined : latest.get(link.customerId);
  return rejected === undefined ? null : { ...UNLINKED, decidedAt: rejected.at };
}

/**
 * The posterior mean of a beta distribution (Gelman et al., Bayesian Data Analysis, 3rd ed., ch. 2): the estimate counts as
 * {@link PRIOR_REVIEWS} reviews, those of the same pattern are added.
 */
export function learntConfidence(
  confidence: number,
  counts: { confirmed: number; rejected: number },
): number {
  const reviews = counts.confirmed + counts.rejected;
  if (reviews === 0) return confidence;
  const weight = Math.min(1, MAX_REVIEWS / reviews);
  const mean = (PRIOR_REVIEWS * confidence + counts.confirmed * weight) / (PRIOR_REVIEWS + reviews * weight);
  return Math.min(mean, Math.max(confidence, MAX_LEARNT_CONFIDENCE));
}

function learnt(link: LinkResult, experience: ReviewExperience): LinkResult {
  if (link.status !== 'candidate') return link;
  const counts = experience[evidencePattern(link.evidence)];
  if (counts === undefined) return link;
  const confidence = learntConfidence(link.confidence, counts);
  const hidden =
    confidence < CANDIDATE_THRESHOLD && counts.confirmed + counts.rejected >= MIN_REVIEWS_TO_HIDE;
  return hidden ? UNLINKED : { ...link, confidence };
}
