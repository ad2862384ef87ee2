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
  /** What comparing e-mail addresses and phone numbers as they are would have linked. */
  readonly trivial: string | null;
}

/** Precision and recall of links and wrong links per 10,000 documents, beside comparing author fields as they are. */
export function linkMetrics(set: string, pairs: readonly LinkPair[]): EvalRow[] {
  const ours = judged(pairs.map(({ truth, linked }) => ({ truth, linked })));
  const theirs = judged(pairs.map(({ truth, trivial }) => ({ truth, linked: trivial })));
  const row = { set, baselineIs: 'equal e-mail or phone', items: pairs.length };
  return [
    { ...row, metric: 'wrong links per 10,000', value: ours.wrong, baseline: theirs.wrong, better: 'lower' },
    { ...row, metric: 'link precision', value: ours.precision, baseline: theirs.precision, better: 'higher' },
    { ...row, metric: 'link recall', value: ours.recall, baseline: theirs.recall, better: 'higher' },
  ];
}

function judged(pairs: readonly { truth: LinkTruth; linked: string | null }[]) {
  const links = pairs.filter(({ linked }) => linked !== null);
  const right = links.filter(
    ({ truth, linked }) =>
      truth.customerId !== '' && (linked === truth.customerId || truth.samePerson.includes(linked ?? '')),
  );
  const linkable = pairs.filter(({ truth }) => truth.linkable).length;
  return {
    wrong: ((links.length - right.length) / pairs.length) * 10_000,
    precision: links.length === 0 ? 0 : right.length / links.length,
    recall: linkable === 0 ? 0 : right.filter(({ truth }) => truth.linkable).length / linkable,
  };
}
