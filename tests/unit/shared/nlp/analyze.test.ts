import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { ReadingSchema } from '../../../../shared/domain/analysis.ts';
import { createAnalyzer, type TrainableAnalyzer } from '../../../../shared/nlp/analyze.ts';
import type { CompanyModel } from '../../../../shared/nlp/company-model.ts';
import { createLinderaTokenizer } from '../../../../shared/nlp/lindera-tokenizer.ts';
import { type CueSchema, CuesSchema, type NlpSettings } from '../../../../shared/nlp/nlp-settings.ts';
import type { Tokenizer } from '../../../../shared/nlp/tokenizer.ts';
import type { VoiceModel } from '../../../../shared/nlp/voice-model.ts';
import { loadLindera } from '../../../../shared/runtime/lindera-wasm.ts';
import { readVoiceModel } from '../../../../shared/runtime/model-files.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';
import { makeRows } from './voice-model-factory.ts';

let tokenizer: Tokenizer;
let settings: NlpSettings;
let voiceModel: VoiceModel;
let analyzer: TrainableAnalyzer;

const BRANDS = ['돌려받기'];
const make = (change: Partial<Parameters<typeof createAnalyzer>[0]> = {}): TrainableAnalyzer =>
  createAnalyzer({ tokenizer, settings, voiceModel, brandNames: BRANDS, ...change });

beforeAll(async () => {
  settings = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
  tokenizer = createLinderaTokenizer(
    await loadLindera(new URL(import.meta.resolve('lindera-wasm/lindera_wasm_bg.wasm'))),
  );
  voiceModel = await readVoiceModel(new URL('../../../../shared/models/', import.meta.url));
  analyzer = make();
});

const codes = (text: string) => analyzer.read({ text }).hesitations.map((hesitation) => hesitation.code);
const terms = (text: string) => analyzer.read({ text }).keywords.map((keyword) => keyword.term);
const sentiment = (text: string) => analyzer.read({ text }).sentiment.label;

