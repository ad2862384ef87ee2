import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCurrentSettings } from '../../../../functions/common/current-settings.ts';
import { settleMs } from '../../../../functions/common/start-reanalysis.ts';
import { createStandard } from '../../../../functions/link/read-again.ts';
import { isReadBefore, readingRank, type SettingsHead } from '../../../../shared/domain/reading-order.ts';
import { NOTHING_EDITED } from '../../../../shared/domain/settings-edition.ts';
import { makeEdition } from '../api/settings-world.ts';

/** Seconds: how long an instance goes by what it knows, and the time limit of a batch. */
const WINDOW = 30;
const BATCH = 60;
const RETRY = 40;

/** How one delivery of a text goes: how long it takes to be read, waits, and takes to be stored; who works on it. */
const way = fc.record({
  reading: fc.integer({ min: 0, max: BATCH }),
  waiting: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2_000 })),
  storing: fc.integer({ min: 0, max: BATCH }),
  analyzer: fc.nat({ max: 1 }),
  linker: fc.nat({ max: 1 }),
});
type Way = typeof way extends fc.Arbitrary<infer Value> ? Value : never;

const plan = fc.record({
  /** When editions are saved. */
  edits: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 4 }),
  voices: fc.array(
    fc.record({
      arrives: fc.integer({ min: 0, max: 600 }),
      ways: fc.array(way, { minLength: 1, maxLength: 6 }),
      /** How long after its beginning a walk comes to this voice. */
      walked: fc.integer({ min: 0, max: 600 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  /** Which of the first looks at the head fail. */
  failing: fc.array(fc.boolean(), { maxLength: 30 }),
});

/** Plays a plan in virtual time with the real rules of `analyze`, `link` and the walk; gives what is stored in the end. */
async function play(
  { edits, voices, failing }: typeof plan extends fc.Arbitrary<infer Value> ? Value : never,
  rules: { settleSeconds: number; readsLateAgain: boolean },
) {
  let now = 0;
  let looks = 0;
  let head: SettingsHead = { edition: 0, readingEdition: 0, ordinal: 1, deployment: 'd' };
  const stored = new Map<number, string>();
  const agenda: { at: number; run: () => Promise<void> | void }[] = [];
  const at = (time: number, run: () => Promise<void> | void) => void agenda.push({ at: time, run });
  const settings = {
    head: async () => {
      looks += 1;
      if (failing[looks] === true) throw new Error('throttled');
      return head;
    },
    edition: async (edition: number) => ({ ...makeEdition(1), edition, content: NOTHING_EDITED }),
  };
  const options = { settings, checkMs: WINDOW * 1_000, now: () => new Date(now * 1_000) };
  const analyzers = [createCurrentSettings(options), createCurrentSettings(options)];
  const linkers = [createStandard(options), createStandard(options)];
  /** Runs a batch; one that cannot begin comes again. */
  const batch = (run: () => Promise<void>): Promise<void> =>
    run().catch(() => at(now + RETRY, () => batch(run)));

  function read(voice: number, ways: readonly Way[]): Promise<void> {
    const [one, ...others] = ways;
    if (one === undefined) throw new Error('a voice has a way');
    const next = others.length === 0 ? ways : others;
    return batch(async () => {
      const known = await analyzers[one.analyzer]?.();
      if (known === undefined) throw new Error('there is such an analyzer');
      const version = `${readingRank(known.head)}-aaaaaaaa`;
      at(now + one.reading + one.waiting, () => link(voice, version, one, next));
    });
  }
  function link(voice: number, version: string, one: Way, next: readonly Way[]): Promise<void> {
    return batch(async () => {
      const standard = await linkers[one.linker]?.();
      if (standard === undefined) throw new Error('there is such a linker');
      at(now + one.storing, () => {
        if ((stored.get(voice) ?? '') < version) stored.set(voice, version);
        if (rules.readsLateAgain && isReadBefore(version, standard))
          at(now + WINDOW, () => read(voice, next));
      });
    });
  }
  for (const [voice, { arrives, ways }] of voices.entries()) at(arrives, () => read(voice, ways));
  for (const time of edits)
    at(time, () => {
      const edition = head.edition + 1;
      head = { ...head, edition, readingEdition: edition };
      for (const [voice, { walked, ways }] of voices.entries())
        at(now + rules.settleSeconds + walked, () => {
          const version = stored.get(voice);
          return version !== undefined && isReadBefore(version, head) ? read(voice, ways) : undefined;
        });
    });
  while (agenda.length > 0) {
    agenda.sort((a, b) => a.at - b.at);
    const event = agenda.shift();
    now = event?.at ?? now;
    await event?.run();
  }
  return { stored: [...stored.values()], wanted: `${readingRank(head)}-aaaaaaaa`, voices: voices.length };
}

const RULES = { settleSeconds: settleMs(WINDOW) / 1_000, readsLateAgain: true };

it('leaves no voice read by earlier settings, whenever it comes, however long it waits, whatever look fails', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (given) => {
      const { stored, wanted, voices } = await play(given, RULES);
      expect(stored).toEqual(Array.from({ length: voices }, () => wanted));
    }),
    { numRuns: 300 },
  );
});

it.each([
  ['a walk that begins at once', { ...RULES, settleSeconds: 0 }],
  ['late readings that stay', { ...RULES, readsLateAgain: false }],
])('is held by both rules: %s leaves some behind', async (_what, rules) => {
  const sample = fc.sample(plan, { numRuns: 400, seed: 11 });
  let behind = 0;
  for (const given of sample) {
    const { stored, wanted } = await play(given, rules);
    if (stored.some((version) => version !== wanted)) behind += 1;
  }
  expect(behind).toBeGreaterThan(0);
});
