import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultName } from './fault-plan.ts';
import { createPlanRunner, type PlanRunner } from './plan-runner.ts';
import { SABOTAGES, type Sabotage } from './sabotage.ts';

let memory: PlanRunner;

beforeAll(async () => {
  memory = await createPlanRunner('memory');
});

afterAll(async () => {
  await memory?.stop();
});

/** Faults that bring out what a missing safety does, and a few seeds: one of them must notice. */
const EXPOSED_BY: Readonly<Record<keyof typeof SABOTAGES, readonly FaultName[]>> = {
  'one dirty mark of each batch is forgotten': ['repeatedMark'],
  'roll-ups are counted up instead of replaced': ['repeatedMark'],
  'messages are acknowledged before the work is done': ['kill', 'killAll', 'internal'],
  'records are sent without waiting for the queue': ['kill'],
  'an older contribution overwrites a newer one and nobody looks again': ['duplicate', 'slow', 'lostReceipt'],
};
const SEEDS = [109, 633, 1, 37, 2, 13, 14, 25, 26];

describe('a plan of faults', () => {
  it('ends as the clean run does', async () => {
    // 833: an import whose transaction was done, and whose repetition met a conflict.
    for (const seed of [1, 3, 833]) expect((await memory.run(seed)).wrong).toEqual([]);
  });

  it('does the same whenever its seed is given again', async () => {
    const first = await memory.run(2);
    const again = await memory.run(2);
    expect(first.log.length).toBeGreaterThan(10);
    expect(again).toEqual(first);
  });

  it('does the same over a real DynamoDB server, which proves the database in memory', async () => {
    const server = await createPlanRunner('server');
    try {
      expect(await server.run(1)).toEqual(await memory.run(1));
      expect((await server.run(3)).wrong).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});

describe('a product without one of its safeties', () => {
  it.each(Object.keys(SABOTAGES) as (keyof typeof SABOTAGES)[])('is found out where %s', async (name) => {
    const sabotage: Sabotage = SABOTAGES[name];
    for (const seed of SEEDS) {
      const { wrong } = await memory.run(seed, { sabotage, only: EXPOSED_BY[name] });
      if (wrong.length > 0) return;
    }
    throw new Error(`no plan noticed that ${name}`);
  });
});
