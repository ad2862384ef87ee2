import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyModels } from '../../infra/bundle-companions.ts';

let directory: string;
const asset = (): string => join(directory, 'asset');
const model = (): string => join(directory, 'model');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'voc-companions-'));
  mkdirSync(asset());
  mkdirSync(model());
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('the models beside the analyzer', () => {
  it('is copied from the directory that is named, and goes again when none is named', async () => {
    writeFileSync(join(model(), 'company.model'), '{"trained":true}');
    await copyModels(ROOT, model(), asset());
    expect(readFileSync(join(asset(), 'company.model'), 'utf8')).toBe('{"trained":true}');

    await copyModels(ROOT, undefined, asset());
    expect(existsSync(join(asset(), 'company.model'))).toBe(false);
  });

  it('always has the shipped one', async () => {
    await copyModels(ROOT, undefined, asset());
    expect(existsSync(join(asset(), 'voice.model'))).toBe(true);
  });

  it('must be there when a directory is named', async () => {
    await expect(copyModels(ROOT, model(), asset())).rejects.toMatchObject({ code: 'config.invalid' });
  });
});
