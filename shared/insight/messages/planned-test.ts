import type { PlannedTest } from '../../domain/insight.ts';
import type { SentMessage } from '../../domain/sent-message.ts';

/** 97.5 % and 80 % points of the normal distribution: two-sided 5 %, power 80 %. */
const Z_ALPHA = 1.959964;
const Z_POWER = 0.841621;
/** A tenth more or less is what a change of words is hoped to do. */
const MINIMUM_EFFECT = 0.1;
const MIN_DELIVERED = 500;

/**
 * How many deliveries each side of an A/B test needs to show a relative change of `minimumEffect` against the rate
 * `baseline`, at 5 % two-sided with a power of 80 %: the two-proportion formula (Fleiss, Levin and Paik 2003,
 * Statistical Methods for Rates and Proportions, 3rd ed., eq. 4.14).
 */
export function sampleSizePerVariant(baseline: number, minimumEffect: number): number {
  const other = Math.min(0.999, baseline * (1 + minimumEffect));
  const mean = (baseline + other) / 2;
  const spread =
    Z_ALPHA * Math.sqrt(2 * mean * (1 - mean)) +
    Z_POWER * Math.sqrt(baseline * (1 - baseline) + other * (1 - other));
  return Math.ceil((spread / (other - baseline)) ** 2);
}

/** The test of a new wording at a stage: against the median click rate of our messages of that stage, else of all. */
export function plannedTest(stage: string, messages: readonly SentMessage[]): PlannedTest | null {
  const usable = messages.filter(({ delivered, clicked }) => delivered >= MIN_DELIVERED && clicked > 0);
  const ofStage = usable.filter((message) => message.stage === stage);
  const rates = (ofStage.length >= 3 ? ofStage : usable)
    .map(({ clicked, delivered }) => clicked / delivered)
    .sort((a, b) => a - b);
  const baseline = rates[Math.floor(rates.length / 2)];
  if (baseline === undefined || baseline >= 0.9) return null;
  return {
    metric: 'click',
    baseline,
    minimumEffect: MINIMUM_EFFECT,
    perVariant: sampleSizePerVariant(baseline, MINIMUM_EFFECT),
  };
}
