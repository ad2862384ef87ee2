import { describe, expect, it } from 'vitest';
import { createNewWordCounter, findNewWords, isReadable } from '../../../../shared/nlp/new-words.ts';

const nothingKnown = { isKnown: () => false };

/** Twelve made-up reviews that speak of a made-up product. */
const texts = ['는', '가', '를', '에서', '도', '로', '', '는', '가', '를', '의', '만'].map(
  (particle, index) => `어제 포켓정산${particle} 써 봤는데 화면이 ${index % 2 === 0 ? '좋아요' : '느려요'}`,
);

describe('findNewWords', () => {
  it('finds the name of a product, with its documents and how it is written', () => {
    const found = findNewWords(texts, nothingKnown).find(({ word }) => word === '포켓정산');
    expect(found?.documents).toBe(12);
    expect(found?.examples).toEqual(expect.arrayContaining(['포켓정산는', '포켓정산']));
    expect(found?.cohesion).toBeGreaterThan(0.5);
  });

  it('gives neither its beginning nor the name with a particle', () => {
    const words = findNewWords(texts, nothingKnown).map(({ word }) => word);
    expect(words.filter((word) => word.startsWith('포켓'))).toEqual(['포켓정산']);
  });

  it('leaves out what is known, what is rare and what has no particles', () => {
    expect(findNewWords(texts, { isKnown: (word) => word === '포켓정산' })).toEqual([]);
    expect(findNewWords(texts.slice(0, 3), nothingKnown)).toEqual([]);
    expect(
      findNewWords(
        Array.from({ length: 20 }, () => '갑자기 멈춰요'),
        nothingKnown,
      ),
    ).toEqual([]);
  });

  it('takes the stem of a verb for no word', () => {
    const stems = ['고', '니', '는', '면', '나', '고'].map(
      (ending) => `상담원에게 되물어보${ending} 또 왔어요`,
    );
    const words = findNewWords([...stems, ...stems], nothingKnown).map(({ word }) => word);
    expect(words).not.toContain('되물어보');
  });

  it('counts texts that come one by one as it counts them together', () => {
    const counter = createNewWordCounter();
    for (const text of texts) counter.add(text);
    expect(counter.find(nothingKnown)).toEqual(findNewWords(texts, nothingKnown));
  });

  it('does not depend on the order of the texts', () => {
    expect(findNewWords([...texts].reverse(), nothingKnown)).toEqual(findNewWords(texts, nothingKnown));
  });

  it('reads a large corpus, and finds the same words in as many times the documents', () => {
    const copies = 800;
    const corpus = Array.from({ length: copies }, () => texts).flat();
    const once = new Map(findNewWords(texts, nothingKnown).map((word) => [word.word, word.documents]));
    const found = findNewWords(corpus, nothingKnown);
    for (const { word, documents } of found)
      if (once.has(word)) expect(documents).toBe((once.get(word) ?? 0) * copies);
    expect(found.map(({ word }) => word)).toEqual(expect.arrayContaining([...once.keys()]));
  });
});

describe('isReadable', () => {
  const read =
    (...pieces: string[]) =>
    () => {
      let end = 0;
      return pieces.map((piece) => {
        const [surface = '', pos = ''] = piece.split('/');
        const start = end;
        end += surface.length;
        return { surface, pos, start, end, lemma: surface };
      });
    };

  it.each<[string, string[], boolean]>([
    ['a word of the dictionary', ['은행/NNG'], true],
    ['words put together', ['주민/NNG', '등록/NNG', '번호/NNG'], true],
    ['a word with an ending', ['로그인/NNG', '할/XSV+ETM', '때/NNG'], true],
    ['an unknown word', ['뱅크샐/UNK'], false],
    ['a word cut into syllables', ['무신/NNG', '사/NNG'], false],
  ])('says of %s', (_, pieces, expected) => {
    expect(isReadable(pieces.join(''), read(...pieces))).toBe(expected);
  });
});
