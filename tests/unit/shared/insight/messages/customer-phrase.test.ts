import { describe, expect, it } from 'vitest';
import { customerPhrases } from '../../../../../shared/insight/messages/customer-phrase.ts';
import { makeDocument } from '../contribution-factory.ts';

const texts = (list: readonly string[], evidence: string) =>
  list.map((text, index) => makeDocument({ id: `${index}`, at: '2026-11-11', text, code: 'auth', evidence }));
const term = (name: string, documents: number) => ({ term: name, documents });

describe('customerPhrases', () => {
  it('prefers the pair in which many say a word, and the longer word that holds it', () => {
    const said = texts(
      ['간편인증 실패 떠요', '간편인증이 실패합니다', '간편인증을 실패했어요', '간편인증 안 됨'],
      '간편인증',
    );
    const found = customerPhrases(
      { code: 'auth', terms: [term('인증', 4), term('간편인증', 4), term('실패', 3)] },
      said,
    );
    expect(found[0]).toEqual({ phrase: '간편인증 실패', said: 3, term: '간편인증' });
  });

  it('leaves out dictionary forms, words that say nothing alone, and what few say', () => {
    const said = texts(['화면이 안 되다가', '화면 안 됨', '화면이 또 안', '지문 안 됨'], '안');
    const terms = [term('안되다', 4), term('화면', 3), term('지문', 1)];
    expect(customerPhrases({ code: 'auth', terms }, said)).toEqual([]);
  });

  it('counts a word only where it stands in the sentence of the reason', () => {
    const beside = texts(
      [
        '지문이 안 돼요. 수수료는 좋아요',
        '지문 인식이 안 돼요. 수수료 괜찮아요',
        '지문도 안 돼요! 수수료는 싸요',
      ],
      '안 돼요',
    );
    const found = customerPhrases({ code: 'auth', terms: [term('수수료', 3), term('지문', 3)] }, beside);
    expect(found.map(({ phrase }) => phrase)).toEqual(['지문']);
  });
});