describe('the analyzer', () => {
  it.each([
    ['이 문자 진짜 받아도 되는 건가요? 사기 아닌가요', 'trust'],
    ['환급받는 데 수수료를 왜 이렇게 많이 떼나요', 'price'],
    ['본인인증이 계속 실패해서 진행이 안 됩니다', 'auth'],
    ['앱이 자꾸 튕기고 하얀 화면만 떠요', 'error'],
    ['메뉴가 어디 있는지 찾기 어렵고 화면이 복잡해요', 'usability'],
    ['권한을 너무 많이 요구하고 개인정보 유출이 걱정돼요', 'privacy'],
    ['환급금이 뭔가요? 어떻게 신청하나요?', 'understanding'],
    ['프리랜서인데 저도 대상이 되나요? 조건이 궁금해요', 'eligibility'],
    ['신청한 지 3주째 입금이 안 들어와요. 언제 들어오나요', 'delay'],
    ['고객센터 전화 연결이 안 되고 답변도 없어요', 'support'],
    ['가산세 나올까 봐 무섭고 신용점수 떨어질까 걱정이에요', 'penalty'],
    ['광고 문자가 너무 많이 와요. 알림 좀 그만 보내세요', 'messaging'],
    ['토스는 잘만 되는데 여기만 안 되네요. 갈아타려고요', 'alternative'],
    ['위젯 기능을 추가해 주시면 좋겠어요', 'feature'],
  ])('reads %j as %s', (text, code) => {
    expect(codes(text)).toContain(code);
  });

  it('finds no reason to hesitate in praise', () => {
    const reading = analyzer.read({ text: '3년째 잘 쓰고 있어요. 인증도 간편하고 최고예요' });
    expect(reading.hesitations).toEqual([]);
    expect(reading.sentiment.label).toBe('positive');
    expect(reading.stage).toBe('loyalty');
  });

  it('tells the stage at which the customer stands', () => {
    const stage = (text: string) => analyzer.read({ text }).stage;
    expect(stage('회원가입하려는데 신분증 인식이 안 돼요')).toBe('signup');
    expect(stage('지문 로그인이 갑자기 안 됩니다')).toBe('verification');
    expect(stage('계좌이체할 때마다 오류가 나요')).toBe('purchase');
    expect(stage('탈퇴하려고 하는데 해지 버튼이 없어요')).toBe('churn');
    expect(stage('앱이 너무 느려요')).toBe('usage');
  });

  it.each([
    ['정말 편리하고 좋아요', 'positive'],
    ['친절하지 않고 좋지 않아요', 'negative'],
    ['앱이 열리지 않습니다', 'negative'],
    ['별 하나도 아깝다', 'negative'],
    ['어떻게 신청하나요?', 'neutral'],
    ['위젯을 만들어 주시면 좋겠습니다', 'neutral'],
    ['처음엔 좋았지만 지금은 너무 느리고 짜증나요 ㅠㅠ', 'negative'],
    ['불편함 없이 잘 쓰고 있어요 ㅎㅎ', 'positive'],
    ['The app is great and easy to use', 'positive'],
    ['It crashes all the time, not good', 'negative'],
  ])('hears %j as %s', (text, label) => {
    expect(sentiment(text)).toBe(label);
  });

  it('keeps domain words whole and gives neither particles nor brand names as keywords', () => {
    const found = terms('돌려받기에서 본인인증이 안돼서 환급금을 못 받고, 공동 인증서로 계좌개설이 막혔어요');
    expect(found).toEqual(expect.arrayContaining(['본인인증', '환급금', '공동인증서', '계좌개설']));
    expect(found.filter((term) => /^(이|을|를|에서|로)$|돌려받/.test(term))).toEqual([]);
  });

  it('gives predicates in their dictionary form, with their negation', () => {
    expect(terms('직원이 친절하지 않아요')).toEqual(expect.arrayContaining(['직원', '친절하지 않다']));
    expect(terms('화면이 너무 느리네요')).toEqual(expect.arrayContaining(['화면', '느리다']));
  });

  it('does not take our own name for a competitor', () => {
    const text = '토스는 인증이 잘만 되네요';
    const own = make({ brandNames: ['토스'] });
    expect(codes(text)).toContain('alternative');
    expect(own.read({ text }).hesitations).toEqual([]);
  });

  it('points to the words in the text, also in decomposed Hangul', () => {
    const text = '앱이 자꾸 튕겨요'.normalize('NFD');
    const [error] = analyzer.read({ text }).hesitations;
    expect(error?.code).toBe('error');
    for (const span of error?.evidence ?? []) expect(text.slice(span.start, span.end)).toBe(span.text);
    expect(error?.evidence.map((span) => span.text.normalize('NFC')).join(' ')).toContain('튕');
  });

  it('marks as urgent what cannot wait', () => {
    const urgency = (text: string) => analyzer.read({ text }).urgency;
    expect(urgency('금감원에 신고하겠습니다')).toBe('high');
    expect(urgency('돈이 두 번 빠져나갔어요')).toBe('high');
    expect(urgency('앱이 느려서 불편해요')).toBe('normal');
    expect(urgency('잘 쓰고 있어요')).toBe('low');
  });

  it('changes its version with settings, brands and models, and with nothing else', () => {
    expect(analyzer.analysisVersion).toMatch(/^0003\.000000\.000000-[0-9a-f]{8}$/);
    expect(make().analysisVersion).toBe(analyzer.analysisVersion);
    const versions = [
      analyzer,
      make({ settings: { ...settings, version: 'other' } }),
      make({ brandNames: [] }),
      make({ voiceModel: { ...voiceModel, version: 'other' } }),
      make({ companyModel: leaning(1) }),
      make({ companyModel: { ...leaning(1), version: 'other' } }),
    ].map(({ analysisVersion }) => analysisVersion);
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('shows whole words of the text as evidence, never those of the title', () => {
    const text = '본인인증이 계속 실패해서 진행이 안 됩니다';
    const title = '로그인 오류';
    for (const { evidence } of analyzer.read({ text, title }).hesitations) {
      for (const span of evidence) expect(span.end).toBeLessThanOrEqual(text.length);
    }
    const [auth] = analyzer.read({ text }).hesitations;
    expect(auth).toMatchObject({ code: 'auth', evidence: [expect.anything()] });
    for (const { start, end } of auth?.evidence ?? [])
      expect(` ${text} `.slice(start, end + 2)).toMatch(/^ .* $/u);
  });

  it('reads through markup, zero-width characters and drawn-out letters to the words as they were written', () => {
    const text = '<p>로그\u200b인이 너어어무</p> 자꾸 &quot;실패&quot;해요ㅠㅠㅠㅠ';
    const [auth] = analyzer.read({ text }).hesitations;
    expect(auth?.code).toBe('auth');
    const shown = auth?.evidence.map((span) => text.slice(span.start, span.end)) ?? [];
    expect(shown).toEqual(auth?.evidence.map((span) => span.text));
    expect(shown.join(' ')).toMatch(/로그\u200b인|실패/u);
  });
});

describe('the settings of a company', () => {
  type CueInput = z.input<typeof CueSchema>;
  /** The shipped settings with one more code, or other cues of one. */
  function withCode(code: string, cues: CueInput[], rest: { learnedAs?: string } = {}): NlpSettings {
    const name = { ko: code, en: code };
    const others = settings.taxonomy.codes.filter((entry) => entry.code !== code);
    return {
      ...settings,
      taxonomy: { ...settings.taxonomy, codes: [...others, { code, name, what: name }] },
      cues: CuesSchema.parse({
        ...settings.cues,
        codes: { ...settings.cues.codes, [code]: { mood: -1, cues, ...rest } },
      }),
    };
  }
  const read = (own: NlpSettings, text: string) => make({ settings: own }).read({ text }).hesitations;

  it('add a reason that the model has never heard of: its cues find it', () => {
    const own = withCode('parking', [{ weight: 1, any: ['주차'] }]);
    const text = '매장 앞에 주차할 자리가 없어요';
    expect(read(own, text)).toContainEqual({
      code: 'parking',
      confidence: 0.5,
      evidence: [{ start: 6, end: 9, text: '주차할' }],
    });
    expect(codes(text)).not.toContain('parking');
  });

  it('have the last word where a cue is certain', () => {
    const own = (certain: boolean) => withCode('price', [{ weight: 0.1, any: ['무지개'], certain }]);
    const text = '무지개가 떴어요';
    expect(read(own(false), text).map(({ code }) => code)).not.toContain('price');
    const [first] = read(own(true), text);
    expect(first).toMatchObject({ code: 'price', evidence: [] });
    expect(first?.confidence).toBeGreaterThanOrEqual(0.9);
  });

  it('rename a reason, drop one and leave the others as they are', () => {
    const { auth: _auth, ...kept } = settings.cues.codes;
    const dropped: NlpSettings = {
      ...settings,
      taxonomy: {
        ...settings.taxonomy,
        codes: settings.taxonomy.codes.filter(({ code }) => code !== 'auth'),
      },
      cues: { ...settings.cues, codes: kept },
    };
    const renamed = withCode('identity', [{ weight: 1, any: ['무지개'] }], { learnedAs: 'auth' });
    const text = '지문 로그인이 갑자기 안 됩니다';
    expect(codes(text)).toContain('auth');
    expect(read(dropped, text).map(({ code }) => code)).not.toContain('auth');
    const [identity] = read(renamed, text).filter(({ code }) => code === 'identity');
    const [auth] = analyzer.read({ text }).hesitations.filter(({ code }) => code === 'auth');
    expect(identity?.confidence).toBe(auth?.confidence);
    expect(read(dropped, '수수료가 너무 비싸요').map(({ code }) => code)).toEqual(['price']);
  });
});

/** A company whose customers always mean it well, or badly. */
function leaning(bias: number): CompanyModel {
  return {
    kind: 'company-model-1',
    version: `leaning ${bias}`,
    voiceModel: voiceModel.version,
    steepness: 1,
    weights: makeRows({}, [bias]),
  };
}

describe('the model of a company', () => {
  it.each([
    ['앱이 너무 느려요', 40, 'positive'],
    ['정말 편리하고 좋아요', -40, 'negative'],
  ])('changes how %j sounds, and nothing else', (text, bias, label) => {
    const plain = analyzer.read({ text });
    const own = make({ companyModel: leaning(bias) });
    const reading = own.read({ text });
    expect(reading.sentiment).toEqual({ label, score: Math.sign(bias) });
    expect(plain.sentiment.label).not.toBe(label);
    const { hesitations, keywords, stage } = plain;
    expect(reading).toMatchObject({ hesitations, keywords, stage });
    // What a model starts from stays the same: trained again, it does not learn on top of itself.
    expect(own.poleOf(text)).toBe(analyzer.poleOf(text));
  });
});

describe('any text', () => {
  function expectValid(text: string, title?: string): void {
    const reading = analyzer.read({ text, title });
    expect(ReadingSchema.safeParse(reading).success).toBe(true);
    for (const { evidence } of reading.hesitations) {
      let before = 0;
      for (const { start, end, text: shown } of evidence) {
        expect(start).toBeGreaterThanOrEqual(before);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(text.slice(start, end) === shown).toBe(true);
        before = end;
      }
    }
  }

  it('has a valid reading, with evidence cut from it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '로그인이 ',
        '안 돼요',
        '수수료',
        '이',
        'ㅠㅠㅠㅠ',
        '😀',
        'login ',
        '\ud83d',
        '\u0000',
        '<b>',
        '&amp;',
        '너어어무 ',
        '돌려받기',
        '가'.normalize('NFD'),
        '인증이 실패'.normalize('NFD'),
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 10 }),
        fc.option(piece, { nil: undefined }),
        (pieces, title) => {
          const text = pieces.join('');
          expectValid(text, title);
          let position = 0;
          for (const token of tokenizer.tokenize(text)) {
            expect(token.start).toBeGreaterThanOrEqual(position);
            expect(text.slice(token.start, token.end)).toBe(token.surface);
            position = token.end;
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  const megabyte = (unit: string): string => unit.repeat(Math.ceil(2 ** 20 / Buffer.byteLength(unit)));

  it.each([
    ['sentences', '로그인이 자꾸 안 되고 수수료가 비싸서 그만둘래요. 상담원도 전화를 안 받네요 ㅠㅠ\n'],
    ['one word without end', '로그인이안되고앱이멈춰요\ud83d'],
    ['control characters and half emoji', '\u0000\u0007\ud83d\u001b안\ude00'],
  ])('has a valid reading when it is a megabyte of %s', { timeout: 90_000 }, (_, unit) => {
    expectValid(megabyte(unit));
  });

  // In time that grows with the square, these take longer than any test may.
  it.each([
    ['a wide gap', `로그인이 안${' '.repeat(100_000)}돼요`],
    ['a long laugh', `로그인이 안 돼요 ${'ㅋㅎ'.repeat(40_000)}`],
  ])('is read at once with %s', { timeout: 10_000 }, (_, text) => {
    expectValid(text);
  });

  it('that says nothing is neutral', () => {
    for (const text of ['', ' ', '\n\t', '...'])
      expect(sentiment(text), JSON.stringify(text)).toBe('neutral');
  });
});

const gold = new URL('../../../../../shared/data/hesitation-gold-dev.ndjson', import.meta.url);

describe('the analyzer on labelled texts', () => {
  it.skipIf(!existsSync(gold))(
    'reaches a hesitation micro-F1 of 0.6 (skipped where the labelled set is absent)',
    () => {
      const lines = readFileSync(gold, 'utf8').trim().split('\n');
      let both = 0;
      let either = 0;
      for (const line of lines) {
        const { text, hesitations } = JSON.parse(line) as { text: string; hesitations: string[] };
        const found = codes(text);
        both += found.filter((code) => hesitations.includes(code)).length;
        either += found.length + hesitations.length;
      }
      expect((2 * both) / either).toBeGreaterThanOrEqual(0.6);
    },
  );
});
