import { describe, expect, it } from 'vitest';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { wordsToAvoid } from '../../../../shared/insight/avoid.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { ownWords } from '../../../../shared/insight/messages/own-words.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';
import { makeDocument, type Voice } from './contribution-factory.ts';
import { simulateArchive } from './messages/message-simulation.ts';

const { copyRules: rules } = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
const message = (messageId: string, text: string) =>
  SentMessageSchema.parse({
    messageId,
    campaign: 'c',
    sentAt: '2026-11-10',
    channel: 'LMS',
    text,
    hasImage: false,
  });
const voices = (count: number, voice: Partial<Voice>) =>
  Array.from({ length: count }, (_, index) =>
    makeDocument({ id: `${voice.text}${index}`, at: '2026-11-11', text: '글', ...voice }),
  );
const avoided = (documents: ReturnType<typeof makeDocument>[], messages: ReturnType<typeof message>[]) => {
  const contributions = documents.map((document) => contributionOf(document, undefined));
  return wordsToAvoid({
    messages,
    rules,
    ownWords: ownWords(contributions, messages),
    contributions,
    documents: new Map(documents.map((document) => [document.record.documentKey, document])),
  });
};

describe('wordsToAvoid', () => {
  it('names words of ours that go with doubt, with how many of those who say them doubt', () => {
    const found = avoided(
      [
        ...voices(8, { text: '소멸 문자 진짜예요', code: 'trust', terms: ['소멸', '사칭'] }),
        ...voices(1, { text: '소멸 시효 궁금', terms: ['소멸'] }),
        ...voices(40, { text: '환급 좋아요', terms: ['환급'] }),
        ...voices(9, { text: '환급 문자 사칭', code: 'trust', terms: ['환급'] }),
      ],
      [message('m', '환급금이 곧 소멸합니다'), message('n', '환급 조회')],
    );
    const distrust = found.filter(({ kind }) => kind === 'distrust');
    // 환급 is said by everybody; 사칭 is no word of ours.
    expect(distrust.map(({ term }) => term)).toEqual(['소멸']);
    expect(distrust[0]).toMatchObject({ messages: 1, voices: { documents: 9 } });
    expect(distrust[0]?.voices?.share.low).toBeGreaterThan(0.5);
  });

  it('says at which stages and in whose words a word does harm, and quotes those who doubt', () => {
    const [word] = avoided(
      [
        ...voices(8, { text: '소멸 문자 진짜예요', code: 'trust', terms: ['소멸'], stage: 'awareness' }),
        ...voices(1, { text: '소멸 시효가 궁금', terms: ['소멸'], stage: 'purchase' }),
        ...voices(40, { text: '환급 좋아요', terms: ['환급'] }),
      ],
      [{ ...message('m', '환급금이 곧 소멸합니다'), segment: '휴면' }],
    );
    expect(word).toMatchObject({ term: '소멸', stages: ['awareness', 'purchase'], segments: ['휴면'] });
    // The same text is quoted once, and who only asks about the word is not quoted.
    expect(word?.evidence?.map(({ text }) => text)).toEqual(['소멸 문자 진짜예요']);
    expect(word?.evidence?.[0]?.highlights).toEqual([{ start: 0, end: 2 }]);
  });

  it('names words with which people leave, with the interval', () => {
    const { messages } = simulateArchive(6, 120);
    const archive = messages.map((sent, index) => ({
      ...sent,
      text: index % 4 === 0 ? `${sent.text} 막차` : sent.text,
      unsubscribed: Math.round(sent.delivered * (index % 4 === 0 ? 0.006 : 0.002)),
    }));
    const found = avoided(voices(3, { text: '막차', terms: ['막차'] }), archive);
    expect(found.map(({ term, kind }) => `${kind} ${term}`)).toEqual(['leaving 막차']);
    expect(found[0]?.leaving?.low).toBeGreaterThan(2);
  });

  it('names what customers get wrong, once more than one of them says it, with what to write instead', () => {
    const misread = voices(2, { text: '나라에서 주는 돈이라면서요', code: 'understanding' });
    expect(
      avoided([...misread, ...voices(3, { text: '무조건 튕겨요 대박' })], [message('m', '환급 조회')]),
    ).toMatchObject([
      { term: '나라에서 주는 돈', kind: 'misreading', messages: 0, voices: { documents: 2 } },
    ]);
  });

  it('names what the rules advise against in our messages, most messages first', () => {
    const found = avoided(
      [],
      [message('a', '놓치지 마세요'), message('b', '놓치지 마세요 대박'), message('c', '환급 조회')],
    );
    expect(found.map(({ term, messages }) => `${term} ${messages}`)).toEqual(['놓치지 마세요 2', '대박 1']);
    expect(found[0]?.instead).toBe('5월 31일까지 신청할 수 있어요');
  });
});
