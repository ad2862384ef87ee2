import { describe, expect, it } from 'vitest';
import { createVoiceSearch, type VoicePosition } from '../../../../functions/api/voice-search.ts';
import { addDays } from '../../../../shared/domain/time.ts';
import { makeDeps, makeDocument } from './api-world.ts';

const FIRST = '2026-08-01';

/** One voice a day for so many days; only the oldest has the rare word. */
function manyDays(days: number) {
  return Array.from({ length: days }, (_, index) =>
    makeDocument(index + 1, { day: addDays(FIRST, index), terms: index === 0 ? ['희귀'] : ['흔한'] }),
  );
}

describe('a search over many days', () => {
  it('reads a bounded part of the index for one page, and goes on where it stopped', async () => {
    const { deps } = makeDeps({ documents: manyDays(80) });
    let reads = 0;
    const search = createVoiceSearch({
      ...deps,
      contributions: {
        ...deps.contributions,
        listDay: (day) => {
          reads += 1;
          return deps.contributions.listDay(day);
        },
      },
    });
    const period = { from: FIRST, to: addDays(FIRST, 79) };
    const found: VoicePosition[] = [];
    let after: VoicePosition | undefined;
    let pages = 0;
    do {
      const before = reads;
      const page = await search({ ...period, filter: { words: ['희귀'] }, limit: 20, after });
      expect(reads - before).toBeLessThanOrEqual(33);
      found.push(...page.found);
      after = page.next ?? undefined;
      pages += 1;
    } while (after !== undefined);
    expect(found.map(({ day }) => day)).toEqual([FIRST]);
    expect(pages).toBe(3);
  });

  it('makes the index of a settled day once, and then reads its copy', async () => {
    const { deps } = makeDeps({ documents: manyDays(1) });
    let made = 0;
    const counting = {
      ...deps,
      contributions: {
        ...deps.contributions,
        listDay: (day: string) => {
          made += 1;
          return deps.contributions.listDay(day);
        },
      },
    };
    const request = { from: FIRST, to: FIRST, filter: {}, limit: 20 };
    for (let instance = 0; instance < 3; instance += 1)
      expect((await createVoiceSearch(counting)(request)).found).toHaveLength(1);
    expect(made).toBe(1);
  });
});
