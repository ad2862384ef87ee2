import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReadingSchema } from '../../../../shared/domain/analysis.ts';
import { type Analyzer, createAnalyzer } from '../../../../shared/nlp/analyze.ts';
import { createLinderaTokenizer } from '../../../../shared/nlp/lindera-tokenizer.ts';
import type { NlpSettings } from '../../../../shared/nlp/nlp-settings.ts';
import type { Tokenizer } from '../../../../shared/nlp/tokenizer.ts';
import { loadLinderaWasm } from '../../../../shared/runtime/lindera-wasm.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

let tokenizer: Tokenizer;
let settings: NlpSettings;
let analyzer: Analyzer;

beforeAll(async () => {
  settings = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
  tokenizer = createLinderaTokenizer(
    await loadLinderaWasm(new URL(import.meta.resolve('lindera-wasm/lindera_wasm_bg.wasm'))),
  );
  analyzer = createAnalyzer({ tokenizer, settings, brandNames: ['돌려받기'] });
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
    expect(terms('직원이 친절하지 않아요')).toEqual(expect.arrayContaining(['직원', '안 친절하다']));
    expect(terms('화면이 너무 느리네요')).toEqual(expect.arrayContaining(['화면', '느리다']));
  });

  it('does not take our own name for a competitor', () => {
    const text = '토스는 인증이 잘만 되네요';
    const own = createAnalyzer({ tokenizer, settings, brandNames: ['토스'] });
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

  it('changes its version with settings, brands and model, and with nothing else', () => {
    expect(analyzer.analysisVersion).toMatch(/^0001-[0-9a-f]{8}$/);
    const same = createAnalyzer({ tokenizer, settings, brandNames: ['돌려받기'] });
    const other = createAnalyzer({
      tokenizer,
      settings: { ...settings, version: 'other' },
      brandNames: ['돌려받기'],
    });
    expect(same.analysisVersion).toBe(analyzer.analysisVersion);
    expect(other.analysisVersion).not.toBe(analyzer.analysisVersion);
  });

  it('gives a valid reading of any string', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '로그인이 ',
        '안 돼요',
        '수수료',
        '이',
        'ㅠㅠ',
        '😀',
        'login ',
        '\ud83d',
        '가'.normalize('NFD'),
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
          const reading = analyzer.read({ text, title });
          expect(ReadingSchema.safeParse(reading).success).toBe(true);
          for (const { evidence } of reading.hesitations) {
            for (const span of evidence) {
              expect(span.end).toBeLessThanOrEqual(text.length);
              expect(text.slice(span.start, span.end)).toBe(span.text);
            }
          }
          const tokens = tokenizer.tokenize(text);
          let position = 0;
          for (const token of tokens) {
            expect(token.start).toBeGreaterThanOrEqual(position);
            expect(text.slice(token.start, token.end)).toBe(token.surface);
            position = token.end;
          }
        },
      ),
      { numRuns: 300 },
    );
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
