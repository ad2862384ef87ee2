import { describe, expect, it } from 'vitest';
import { packCompanyModel } from '../../../../shared/nlp/company-model.ts';
import { columnsOf, packVoiceModel, unpackVoiceModel } from '../../../../shared/nlp/voice-model.ts';
import { makeRows, makeVoiceModel, perColumn } from './voice-model-factory.ts';

const NO_MODEL = expect.objectContaining({ code: 'settings.invalid', kind: 'config' });
const MODEL = makeVoiceModel({
  thresholds: [-1.25, 0.5],
  words: makeRows({ 7: perColumn({ price: 3 }), 4000000000: perColumn({ churn: -2 }) }),
  letters: makeRows({ 12: perColumn({ positive: 100 }) }, perColumn({ error: -1.5 })),
  polarity: makeRows({ 12: [5, -4] }, [0.25, 1]),
});

describe('the file of a voice model', () => {
  it('gives back the model, with a version of its content', () => {
    const read = unpackVoiceModel(packVoiceModel(MODEL));
    expect({ ...read, version: '' }).toEqual(MODEL);
    expect(read.version).toMatch(/^[0-9a-f]{16}$/);
    expect(unpackVoiceModel(packVoiceModel(read))).toEqual(read);
    const { version } = unpackVoiceModel(packVoiceModel({ ...MODEL, neutralBias: 0.1 }));
    expect(version).not.toBe(read.version);
  });

  it('is refused where it is cut off anywhere', () => {
    const bytes = packVoiceModel(MODEL);
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => unpackVoiceModel(bytes.subarray(0, length)), `${length} bytes`).toThrow(NO_MODEL);
  });

  it.each([
    [
      'the model of a company',
      packCompanyModel({
        kind: 'company-model-1',
        version: '',
        voiceModel: 'v',
        steepness: 1,
        weights: makeRows({}, [0]),
      }),
    ],
    ['JSON', new TextEncoder().encode('{"kind": "voice-model"}')],
    ['of another version', packVoiceModel({ ...MODEL, kind: 'voice-model-0' as typeof MODEL.kind })],
    ['short of a threshold', packVoiceModel({ ...MODEL, thresholds: [0] })],
    ['short of a column', packVoiceModel({ ...MODEL, stages: ['usage'] })],
    ['a pole short', packVoiceModel({ ...MODEL, polarity: makeRows({}, [0]) })],
    [
      'of different labels in words and letters',
      packVoiceModel({ ...MODEL, letters: makeRows({}, [0, 0, 0]) }),
    ],
    ['calibrated to nothing', packVoiceModel({ ...MODEL, steepness: { codes: 0, polarity: 1 } })],
  ])('is refused where it is %s', (_, bytes) => {
    expect(() => unpackVoiceModel(bytes)).toThrow(NO_MODEL);
  });
});

describe('the columns of a model', () => {
  it('are codes, first codes with none, stages and sentiments, without a gap', () => {
    expect(columnsOf({ codes: ['a', 'b', 'c'], stages: ['usage', 'churn'] })).toEqual({
      firsts: 3,
      none: 6,
      stages: 7,
      sentiments: 9,
      all: 12,
    });
  });
});
