import { describe, expect, it } from 'vitest';
import { createReadingOrder } from '../../../../functions/analyze/reading-order.ts';
import {
  readingRank,
  type SettingsHead,
  SettingsHeadSchema,
} from '../../../../shared/domain/reading-order.ts';

/** The head in memory, with the clock of the test. */
function installation() {
  let head: SettingsHead = SettingsHeadSchema.parse({ edition: 3, readingEdition: 3 });
  let minutes = 0;
  const now = () => new Date(Date.UTC(2026, 10, 20, 9, minutes));
  const settings = {
    register: async (deployment: string, read: SettingsHead, at: string) => {
      if (read.ordinal === head.ordinal) head = { ...head, deployment, ordinal: head.ordinal + 1, since: at };
      return head;
    },
  };
  return {
    head: () => head,
    wait: (passed: number) => {
      minutes += passed;
    },
    /** An instance that starts now. */
    start(deployment: string) {
      const placeOf = createReadingOrder({ settings, deployment, now });
      return async (known = head) => readingRank(await placeOf(known));
    },
  };
}

describe('the order of readings', () => {
  it('gives a deployment one ordinal, however many instances of it start', async () => {
    const { start } = installation();
    const first = start('a');
    expect(await first()).toBe('0003.000001.000003');
    expect(await start('a')()).toBe('0003.000001.000003');
    expect(await first()).toBe('0003.000001.000003');
  });

  it('puts what comes into use later behind, also an old deployment that comes back', async () => {
    const { start, wait } = installation();
    const ranks: string[] = [];
    for (const deployment of ['a', 'b', 'a']) {
      ranks.push(await start(deployment)());
      wait(1);
    }
    expect(ranks).toEqual(ranks.toSorted());
    expect(new Set(ranks).size).toBe(3);
  });

  it('does not take its own registration for another one while it knows the head from before', async () => {
    const { start, head, wait } = installation();
    await start('a')();
    wait(60);
    const before = head();
    const b = start('b');
    const rank = await b(before);
    expect(await b(before)).toBe(rank);
    expect(head().ordinal).toBe(2);
  });

  it('takes its place back from a stray instance of the deployment before, but not at once', async () => {
    const { start, head, wait } = installation();
    await start('a')();
    const b = start('b');
    await b();
    await start('a')();
    wait(1);
    expect(await b()).toBe('0003.000002.000003');
    wait(5);
    expect(await b()).toBe('0003.000004.000003');
    expect(head()).toMatchObject({ deployment: 'b', ordinal: 4 });
  });

  it('tries again where two deployments register at the same time', async () => {
    const { start, head } = installation();
    const read = head();
    const ranks = await Promise.all([start('a')(read), start('b')(read)]);
    expect(new Set(ranks).size).toBe(2);
  });
});
