import './quiet-runtime.ts';
import { differences } from './compare.ts';
import type { Dump } from './dump.ts';
import type { FaultName } from './fault-plan.ts';
import { memoryTables, startServerTables } from './fault-tables.ts';
import { makeReady } from './ready.ts';
import type { Sabotage } from './sabotage.ts';
import { simulate } from './simulate.ts';
import { type Database, publishes, type Verdict, WORLDS } from './verdict.ts';
import { createWorld } from './world.ts';

/** Runs plans one after the other in this process, with one clean run per world. */
export async function createPlanRunner(database: Database = 'memory') {
  const ready = await makeReady();
  const tables = database === 'server' ? await startServerTables() : memoryTables();
  const cleanRuns = new Map<number, Dump['sections']>();

  async function cleanRun(world: number): Promise<Dump['sections']> {
    const known = cleanRuns.get(world);
    if (known !== undefined) return known;
    const clean = await simulate(ready, tables, {
      world: createWorld(world),
      seed: null,
      publishes: publishes(world),
    });
    if (clean.broken.length > 0)
      throw new Error(`world ${world} breaks without faults: ${clean.broken.join('; ')}`);
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
      const outcome = await simulate(ready, tables, {
        world: createWorld(world),
        seed: String(seed),
        publishes: publishes(world),
        ...more,
      });
      const { plan, faults, steps, log, broken } = outcome;
      const found = differences(clean, outcome.dump.sections, {
        publishes: publishes(world),
      });
      return { seed, world, plan, faults, steps, log, wrong: [...broken, ...found] };
    },
    stop: () => tables.stop(),
  };
}
export type PlanRunner = Awaited<ReturnType<typeof createPlanRunner>>;
