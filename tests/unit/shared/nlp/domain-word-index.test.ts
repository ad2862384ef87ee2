import { describe, expect, it } from 'vitest';
import { createDomainWordIndex, spellingGroups } from '../../../../shared/nlp/domain-word-index.ts';
import type { Token } from '../../../../shared/nlp/tokenizer.ts';

const settings = {
  version: '1',
  words: [
    '본인인증',
    '인증',
    '자꾸',
    '접속자',
    '이자',
    { word: '업데이트', also: ['업뎃'] },
    { word: '고객센터', also: ['고객센타'] },
    { word: '앱', also: ['어플'] },
  ],
};
const index = createDomainWordIndex(settings, ['돌려받기']);

/** Tokens as `surface/pos`, with the spaces of the text between them. */
function cut(text: string, pieces: readonly string[]): Token[] {
  let position = 0;
  return pieces.map((piece) => {
    const [surface = '', pos = ''] = piece.split('/');
    const start = text.indexOf(surface, position);
    position = start + surface.length;
    return { surface, pos, start, end: position, lemma: surface };
  });
}

const merged = (text: string, ...pieces: string[]) =>
  index.merge(text, cut(text, pieces)).map(({ surface, pos, lemma }) => [surface, pos, lemma].join('/'));

describe('the domain word index', () => {
  it('makes one token of a word that the dictionary cut, and gives back the particle', () => {
    expect(merged('본인인증이', '본인/NNG', '인/VCP', '증이/NNP')).toEqual([
      '본인인증/NNG/본인인증',
      '이/JKS/이',
    ]);
  });

  it('ignores spaces inside a word where both sides are words', () => {
    expect(merged('본인 인증', '본인/NNG', '인증/NNG')).toEqual(['본인 인증/NNG/본인인증']);
    expect(merged('고객 센타', '고객/NNG', '센타/NNG')).toEqual(['고객 센타/NNG/고객센타']);
    expect(merged('고 객센터', '고/NNG', '객센터/NNG')).toEqual(['고/NNG/고', '객센터/NNG/객센터']);
  });

  it('keeps the spelling of the customer, and tells which spellings are one word', () => {
    expect(merged('업뎃', '업/NNG', '뎃/UNK')).toEqual(['업뎃/NNG/업뎃']);
    expect(spellingGroups(settings)).toEqual([
      ['업데이트', '업뎃'],
      ['고객센터', '고객센타'],
      ['앱', '어플'],
    ]);
  });

  it('marks the words of the settings as known', () => {
    const [first, second] = index.merge('인증 화면', cut('인증 화면', ['인증/NNG', '화면/NNG']));
    expect([first?.known, second?.known]).toEqual([true, undefined]);
  });

  it('starts no word at a particle inside what is written together', () => {
    expect(merged('로그인이자꾸', '로그인/NNG', '이/JKS', '자꾸/MAG')).toContain('이/JKS/이');
    expect(merged('이자가', '이자/NNG', '가/JKS')[0]).toBe('이자/NNG/이자');
  });

  it('tells 접속자체 from 접속자', () => {
    expect(merged('접속자체', '접속/NNG', '자체/NNG')).toEqual(['접속/NNG/접속', '자체/NNG/자체']);
  });

  it('keeps brand names whole', () => {
    expect(merged('돌려받기에서', '돌려/VV+EC', '받/VV', '기/ETN', '에서/JKB')[0]).toBe(
      '돌려받기/NNG/돌려받기',
    );
  });

  it('gives nothing for nothing', () => {
    expect(index.merge('', [])).toEqual([]);
  });
});
