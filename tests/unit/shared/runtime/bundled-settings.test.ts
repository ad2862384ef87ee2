import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConcepts } from '../../../../shared/nlp/parse-concepts.ts';
import { bundleSettings, readBundledSettings } from '../../../../shared/runtime/bundled-settings.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

let directory: string;
const file = (): string => join(directory, 'settings.json');

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voc-bundled-settings-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const shipped = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));

describe('bundled settings', () => {
  it('are the settings that were bundled, down to the order of the concepts', async () => {
    await writeFile(file(), bundleSettings(shipped));
    const read = await readBundledSettings(pathToFileURL(file()));
    expect(read).toEqual(shipped);
    expect([...read.concepts.entries.keys()]).toEqual([...shipped.concepts.entries.keys()]);
  });

  it('tell entries at the beginning of a word from others', async () => {
    const parsed = parseConcepts('login: ^로그인 접속 ^ ^^o^ 로그^인\n');
    if (!parsed.ok) throw new Error('these concepts are valid');
    await writeFile(file(), bundleSettings({ ...shipped, concepts: parsed.concepts }));
    expect((await readBundledSettings(pathToFileURL(file()))).concepts).toEqual(parsed.concepts);
  });

  it.each([
    ['missing', undefined],
    ['cut off', '{"version":"1"'],
    ['something else', '{}'],
  ])('say what to do when they are %s', async (_, text) => {
    if (text !== undefined) await writeFile(file(), text);
    await expect(readBundledSettings(pathToFileURL(file()))).rejects.toMatchObject({
      code: 'settings.invalid',
      kind: 'config',
      message: expect.stringContaining('Synthesize again'),
    });
  });
});
