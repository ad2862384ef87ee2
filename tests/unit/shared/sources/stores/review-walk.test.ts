import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NOTHING_WALKED,
  type Sight,
  startReviewWalk,
  type WalkMemory,
  WalkMemorySchema,
} from '../../../../../shared/sources/stores/review-walk.ts';

const START = Date.parse('2026-11-02T00:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Ids so long that only about 190 fit into the memory. */
const longId = (number: number) => String(number).padStart(400, '0');

interface Source {
  readonly list: Map<string, Sight>;
  now: number;
}

interface Run {
  readonly memory: WalkMemory;
  /** What was queued, with repetitions. */
  readonly queued: Sight[];
  readonly pages: number;
}

/** One run over a source: to its end, or cut off after some pages. */
function walkThrough(
  source: Source,
  before: WalkMemory,
  options: { pageSize: number; editsComeFirst: boolean; cutOffAfter?: number; overlapMs?: number },
): Run {
  const {
    pageSize,
    editsComeFirst,
    cutOffAfter = Number.POSITIVE_INFINITY,
    overlapMs = 7 * DAY_MS,
  } = options;
  const walk = startReviewWalk(before, { overlapMs, editsComeFirst, startedAt: new Date(source.now) });
  const shown = [...source.list.values()].sort((a, b) => b.at - a.at);
  const queued: Sight[] = [];
  for (let page = 1; ; page += 1) {
    for (const sight of shown.slice((page - 1) * pageSize, page * pageSize)) {
      if (walk.see(sight).fresh) queued.push(sight);
    }
    const done = walk.endPage() || page * pageSize >= shown.length;
    const memory = asStored(done ? walk.finishedMemory() : walk.memory());
    if (done || page >= cutOffAfter) return { memory, queued, pages: page };
  }
}

function asStored(memory: WalkMemory): WalkMemory {
  const text = JSON.stringify(memory);
  expect(text.length).toBeLessThan(100_000);
  return WalkMemorySchema.parse(JSON.parse(text));
}

describe('startReviewWalk', () => {
  it.each([true, false])(
    'queues everything through any cut-offs, also past what its memory holds; then nothing (edits come first: %s)',
    (editsComeFirst) => {
      fc.assert(
        fc.property(
          fc.array(
            fc.record({
              added: fc.nat(150),
              /** Reviews of one minute: many have the same time. */
              perMinute: fc.integer({ min: 1, max: 40 }),
              edited: fc.nat(3),
              pageSize: fc.integer({ min: 1, max: 60 }),
              cutOffAfter: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
              crashed: fc.boolean(),
              days: fc.nat(4),
            }),
            { minLength: 1, maxLength: 8 },
          ),
          (rounds) => {
            const source: Source = { list: new Map(), now: START };
            const queued = new Map<string, string>();
            let memory = NOTHING_WALKED;
            let made = 0;
            const round = (options: Parameters<typeof walkThrough>[2], crashed = false) => {
              const run = walkThrough(source, memory, options);
              for (const { id, seal, at } of run.queued) queued.set(id, `${at} ${seal}`);
              if (!crashed) memory = run.memory;
              return run;
            };
            for (const { added, perMinute, edited, pageSize, cutOffAfter, crashed, days } of rounds) {
              for (let index = 0; index < added; index += 1) {
                if (index % perMinute === 0) source.now += MINUTE_MS;
                made += 1;
                source.list.set(longId(made), { id: longId(made), at: source.now, seal: '1' });
              }
              for (let index = 0; editsComeFirst && index < edited && made > 0; index += 1) {
                source.now += MINUTE_MS;
                const id = longId(1 + ((index * 7919 + made) % made));
                source.list.set(id, { id, at: source.now, seal: '2' });
              }
              source.now += days * DAY_MS + MINUTE_MS;
              round(
                { pageSize, editsComeFirst, ...(cutOffAfter === undefined ? {} : { cutOffAfter }) },
                crashed,
              );
            }
            source.now += MINUTE_MS;
            round({ pageSize: 50, editsComeFirst });
            expect(queued).toEqual(
              new Map([...source.list.values()].map(({ id, at, seal }) => [id, `${at} ${seal}`])),
            );
            source.now += MINUTE_MS;
            expect(round({ pageSize: 50, editsComeFirst }).queued).toEqual([]);
          },
        ),
        { numRuns: 150 },
      );
    },
    60_000,
  );

  const sourceOf = (...ages: number[]): Source => ({
    now: START,
    list: new Map(ages.map((days) => [`d${days}`, { id: `d${days}`, at: START - days * DAY_MS, seal: '1' }])),
  });

  it('goes back over the overlap where an edit does not move a review', () => {
    const source = sourceOf(0, 1, 2, 3, 4, 5, 6, 8, 9, 10);
    const { memory } = walkThrough(source, NOTHING_WALKED, { pageSize: 1, editsComeFirst: false });
    source.list.set('d5', { id: 'd5', at: START - 5 * DAY_MS, seal: '2' });
    const { queued, pages } = walkThrough(source, memory, { pageSize: 1, editsComeFirst: false });
    expect(queued).toMatchObject([{ id: 'd5' }]);
    expect(pages).toBe(8);
  });

  it('goes to the first page without news where edits come first', () => {
    const source = sourceOf(1, 2, 3, 4, 5);
    const { memory } = walkThrough(source, NOTHING_WALKED, { pageSize: 2, editsComeFirst: true });
    source.list.set('d5', { id: 'd5', at: START, seal: '1' });
    const { queued, pages } = walkThrough(source, memory, { pageSize: 2, editsComeFirst: true });
    expect(queued).toMatchObject([{ id: 'd5' }]);
    expect(pages).toBe(2);
  });

  it('remembers the first time of a review and does not take an unknown seal for a change', () => {
    const first = startReviewWalk(NOTHING_WALKED, {
      overlapMs: DAY_MS,
      editsComeFirst: true,
      startedAt: new Date(START),
    });
    expect(first.see({ id: 'a', at: START - 10, seal: '1' })).toEqual({
      fresh: true,
      firstAt: START - 10,
      revised: false,
    });
    expect(first.see({ id: 'a', at: START - 5, seal: '2' })).toEqual({
      fresh: true,
      firstAt: START - 10,
      revised: true,
    });
    first.endPage();
    const memory = asStored(first.finishedMemory());
    expect(memory.known).toEqual([['a', START - 5, '2', START - 10]]);
    const unsealed = { ...memory, known: [['a', START - 5, null, START - 10]] as WalkMemory['known'] };
    const second = startReviewWalk(unsealed, {
      overlapMs: DAY_MS,
      editsComeFirst: true,
      startedAt: new Date(START),
    });
    expect(second.see({ id: 'a', at: START - 5, seal: '9' })).toEqual({ fresh: false });
    expect(second.see({ id: 'a', at: START - 5, seal: '8' })).toMatchObject({
      fresh: true,
      firstAt: START - 10,
    });
  });
});
