import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDomainWordIndex, type DomainWordIndex } from '../../../../shared/nlp/domain-word-index.ts';
import { englishTokens } from '../../../../shared/nlp/english-tokens.ts';
import {
  createKeywordFilter,
  englishKeywords,
  type KeywordFilter,
  koreanKeywords,
} from '../../../../shared/nlp/keywords.ts';
import { createLinderaTokenizer } from '../../../../shared/nlp/lindera-tokenizer.ts';
import { dictionaryForm, findPredicates } from '../../../../shared/nlp/predicates.ts';
import type { Token, Tokenizer } from '../../../../shared/nlp/tokenizer.ts';
import { loadLindera } from '../../../../shared/runtime/lindera-wasm.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

const BRANDS = ['돌려받기', '돌려 받기', 'Dolpay'];

let tokenizer: Tokenizer;
let domainWords: DomainWordIndex;
let filter: KeywordFilter;

beforeAll(async () => {
  const settings = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
  tokenizer = createLinderaTokenizer(
    await loadLindera(new URL(import.meta.resolve('lindera-wasm/lindera_wasm_bg.wasm'))),
  );
  domainWords = createDomainWordIndex(settings.domainWords, BRANDS);
  filter = createKeywordFilter(settings.stopWords, BRANDS);
});

const tokensOf = (text: string): Token[] => domainWords.merge(text, tokenizer.tokenize(text));
const termsOf = (text: string): string[] => koreanKeywords(tokensOf(text), filter).map(({ term }) => term);
const predicatesOf = (text: string): string[] => findPredicates(tokensOf(text)).map(dictionaryForm);

