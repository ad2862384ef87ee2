import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packCompanyModel } from '../../../../shared/nlp/company-model.ts';
import { packVoiceModel } from '../../../../shared/nlp/voice-model.ts';
import {
  COMPANY_MODEL_FILE,
  readCompanyModel,
  readVoiceModel,
  VOICE_MODEL_FILE,
} from '../../../../shared/runtime/model-files.ts';
import { makeRows, makeVoiceModel } from '../nlp/voice-model-factory.ts';

const VOICE = makeVoiceModel({ neutralBias: 0.25 });
const COMPANY = {
  kind: 'company-model-1',
  version: '',
  voiceModel: 'v1',
  steepness: 2,
  weights: makeRows({ 7: [5] }, [0.5]),
} as const;

let directory: string;
const url = (): URL => pathToFileURL(`${directory}/`);
const write = (file: string, bytes: Uint8Array | string): void => writeFileSync(join(directory, file), bytes);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'voc-models-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the models of a directory', () => {
  it('are read as they were written, with a version each', async () => {
    write(VOICE_MODEL_FILE, packVoiceModel(VOICE));
    write(COMPANY_MODEL_FILE, packCompanyModel(COMPANY));
    const version = expect.stringMatching(/^[0-9a-f]{16}$/);
    expect(await readVoiceModel(url())).toEqual({ ...VOICE, version });
    expect(await readCompanyModel(url())).toEqual({ ...COMPANY, version });
  });

  it('may lack that of a company, but not the shipped one', async () => {
    expect(await readCompanyModel(url())).toBeUndefined();
    await expect(readVoiceModel(url())).rejects.toThrow(/voice\.model/);
  });

  it.each(['', '{"half', '{"weights": 1}'])('are refused when the file says %j', async (text) => {
    write(VOICE_MODEL_FILE, text);
    write(COMPANY_MODEL_FILE, text);
    const refusal = { code: 'settings.invalid', kind: 'config' };
    await expect(readVoiceModel(url())).rejects.toMatchObject(refusal);
    await expect(readCompanyModel(url())).rejects.toMatchObject(refusal);
  });

  it('are refused when one stands in the place of the other', async () => {
    write(VOICE_MODEL_FILE, packCompanyModel(COMPANY));
    write(COMPANY_MODEL_FILE, packVoiceModel(VOICE));
    await expect(readVoiceModel(url())).rejects.toMatchObject({ code: 'settings.invalid' });
    await expect(readCompanyModel(url())).rejects.toMatchObject({ code: 'settings.invalid' });
  });
});
