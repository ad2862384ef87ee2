import { type EvalRow, f1 } from './eval-row.ts';

/** A text with a clear pole, and the pole that was read. */
export interface PolePair {
  readonly positive: boolean;
  readonly readPositive: boolean;
}

/** Accuracy and macro-F1 of the two poles, beside always giving the more frequent one. */
export function poleMetrics(set: string, pairs: readonly PolePair[]): EvalRow[] {
  const positives = pairs.filter(({ positive }) => positive).length;
  const usual = positives * 2 >= pairs.length;
  const trivial = pairs.map(({ positive }) => ({ positive, readPositive: usual }));
  const row = { set, baselineIs: `always ${usual ? 'positive' : 'negative'}`, items: pairs.length };
  return [
    { ...row, metric: 'pole right', value: accuracy(pairs), baseline: accuracy(trivial), better: 'higher' },
    {
      ...row,
      metric: 'poles, macro-F1',
      value: macroF1(pairs),
      baseline: macroF1(trivial),
      better: 'higher',
    },
  ];
}

function accuracy(pairs: readonly PolePair[]): number {
  return (
    pairs.filter(({ positive, readPositive }) => positive === readPositive).length / Math.max(1, pairs.length)
  );
}

function macroF1(pairs: readonly PolePair[]): number {
  const of = (pole: boolean) => {
    const right = pairs.filter((pair) => pair.positive === pole && pair.readPositive === pole).length;
    const given = pairs.filter((pair) => pair.readPositive === pole).length;
    const wanted = pairs.filter((pair) => pair.positive === pole).length;
    return f1(right, given - right, wanted - right);
  };
  return (of(true) + of(false)) / 2;
}
