import { type EvalRow, f1, mostFrequent } from './eval-row.ts';

/** What people said of a text, or what the analyzer says. */
export interface LabelledReading {
  readonly sentiment: string;
  /** Most important first. */
  readonly hesitations: readonly string[];
  readonly stage: string;
}

const POLES = ['negative', 'neutral', 'positive'] as const;

/**
 * Hesitation micro-F1 over codes, share of right first codes ("none" counts as one), stage accuracy, sentiment accuracy
 * and macro-F1; each beside always giving the most frequent answer of the gold set. The same definitions as the scorer
 * of the development data.
 */
export function hesitationMetrics(
  set: string,
  pairs: readonly { gold: LabelledReading; read: LabelledReading }[],
): EvalRow[] {
  const golds = pairs.map(({ gold }) => gold);
  const usual: LabelledReading = {
    sentiment: mostFrequent(golds.map(({ sentiment }) => sentiment)) ?? '',
    hesitations: [mostFrequent(golds.flatMap(({ hesitations }) => hesitations)) ?? ''],
    stage: mostFrequent(golds.map(({ stage }) => stage)) ?? '',
  };
  const usualFirst = mostFrequent(golds.map(firstCode)) ?? '';
  const trivial = golds.map((gold) => ({ gold, read: usual }));
  const row = (metric: string, value: number, baseline: number, baselineIs: string): EvalRow => ({
    set,
    metric,
    value,
    baseline,
    baselineIs,
    better: 'higher',
    items: pairs.length,
  });
  const share = (right: (pair: { gold: LabelledReading; read: LabelledReading }) => boolean, of = pairs) =>
    of.filter(right).length / of.length;
  const sameStage = ({ gold, read }: (typeof pairs)[number]) => gold.stage === read.stage;
  const sameSentiment = ({ gold, read }: (typeof pairs)[number]) => gold.sentiment === read.sentiment;
  return [
    row('hesitation micro-F1', codesF1(pairs), codesF1(trivial), `always ${usual.hesitations[0]}`),
    row(
      'first code right',
      share(({ gold, read }) => firstCode(gold) === firstCode(read)),
      share(({ gold }) => firstCode(gold) === usualFirst),
      `always ${usualFirst}`,
    ),
    row('stage right', share(sameStage), share(sameStage, trivial), `always ${usual.stage}`),
    row('sentiment right', share(sameSentiment), share(sameSentiment, trivial), `always ${usual.sentiment}`),
    row('sentiment macro-F1', sentimentF1(pairs), sentimentF1(trivial), `always ${usual.sentiment}`),
  ];
}

function codesF1(pairs: readonly { gold: LabelledReading; read: LabelledReading }[]): number {
  let right = 0;
  let given = 0;
  let wanted = 0;
  for (const { gold, read } of pairs) {
    const codes = new Set(read.hesitations);
    given += codes.size;
    wanted += new Set(gold.hesitations).size;
    right += [...new Set(gold.hesitations)].filter((code) => codes.has(code)).length;
  }
  return f1(right, given - right, wanted - right);
}

function sentimentF1(pairs: readonly { gold: LabelledReading; read: LabelledReading }[]): number {
  const scores = POLES.map((pole) => {
    const given = pairs.filter(({ read }) => read.sentiment === pole).length;
    const wanted = pairs.filter(({ gold }) => gold.sentiment === pole).length;
    const right = pairs.filter(({ gold, read }) => gold.sentiment === pole && read.sentiment === pole).length;
    return f1(right, given - right, wanted - right);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function firstCode({ hesitations }: LabelledReading): string {
  return hesitations[0] ?? 'none';
}
