import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConceptFinder } from '../../../../shared/nlp/find-concepts.ts';
import { parseConcepts } from '../../../../shared/nlp/parse-concepts.ts';

const parsed = parseConcepts(
  [
    'login: 로그인 otp',
    'login-screen: 로그인화면',
    'not: ^안',
    'inside: 안돼',
    'fee: 수수료',
    'high: 비싸',
    'cry: ㅠㅠ',
    'emoji: 👍',
    'blocked: 안녕 편안',
  ].join('\n'),
);
if (!parsed.ok) throw new Error('the concepts of this test are wrong');
const CONCEPTS = parsed.concepts;
const find = createConceptFinder(CONCEPTS);
const named = (text: string) => find(text).map(({ concept }) => concept);

describe('the concepts of a text', () => {
  it('come with the place at which they stand', () => {
    expect(find('그 수수료가 왜 비싸요')).toEqual([
      { concept: 'fee', start: 2, end: 5, from: 1, to: 4, sentence: 0 },
      { concept: 'high', start: 9, end: 11, from: 6, to: 8, sentence: 0 },
    ]);
  });

  it.each([
    ['the longest entry wins', '로그인화면이 안 떠요', ['login-screen', 'not']],
    ['the longest entry wins, where the shorter one begins a word', '안돼요', ['inside']],
    ['what is only begun is read as what it is', '로그인화 로그인', ['login', 'login']],
    ['entries do not overlap', '로그인로그인화면', ['login', 'login-screen']],
    ['spaces do not matter', '로 그 인 화 면', ['login-screen']],
    ['an entry of word beginnings is not found inside a word', '제안 방안', []],
    ['an entry of word beginnings is found after a mark', '앱(안 열림),안 됨', ['not', 'not']],
    ['blocked entries guard against misreading', '안녕하세요 편안해요', []],
    ['blocked entries guard nothing beside them', '안녕, 안 열려요', ['not']],
    ['capitals are read as small letters', 'OTP Otp', ['login', 'login']],
    ['runs of a letter count as two', '비싸ㅠㅠㅠㅠㅠㅠ', ['high', 'cry']],
    ['emoji are entries like others', '좋아요👍👍', ['emoji', 'emoji']],
    ['a text of nothing has none', '', []],
  ])('%s: %j', (_, text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it('are counted by sentence', () => {
    const sentences = find('수수료가 비싸요. 로그인이 돼요? 수수료!').map(({ sentence }) => sentence);
    expect(sentences).toEqual([0, 0, 1, 2]);
  });

  it('stand at the same letters with and without spaces', () => {
    const places = (text: string) => find(text).map(({ concept, from, to }) => ({ concept, from, to }));
    expect(places('그 로그인 화면 에서 수수료 가 비싸')).toEqual(places('그로그인화면에서수수료가비싸'));
  });

  it('do not depend on spaces inside words, of any text without entries of word beginnings', () => {
    const piece = fc.constantFrom('로그인', '화면', '수수료', '비싸', '이', '가', 'otp', '👍');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(piece, fc.constantFrom('', ' ', '\n', '\u3000  ')), { maxLength: 12 }),
        (parts) => {
          expect(named(parts.flat().join(''))).toEqual(named(parts.map(([word]) => word).join('')));
        },
      ),
    );
  });

  it('stand in the text, in order, without overlap, in any string', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '로그인',
        '수수료 ',
        '안',
        ' 안',
        '돼',
        '비',
        '싸',
        '.',
        'ㅠ',
        'ㅠㅠㅠ',
        'OTP',
        '\u0130',
        '\ud83d',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const spelt = new Map(
      [...CONCEPTS.entries].map(([name, entries]) => [name, entries.map(({ text }) => text)]),
    );
    let found = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        let to = 0;
        let sentence = 0;
        for (const hit of find(text)) {
          found += 1;
          expect(hit.start).toBeGreaterThanOrEqual(end);
          expect(hit.from).toBeGreaterThanOrEqual(to);
          expect(hit.sentence).toBeGreaterThanOrEqual(sentence);
          const said = text
            .slice(hit.start, hit.end)
            .replace(/\s/gu, '')
            .replace(/(.)\1+/gu, '$1$1')
            .toLowerCase();
          expect(spelt.get(hit.concept)).toContain(said);
          ({ end, to, sentence } = hit);
        }
      }),
      { numRuns: 200 },
    );
    expect(found).toBeGreaterThan(100);
  });
});
