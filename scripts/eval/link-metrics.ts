import type { EvalRow } from './eval-row.ts';

export interface LinkTruth {
  /** The author; empty where the author is no customer. */
  readonly customerId: string;
  /** Other accounts of the same person. */
  readonly samePerson: readonly string[];
  /** Whether a careful person with the CRM open would name exactly this customer. */
  readonly linkable: boolean;
}

/** A link of a document, null where none was made. Suggestions are no links. */
export interface LinkPair {
  readonly truth: LinkTruth;
  readonly linked: string | null;
  /** A suggestion for a person to confirm. */
  readonly suggested: string | null;
  /** Of the link or suggestion. */
  readonly confidence: number;
  /** What comparing e-mail addresses and phone numbers as they are would have linked. */
  readonly trivial: string | null;
}

/**
 * Precision and recall of links and wrong links per 10,000 documents, beside comparing author fields as they are; how many
 * of those that a person would link are linked or suggested, how often a suggestion is right, and the Brier score of
 * every stated confidence, beside saying the share of right ones each time (Brier 1950).
 */
export function linkMetrics(set: string, pairs: readonly LinkPair[]): EvalRow[] {
  const ours = judged(pairs.map(({ truth, linked }) => ({ truth, linked })));
  const theirs = judged(pairs.map(({ truth, trivial }) => ({ truth, linked: trivial })));
  const row = { set, baselineIs: 'equal e-mail or phone', items: pairs.length };
  return [
    { ...row, metric: 'wrong links per 10,000', value: ours.wrong, baseline: theirs.wrong, better: 'lower' },
    { ...row, metric: 'link precision', value: ours.precision, baseline: theirs.precision, better: 'higher' },
    { ...row, metric: 'link recall', value: ours.recall, baseline: theirs.recall, better: 'higher' },
    ...suggestionMetrics(set, pairs, theirs.recall),
  ];
}

function suggestionMetrics(set: string, pairs: readonly LinkPair[], baselineReach: number): EvalRow[] {
  const named = pairs.map(({ truth, linked, suggested, confidence }) => {
    const customerId = linked ?? suggested;
    return { truth, suggested, confidence, named: customerId !== null, right: isRight(truth, customerId) };
  });
  const linkable = named.filter(({ truth }) => truth.linkable);
  const suggestions = named.filter(({ suggested }) => suggested !== null);
  const stated = named.filter((one) => one.named);
  const shareRight = shareOf(stated, ({ right }) => right);
  const brier = (guess: (one: (typeof stated)[number]) => number) =>
    stated.reduce((sum, one) => sum + (guess(one) - Number(one.right)) ** 2, 0) / Math.max(1, stated.length);
  return [
    {
      set,
      metric: 'linked or suggested',
      value: shareOf(linkable, ({ right }) => right),
      baseline: baselineReach,
      baselineIs: 'equal e-mail or phone',
      better: 'higher',
      items: linkable.length,
    },
    {
      set,
      metric: 'suggestion hit rate',
      value: shareOf(suggestions, ({ right }) => right),
      baseline: 0.5,
      baselineIs: 'a coin',
      better: 'higher',
      items: suggestions.length,
    },
    {
      set,
      metric: 'Brier score of confidence',
      value: brier(({ confidence }) => confidence),
      baseline: brier(() => shareRight),
      baselineIs: 'the share of right ones',
      better: 'lower',
      items: stated.length,
    },
  ];
}

function shareOf<One>(all: readonly One[], holds: (one: One) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length;
}

function isRight(truth: LinkTruth, customerId: string | null): boolean {
  return (
    truth.customerId !== '' &&
    customerId !== null &&
    (customerId === truth.customerId || truth.samePerson.includes(customerId))
  );
}

function judged(pairs: readonly { truth: LinkTruth; linked: string | null }[]) {
  const links = pairs.filter(({ linked }) => linked !== null);
  const right = links.filter(({ truth, linked }) => isRight(truth, linked));
  const linkable = pairs.filter(({ truth }) => truth.linkable).length;
  return {
    wrong: ((links.length - right.length) / pairs.length) * 10_000,
    precision: links.length === 0 ? 0 : right.length / links.length,
    recall: linkable === 0 ? 0 : right.filter(({ truth }) => truth.linkable).length / linkable,
  };
}
