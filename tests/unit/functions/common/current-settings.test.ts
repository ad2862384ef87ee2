import { describe, expect, it } from 'vitest';
import { createCurrentSettings } from '../../../../functions/common/current-settings.ts';
import { madeOfSettings } from '../../../../functions/common/made-of-settings.ts';
import { SettingsHeadSchema } from '../../../../shared/domain/reading-order.ts';
import { NOTHING_EDITED } from '../../../../shared/domain/settings-edition.ts';
import { makeEdition } from '../api/settings-world.ts';

function setUp() {
  const world = { seconds: 0, newest: 0, broken: false, reads: [] as string[] };
  const current = createCurrentSettings({
    settings: {
      head: async () => {
        world.reads.push('head');
        if (world.broken) throw new Error('throttled');
        return SettingsHeadSchema.parse({ edition: world.newest, readingEdition: world.newest });
      },
      edition: async (edition) => {
        world.reads.push(`edition ${edition}`);
        const content = {
          ...NOTHING_EDITED,
          domainWords: { words: [{ word: `말${edition}`, also: [] }], removed: [] },
        };
        return { ...makeEdition(edition), content };
      },
    },
    checkMs: 30_000,
    now: () => new Date(world.seconds * 1_000),
  });
  const word = async () => (await current()).content.domainWords.words[0]?.word ?? null;
  return { world, current, word };
}

describe('the settings that an instance knows', () => {
  it('are looked at once in a window, and read whole only where they changed', async () => {
    const { world, word } = setUp();
    expect(await word()).toBeNull();
    world.newest = 1;
    world.seconds = 29;
    expect(await word()).toBeNull();
    expect(world.reads).toEqual(['head']);
    world.seconds = 30;
    expect(await word()).toBe('말1');
    world.seconds = 60;
    expect(await word()).toBe('말1');
    expect(world.reads).toEqual(['head', 'head', 'edition 1', 'head']);
  });

  it('stay what they were while a look fails, until one succeeds', async () => {
    const { world, word } = setUp();
    await word();
    world.newest = 1;
    world.broken = true;
    world.seconds = 30;
    expect(await word()).toBeNull();
    world.broken = false;
    world.seconds = 60;
    expect(await word()).toBe('말1');
  });

  it('cannot be guessed: a first look that fails is a failure', async () => {
    const { world, word } = setUp();
    world.broken = true;
    await expect(word()).rejects.toThrow('throttled');
    world.broken = false;
    expect(await word()).toBeNull();
  });

  it('are looked at once by those who ask together', async () => {
    const { world, word } = setUp();
    await Promise.all([word(), word(), word()]);
    expect(world.reads).toEqual(['head']);
  });
});

describe('what is made of the settings', () => {
  it('is made again exactly when they changed', async () => {
    const { world, current } = setUp();
    let made = 0;
    const read = madeOfSettings(
      current,
      ({ head }) => head.edition,
      () => {
        made += 1;
        return made;
      },
    );
    expect([await read(), await read()]).toEqual([1, 1]);
    world.newest = 1;
    world.seconds = 30;
    expect([await read(), await read()]).toEqual([2, 2]);
  });
});
