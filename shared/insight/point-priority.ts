import type { FunnelStep } from '../domain/funnel.ts';
import type { HesitationPoint, PointPriority } from '../domain/insight.ts';
import type { FunnelStage } from '../domain/taxonomy.ts';
import { hasRisen } from './has-risen.ts';

/** What each part adds at most; together 100. A judgement, not a model: see docs/insight.md. */
const WEIGHTS = { share: 35, negative: 20, rise: 25, dropOff: 20 } as const;
/** Every fifth voice, and a doubling that is certain, are as much as these parts can say. */
const FULL_SHARE = 0.2;
const FULL_RISE = 2;
/** One voice is wholly negative or not at all; the parts that a single voice can fill count in full from here on. */
const FULL_DOCUMENTS = 10;

/**
 * How much a point deserves attention: how many speak of it, how displeased they are, how much it has certainly risen
 * (the lower end of the interval, only where the change stands), and how many leave the funnel at its stage. Of fewer than
 * ten voices, displeasure and funnel count in proportion.
 */
export function pointPriority(
  point: Pick<HesitationPoint, 'documents' | 'share' | 'negativeShare' | 'change' | 'dropOff'>,
): PointPriority {
  const { change } = point;
  const risen = hasRisen(change) ? change.low : 1;
  const weight = Math.min(1, point.documents / FULL_DOCUMENTS);
  const parts = {
    share: WEIGHTS.share * Math.min(1, point.share.value / FULL_SHARE),
    negative: WEIGHTS.negative * point.negativeShare * weight,
    rise: WEIGHTS.rise * Math.min(1, Math.log(risen) / Math.log(FULL_RISE)),
    dropOff: WEIGHTS.dropOff * (point.dropOff?.rate ?? 0) * weight,
  };
  return { score: parts.share + parts.negative + parts.rise + parts.dropOff, parts };
}

/** The points that matter most first; of equal ones the order stays. Points of reviews before priorities come last. */
export function byPriority<Point extends Pick<HesitationPoint, 'priority'>>(
  points: readonly Point[],
): Point[] {
  const score = ({ priority }: Point) => priority?.score ?? 0;
  return points.toSorted((a, b) => score(b) - score(a));
}

/** The funnel of a stage over its rows; null where there is none: unknown is not zero. */
export function dropOffOf(stage: FunnelStage, funnel: readonly FunnelStep[]): HesitationPoint['dropOff'] {
  const steps = funnel.filter((step) => step.stage === stage);
  const entered = steps.reduce((sum, step) => sum + step.entered, 0);
  const completed = steps.reduce((sum, step) => sum + step.completed, 0);
  return entered === 0 ? null : { entered, completed, rate: 1 - completed / entered };
}
