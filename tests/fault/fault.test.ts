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
  'dirty marks are forgotten where a queue refuses them': ['unprocessed', 'internal', 'reset'],
  'roll-ups are counted up instead of replaced': ['repeatedMark'],
  'messages are acknowledged before the work is done': ['kill', 'throttling'],
  'records that a queue refuses are forgotten': ['unprocessed', 'internal', 'reset'],
  'a document is not looked at again after it is counted': ['duplicate', 'slow', 'lostReceipt'],
  'a newer contribution is overwritten by an older one': ['duplicate', 'slow', 'lostReceipt'],
};
const SEEDS = [1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17];

describe('a plan of faults', () => {
  it('ends as the clean run does', async () => {
    for (const seed of [3, 5]) expect((await memory.run(seed)).wrong).toEqual([]);
  });

  it('does the same whenever its seed is given again', async () => {
    const first = await memory.run(7);
    const again = await memory.run(7);
    expect(first.log.length).toBeGreaterThan(10);
    expect(again).toEqual(first);
  });

  it('does the same over a real DynamoDB server, which proves the database in memory', async () => {
    const server = await createPlanRunner('server');
    try {
      for (const seed of [3, 8]) {
        expect(await server.run(seed)).toEqual(await memory.run(seed));
      }
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
