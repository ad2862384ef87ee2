/** So many different histories there are; more plans meet the same history under other faults. */
export const WORLDS = 12;

/** Every third history ends with a weekly review: to draw its charts takes longer than to collect its voices. */
export const publishes = (world: number): boolean => world % 3 === 0;

/** What became of one plan. */
export interface Verdict {
  readonly seed: number;
  readonly world: number;
  /** The faults that were switched on, in words. */
  readonly plan: string;
  /** How often each struck. */
  readonly faults: Readonly<Record<string, number>>;
  readonly steps: number;
  /** What is wrong; empty where nothing is. The first one is the first difference. */
  readonly wrong: readonly string[];
  /** What struck, in order. */
  readonly log: readonly string[];
}

/** `server`: a real DynamoDB-compatible server (dynoxide); `memory`: ours, several times faster. */
export type Database = 'memory' | 'server';
