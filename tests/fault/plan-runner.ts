import './quiet-runtime.ts';
import { differences } from './compare.ts';
import type { FaultName } from './fault-plan.ts';
import { startFaultTables } from './fault-tables.ts';
import { makeReady } from './ready.ts';
import type { Sabotage } from './sabotage.ts';
import { type Outcome, simulate } from './simulate.ts';
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

/** Runs plans one after the other in this process, with one database and one clean run per world. */
export async function createPlanRunner() {
  const ready = await makeReady();
  const tables = await startFaultTables();
  const cleanRuns = new Map<number, Outcome>();

  async function cleanRun(world: number): Promise<Outcome> {
    const known = cleanRuns.get(world);
    if (known !== undefined) return known;
    const clean = await simulate(ready, tables, { world: createWorld(world), seed: null });
    if (clean.broken.length > 0) throw new Error(`world ${world} breaks without faults: ${clean.broken.join('; ')}`);
    cleanRuns.set(world, clean);
    return clean;
  }

  return {
    async run(
      seed: number,
      more: { readonly only?: readonly FaultName[]; readonly sabotage?: Sabotage } = {},
    ): Promise<Verdict> {
      const world = seed % WORLDS;
      const clean = await cleanRun(world);
      const outcome = await simulate(ready, tables, { world: createWorld(world), seed: String(seed), ...more });
      const { plan, faults, steps, log, broken } = outcome;
      return { seed, world, plan, faults, steps, log, wrong: [...broken, ...differences(clean.dump, outcome.dump)] };
    },
    stop: () => tables.stop(),
  };
}
export type PlanRunner = Awaited<ReturnType<typeof createPlanRunner>>;
