import './quiet-runtime.ts';
import { differences } from './compare.ts';
import type { Dump } from './dump.ts';
import type { FaultName } from './fault-plan.ts';
import { memoryTables, startServerTables } from './fault-tables.ts';
import { makeReady } from './ready.ts';
import type { Sabotage } from './sabotage.ts';
import { simulate } from './simulate.ts';
import { createWorld } from './world.ts';

/** So many different histories there are; more plans meet the same history under other faults. */
export const WORLDS = 24;

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

/** Runs plans one after the other in this process, with one clean run per world. */
export async function createPlanRunner(database: Database = 'memory') {
  const ready = await makeReady();
  const tables = database === 'server' ? await startServerTables() : memoryTables();
  const cleanRuns = new Map<number, Dump['sections']>();

  async function cleanRun(world: number): Promise<Dump['sections']> {
    const known = cleanRuns.get(world);
    if (known !== undefined) return known;
    const clean = await simulate(ready, tables, { world: createWorld(world), seed: null });
    if (clean.broken.length > 0) throw new Error(`world ${world} breaks without faults: ${clean.broken.join('; ')}`);
    cleanRuns.set(world, clean.dump.sections);
    return clean.dump.sections;
  }

  return {
    async run(
      seed: number,
      more: { readonly only?: readonly FaultName[]; readonly sabotage?: Sabotage } = {},
    ): Promise<Verdict> {
      const world = seed % WORLDS;
      const clean = await cleanRun(world);
      const publishes = seed % 3 === 0;
      const outcome = await simulate(ready, tables, {
        world: createWorld(world),
        seed: String(seed),
        publishes,
        ...more,
      });
      const { plan, faults, steps, log, broken } = outcome;
      return { seed, world, plan, faults, steps, log, wrong: [...broken, ...differences(clean, outcome.dump.sections, { publishes })] };
    },
    stop: () => tables.stop(),
  };
}
export type PlanRunner = Awaited<ReturnType<typeof createPlanRunner>>;
