/** One measured number beside what a trivial method reaches on the same data. */
export interface EvalRow {
  readonly set: string;
  readonly metric: string;
  readonly value: number;
  readonly baseline: number;
  /** What the baseline does. */
  readonly baselineIs: string;
  readonly better: 'higher' | 'lower';
  /** Items judged. */
  readonly items: number;
}

/** 2·TP / (2·TP + FP + FN); 0 where nothing was right. */
export function f1(truePositives: number, falsePositives: number, falseNegatives: number): number {
  return truePositives === 0
    ? 0
    : (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}

/** The most frequent value; the first one where several are. */
export function mostFrequent<Value>(values: Iterable<Value>): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: Value | undefined;
  let bestCount = 0;
  for (const [value, count] of counts) if (count > bestCount) [best, bestCount] = [value, count];
  return best;
}