describe('keywords of a Korean text', () => {
  // What comes first is what a marketer would name; [] where the text says nothing to take up.
  it.each<[string, ...string[]]>([
    // identity
    ['본인인증이 계속 실패해서 진행이 안 됩니다', '본인인증 실패', '진행이 안되다'],
    ['본인 인증에 실패했다고 나와요', '본인인증 실패'],
    ['본인인증 실패만 세 번째', '본인인증 실패'],
    ['휴대폰 본인인증 문자가 안 와요', '휴대폰 본인인증', '문자가 안 오다'],
    ['OTP 등록이 안 돼요', 'OTP 등록', '등록이 안되다'],
    ['지문 인식이 잘 안되고 느려요', '지문인식이 안되다', '느리다'],
    ['비밀번호를 까먹었어요', '비밀번호를 까먹다'],
    // negation and its spellings
    ['인증번호가 안 옴', '인증번호가 안 오다'],
    ['인증번호가 오지 않습니다', '인증번호가 안 오다'],
    ['로그인이 안돼요', '로그인이 안되다'],
    ['로그인이 안되요', '로그인이 안되다'],
    ['로그인 안됨', '로그인이 안되다'],
    ['로그인이 안됬어요', '로그인이 안되다'],
    ['로그인 안대요', '로그인이 안되다'],
    ['로그인이 안댐', '로그인이 안되다'],
    ['로그인 않되네요', '로그인이 안되다'],
    ['로그인이 안되네여', '로그인이 안되다'],
    ['로긴이 안됩니다', '로긴이 안되다'],
    ['로그인도 안 되고 환불도 안 되고', '로그인이 안되다', '환불이 안되다'],
    ['접속이안되요', '접속이 안되다'],
    ['등록되지 않습니다', '등록이 안되다'],
    ['환불을 안 해줘요', '환불을 안 하다'],
    ['환불해 주지 않아요', '환불을 안 하다'],
    ['카드를 못 쓰게 됐어요', '카드를 못 쓰다'],
    ['이해가 안 가요', '이해가 안 가다'],
    ['돈이 안 들어와요', '돈이 안 들어오다'],
    ['버튼이 안 눌러져요', '버튼이 안 눌리다'],
    ['알림이 안 뜸', '알림이 안 뜨다'],
    ['직원이 친절하지 않아요', '직원이 친절하지 않다'],
    ['광고 문자 보내지 마세요', '광고문자를 보내지 말다'],
    // price
    ['수수료가 너무 비싸요', '수수료가 비싸다'],
    ['수수료 비쌈', '수수료가 비싸다'],
    ['비싼 수수료 때문에 안 씀', '수수료가 비싸다'],
    ['금리가 낮은 적금', '금리가 낮다', '적금'],
    ['높은 금리가 마음에 들어요', '금리가 높다'],
    ['혜택이좋아서 추천해요', '혜택이 좋다', '추천'],
    ['예상 환급액이 줄어들었어요', '예상환급액이 줄어들다'],
    // performance
    ['앱이 느립니다', '앱이 느리다'],
    ['앱이 너무 느려졌어요', '앱이 느리다'],
    ['은행어플은 무거워요', '은행어플이 무겁다'],
    ['자꾸 팅겨요', '튕기다'],
    ['앱이 튕깁니다', '앱이 튕기다'],
    ['에러뜸', '에러가 뜨다'],
    ['오류가 나요', '오류가 나다'],
    ['오류나서 못 쓰겠어요', '오류가 나다'],
    ['화면이 꺼져버려요', '화면이 꺼지다'],
    ['업데이트하고나서 실행이 안 돼', '실행이 안되다', '업데이트'],
    ['재설치해도 소용이 없어요', '재설치'],
    // service
    ['상담원 연결이 어려워요', '상담원 연결', '연결이 어렵다'],
    ['상담원 연결 어려움', '상담원 연결', '연결이 어렵다'],
    ['환급금 조회가 안 됩니다', '환급금 조회', '조회가 안되다'],
    ['환급금을 조회했는데 금액이 달라요', '환급금 조회', '금액'],
    ['개인정보가 유출됐다고 하네요', '개인정보 유출'],
    ['구독 해지 버튼이 없어요', '구독해지 버튼', '버튼이 없다'],
    ['계좌 개설이 편리합니다', '계좌개설이 편리하다'],
    ['배송이 너무 느려요', '배송이 느리다'],
    // what is easy and what is hard
    ['메뉴 찾기가 어렵네요', '찾기 어렵다'],
    ['사용하기 불편합니다', '사용하기 불편하다'],
    ['신청하기 복잡해요', '신청하기 복잡하다'],
    // feelings, and nothing
    ['짜증나요', '짜증나다'],
    ['화가 나서 탈퇴합니다', '탈퇴', '화나다'],
    ['엉망이네요'],
    ['최악이에요'],
    ['정말 너무 그냥 그래요'],
  ])('takes from %j first %j', (text, ...expected) => {
    expect(termsOf(text).slice(0, expected.length)).toEqual(expected);
    if (expected.length === 0) expect(termsOf(text)).toEqual([]);
  });

  it('praises nobody for what was only asked for', () => {
    expect(termsOf('빠른 조치 부탁드립니다')).not.toContain('조치가 빠르다');
  });

  it('gives the words of a phrase after the phrase', () => {
    expect(termsOf('수수료가 비싸요')).toEqual(['수수료가 비싸다', '수수료', '비싸다']);
  });

  it('never names us, alone or inside a longer word', () => {
    const found = termsOf(
      '돌려받기 앱이 좋아요. 돌려받기앱 환급 조회가 dolpay보다 빨라요. 돌려받기에 문의했어요',
    );
    expect(found.join(' ')).not.toMatch(/돌려\s?받기|dolpay/iu);
    expect(found).toContain('앱이 좋다');
  });

  it('counts what is said twice more than what is said once', () => {
    const [first] = termsOf('배송 조회가 되고, 쿠폰이 있고, 쿠폰이 많고, 쿠폰을 받아요');
    expect(first).toBe('쿠폰');
  });

  it('keeps a part of the places for single words', () => {
    const text = Array.from(
      { length: 6 },
      (_, index) => `${'가나다라마바'[index]}. 화면이 느리고 버튼이 없고 인증이 안되고`,
    ).join(' 계좌가 안 보이고 금리가 낮고 배송이 늦고 알림이 많고 광고가 뜨고 환불이 안되고 ');
    const found = termsOf(text);
    expect(found).toHaveLength(12);
    expect(found.filter((term) => term.includes(' ')).length).toBeLessThanOrEqual(7);
  });
});

