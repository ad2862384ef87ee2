import { describe, expect, it } from 'vitest';
import { CuesSchema } from '../../../../shared/nlp/nlp-settings.ts';
import { createCueReader } from '../../../../shared/nlp/read-cues.ts';

const { read } = createCueReader(
  CuesSchema.parse({
    version: '1',
    threshold: 1,
    shortcuts: { fail: '안 ?돼' },
    codes: {
      error: {
        mood: -1,
        yieldsTo: ['auth'],
        cues: [
          { weight: 1, any: ['{fail}'] },
          { weight: 0.5, any: ['앱'] },
          { weight: -1, any: ['오류 없이'] },
        ],
      },
      auth: {
        mood: -1,
        stage: 'verification',
        cues: [{ weight: 1.5, any: ['로그인 ~ {fail}', '인증 ~ {fail}'] }],
      },
      usability: { mood: -0.5, cues: [{ weight: 1, any: ['불편'], alone: true }] },
      trust: { mood: -1, cues: [{ weight: 0.4, any: ['사기'], certain: true }] },
    },
    stages: { signup: [{ weight: 1, any: ['가입'] }] },
    urgency: { high: { legal: ['소송'] }, normal: [] },
  }),
);
const codesOf = (text: string) => read(text).hesitations.map(({ code }) => code);

describe('the cues of a text', () => {
  it('give a code, its confidence and the words that carry it', () => {
    expect(read('결제가 안 돼요').hesitations).toEqual([
      { code: 'error', confidence: 0.5, evidence: [{ start: 4, end: 7, text: '안 돼' }] },
    ]);
  });

  it('name every entry that matches, with its first place, and also those that decide nothing', () => {
    expect(read('가입한 앱이 오류 없이 돼요. 앱 최고').matches).toEqual([
      { id: 'error.1', start: 4 },
      { id: 'error.2', start: 7 },
      { id: 'stage-signup.0', start: 0 },
    ]);
    expect(codesOf('가입한 앱이 오류 없이 돼요')).toEqual([]);
  });

  it('deny a code where an entry speaks against it and nothing outweighs that', () => {
    expect(read('앱이 오류 없이 돼요').denied).toEqual(['error']);
    expect(read('앱이 오류 없이 되다가 이제 안돼요').denied).toEqual([]);
    expect(read('결제가 안 돼요').denied).toEqual([]);
  });

  it('reach a code that then yields to a more specific one', () => {
    const reading = read('로그인이 안돼요');
    expect(reading.reached).toEqual(['error', 'auth']);
    expect(reading.hesitations.map(({ code }) => code)).toEqual(['auth']);
    expect(reading.stage).toBe('verification');
  });

  it('give both codes where each has words of its own', () => {
    expect(codesOf('로그인이 안돼요. 결제도 안돼요')).toEqual(['auth', 'error']);
  });

  it('add up to a code only with what speaks against it', () => {
    expect(read('오류 없이 되다가 안돼요').reached).toEqual([]);
  });

  it('count an entry that speaks only alone where nothing else is said', () => {
    expect(codesOf('너무 불편해요')).toEqual(['usability']);
    expect(codesOf('로그인이 안돼서 불편해요')).toEqual(['auth']);
    expect(read('너무 불편해요').reached).toEqual([]);
  });

  it('are certain where an entry says so, however little it weighs', () => {
    const reading = read('이거 사기 같아요');
    expect(reading.certain).toEqual(['trust']);
    expect(reading.reached).toEqual([]);
    expect(reading.hesitations).toEqual([]);
    expect(read('로그인이 안돼요').certain).toEqual([]);
  });

  it('give the stage that is named, else usage', () => {
    expect(read('가입했어요').stage).toBe('signup');
    expect(read('잘 쓰고 있어요').stage).toBe('usage');
  });

  it('read the same text the same way twice', () => {
    const text = '로그인이 안돼요. 결제도 안돼요';
    const before = read(text);
    read('안돼요 안돼요 안돼요');
    expect(read(text)).toEqual(before);
  });
});
