import { SHARDS } from '../../shared/domain/document-identity.ts';
import { valueAt } from './curve.ts';
import type { Measured } from './measured.ts';
import { SCENARIO } from './scenario.ts';
import type { TemplateFacts } from './template-facts.ts';
import {
  bucketShardsOf,
  documentsPerRecount,
  recountRoundsPerDay,
  secondsOf,
  type Work,
  worksOf,
} from './usage.ts';

/** Write units a second that one partition of DynamoDB takes. */
export const PARTITION_WRITES = 1000;

export interface Concurrency {
  readonly step: string;
  /** Executions at once in the busiest hour: arrival rate times duration (Little's law). */
  readonly needed: number;
  readonly secondsEach: number;
  readonly timeoutSeconds: number;
}

export interface Heat {
  readonly key: string;
  /** Write units a second on the hottest partition key, in the busiest hour. */
  readonly writesPerSecond: number;
  readonly share: number;
}

/** Executions at once, by Little's law, where the busiest hour brings four times the average. */
export function concurrencyOf(
  measured: Measured,
  facts: TemplateFacts,
  documentsPerDay: number,
): Concurrency[] {
  const seconds = SCENARIO.days * 86_400;
  return worksOf(measured, documentsPerDay).map((work: Work) => {
    const secondsEach = secondsOf(work.use, facts.memoryMb[work.functionName] ?? 1);
    const peak = WAVES.has(work.step) ? SCENARIO.peak : 1;
    return {
      step: work.step,
      needed: (work.invocations / seconds) * peak * secondsEach,
      secondsEach,
      timeoutSeconds: facts.timeoutSeconds[work.functionName] ?? 0,
    };
  });
}

const WAVES = new Set(['collect', 'analyze', 'link', 'recount']);

/** How hot the hottest partition key of each kind of item becomes in the busiest hour. */
export function heatOf(measured: Measured, documentsPerDay: number): Heat[] {
  const perSecond = (documentsPerDay / 86_400) * SCENARIO.peak;
  const writes = (table: string): number => {
    const point = measured.link.at(-1);
    return point === undefined ? 0 : (point.use.writeUnits[table] ?? 0) / point.size;
  };
  const recountUnits = valueAt(
    measured.recount.map(({ size, use }) => ({ x: size, y: use.writeUnits.rollups ?? 0 })),
    documentsPerRecount(documentsPerDay),
    'power',
  );
  // Marks of one window are one recount, so a shard is counted once in a window at most.
  const recountsPerSecond =
    (SCENARIO.bucketsPerWave * SHARDS * Math.min(1, perSecond * SCENARIO.dirtyWindowSeconds)) /
    SCENARIO.dirtyWindowSeconds;
  const heat = (key: string, writesPerSecond: number): Heat => ({
    key,
    writesPerSecond,
    share: writesPerSecond / PARTITION_WRITES,
  });
  return [
    heat('documents: one document', writes('documents')),
    heat('contributions: day and shard', (perSecond * writes('contributions')) / SHARDS),
    heat('rollups: day', recountsPerSecond * recountUnits),
  ];
}

/** The most documents a day at which a step ends within its time limit. */
export function lastLevelOf(measured: Measured, facts: TemplateFacts, step: string): number {
  const fits = (documentsPerDay: number): boolean =>
    concurrencyOf(measured, facts, documentsPerDay).every(
      (one) => one.step !== step || one.secondsEach < one.timeoutSeconds,
    );
  let low = 1000;
  let high = 1e9;
  if (fits(high)) return Number.POSITIVE_INFINITY;
  while (high / low > 1.02) {
    const middle = Math.sqrt(low * high);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Marks and recounts a minute, and how many documents a recount reads. */
export function rollupLoadOf(documentsPerDay: number): { recountsPerDay: number; documentsRead: number } {
  const rounds = recountRoundsPerDay();
  return {
    recountsPerDay: rounds * bucketShardsOf(documentsPerDay / rounds),
    documentsRead: documentsPerRecount(documentsPerDay),
  };
}
