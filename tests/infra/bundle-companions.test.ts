import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyModel } from '../../infra/bundle-companions.ts';

let directory: string;
const asset = (): string => join(directory, 'asset');
const model = (): string => join(directory, 'model');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'voc-companions-'));
  mkdirSync(asset());
  mkdirSync(model());
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the sentiment model beside the analyzer', () => {
  it('is copied from the directory that is named, and goes again when none is named', async () => {
    writeFileSync(join(model(), 'sentiment-model.json'), '{"trained":true}');
    await copyModel(model(), asset());
    expect(readFileSync(join(asset(), 'sentiment-model.json'), 'utf8')).toBe('{"trained":true}');

    await copyModel(undefined, asset());
    expect(existsSync(join(asset(), 'sentiment-model.json'))).toBe(false);
  });

  it('must be there when a directory is named', async () => {
    await expect(copyModel(model(), asset())).rejects.toMatchObject({ code: 'config.invalid' });
  });
});