describe('predicates', () => {
  it.each([
    ['안돼요', '안되다'],
    ['안됩니다', '안되다'],
    ['안됨', '안되다'],
    ['안 되네요', '안되다'],
    ['안됬어요', '안되다'],
    ['되지 않아요', '안되다'],
    ['느립니다', '느리다'],
    ['튕깁니다', '튕기다'],
    ['팅겨서', '튕기다'],
    ['힘듭니다', '힘들다'],
    ['꺼짐', '꺼지다'],
    ['안 켜짐', '안 켜지다'],
    ['지웁니다', '지우다'],
    ['불편해요', '불편하다'],
    ['불편함니다', '불편하다'],
    ['더 나은 앱', '낫다'],
    ['못 보냈어요', '못 보내다'],
    ['보내지 못했어요', '못 보내다'],
  ])('reads %j as %s', (text, lemma) => {
    expect(predicatesOf(text)[0]).toBe(lemma);
  });

  it('says of the lemma whether it is negated', () => {
    const [predicate] = findPredicates(tokensOf('로그인이 안 됩니다'));
    expect(predicate).toMatchObject({ lemma: '되다', negated: true, negation: '안' });
    // 느리고 안되다: the negation is of the second word.
    expect(predicatesOf('느리고 안 돼요')).toEqual(['느리다', '안되다']);
  });
});

describe('keywords of an English text', () => {
  it('gives words in their dictionary form and pairs of nouns', () => {
    const found = englishKeywords(
      englishTokens('The login screen crashes and customer service never answers'),
      filter,
    );
    expect(found.map(({ term }) => term)).toEqual(
      expect.arrayContaining(['login screen', 'customer service', 'login', 'answer']),
    );
    expect(found.every(({ term }) => !/^(?:the|and|never)$/u.test(term))).toBe(true);
  });
});

describe('any string', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '로그인이 ',
      '안 돼요',
      '안댐 ',
      '수수료가 비싸요. ',
      '돌려받기',
      '이',
      '을 ',
      '에서 ',
      'ㅠㅠ',
      '😀',
      'OTP ',
      '\ud83d',
      '본인 인증',
      '\n',
      '가'.normalize('NFD'),
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.integer({ min: 0xac00, max: 0xd7a3 }).map((unit) => String.fromCharCode(unit)),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  );
  const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

  it('gives at most twelve terms, heaviest first, each one once', () => {
    fc.assert(
      fc.property(text, (value) => {
        const found = koreanKeywords(tokensOf(value), filter);
        expect(found.length).toBeLessThanOrEqual(12);
        expect(new Set(found.map(({ term }) => term)).size).toBe(found.length);
        const weights = found.map(({ weight }) => weight);
        expect(weights).toEqual([...weights].sort((a, b) => b - a));
        expect(weights.every((weight) => weight > 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('gives neither our name nor particles nor loose letters nor stop words', () => {
    fc.assert(
      fc.property(text, (value) => {
        for (const term of termsOf(value)) {
          expect(term).toMatch(/^[가-힣A-Za-z0-9+]{2,}(?: [가-힣A-Za-z0-9+]+){0,2}$/u);
          expect(term).not.toMatch(/돌려받기/u);
          expect(term).not.toMatch(/^(?:을|를|에서|으로|까지|부터|이|가)$/u);
          expect(filter.nouns.has(term)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives tokens in order, without overlap, that are what the text says', () => {
    fc.assert(
      fc.property(text, (value) => {
        let position = 0;
        for (const token of tokensOf(value)) {
          expect(token.start).toBeGreaterThanOrEqual(position);
          expect(token.end).toBeGreaterThan(token.start);
          expect(value.slice(token.start, token.end)).toBe(token.surface);
          position = token.end;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same whatever was read before', () => {
    const before = termsOf('본인인증이 실패해서 상담원 연결을 기다려요');
    fc.assert(
      fc.property(text, (value) => {
        expect(termsOf(value)).toEqual(termsOf(value));
      }),
      { numRuns: 100 },
    );
    expect(termsOf('본인인증이 실패해서 상담원 연결을 기다려요')).toEqual(before);
  });

  it('looks at each token a bounded number of times', () => {
    const unit = '로그인이 계속 안 되고 수수료가 비싸서 환급금 조회를 포기했어요 ';
    const looksPerToken = (copies: number): number => {
      const tokens = tokensOf(unit.repeat(copies));
      let looks = 0;
      const watched = new Proxy(tokens, {
        get(target, key, receiver) {
          if (typeof key === 'string' && /^\d+$/u.test(key)) looks += 1;
          return Reflect.get(target, key, receiver);
        },
      });
      koreanKeywords(watched, filter);
      return looks / tokens.length;
    };
    expect(looksPerToken(320)).toBeLessThan(looksPerToken(10) * 1.1);
    expect(looksPerToken(10)).toBeLessThan(40);
  });
});
