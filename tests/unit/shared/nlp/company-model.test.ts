import { describe, expect, it } from 'vitest';
import {
  type CompanyModel,
  companyPole,
  packCompanyModel,
  unpackCompanyModel,
} from '../../../../shared/nlp/company-model.ts';
import { packVoiceModel } from '../../../../shared/nlp/voice-model.ts';
import { makeRows, makeVoiceModel } from './voice-model-factory.ts';

const NO_MODEL = expect.objectContaining({ code: 'settings.invalid', kind: 'config' });
const MODEL: CompanyModel = {
  kind: 'company-model-1',
  version: '',
  voiceModel: '0123456789abcdef',
  steepness: 0.5,
  weights: makeRows({ 7: [6], 9: [-4] }, [0.25]),
};

describe('the file of a company model', () => {
  it('gives back the model, with a version of its content', () => {
    const read = unpackCompanyModel(packCompanyModel(MODEL));
    expect({ ...read, version: '' }).toEqual(MODEL);
    const other = unpackCompanyModel(packCompanyModel({ ...MODEL, steepness: 0.6 }));
    expect(read.version).toMatch(/^[0-9a-f]{16}$/);
    expect(other.version).not.toBe(read.version);
  });

  it.each([
    ['a voice model', packVoiceModel(makeVoiceModel())],
    ['JSON of older versions', new TextEncoder().encode('{"bias": 0, "weights": []}')],
    ['of several labels', packCompanyModel({ ...MODEL, weights: makeRows({}, [0, 0]) })],
    ['calibrated to nothing', packCompanyModel({ ...MODEL, steepness: 0 })],
    ['empty', new Uint8Array(0)],
  ])('is refused where it is %s', (_, bytes) => {
    expect(() => unpackCompanyModel(bytes)).toThrow(NO_MODEL);
  });
});

describe('the pole with a company model', () => {
  it('is the shipped pole and what the customers taught, calibrated', () => {
    const grams = Uint32Array.of(7, 1, 2, 3);
    expect(companyPole(MODEL, 1, grams)).toBeCloseTo(0.5 * (1 + 0.25 + 6 / 2));
    expect(companyPole(MODEL, 1, Uint32Array.of(9, 1, 2, 3))).toBeCloseTo(0.5 * (1 + 0.25 - 4 / 2));
  });

  it('is the shipped pole where there is none', () => {
    expect(companyPole(undefined, 1.5, Uint32Array.of(7))).toBe(1.5);
  });
});
