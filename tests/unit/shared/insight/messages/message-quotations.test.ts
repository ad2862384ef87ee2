import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SentMessageSchema } from '../../../../../shared/domain/sent-message.ts';
import { messageQuotations } from '../../../../../shared/insight/messages/message-quotations.ts';
import { makeDocument } from '../contribution-factory.ts';

const message = (messageId: string, sentAt: string, text: string) =>
  SentMessageSchema.parse({ messageId, campaign: messageId, sentAt, channel: 'LMS', text, hasImage: false });
const said = (id: string, text: string, at = '2026-11-11T03:00:00.000Z') => makeDocument({ id, at, text });

const refund = message(
  'refund',
  '2026-11-10T01:00:00.000Z',
  '(광고) [돌려받기] {이름}님, 미수령 환급금 482,310원이 확인되었습니다. 지금 안 찾으면 소멸! https://a.example.com 무료수신거부 080-000-0000',
);
const idsOf = (messages: (typeof refund)[], texts: ReturnType<typeof said>[]) =>
  messageQuotations(messages, texts)
    .map(({ document, messageId }) => `${document.record.id} → ${messageId}`)
    .sort();

describe('messageQuotations', () => {
  it('finds the words of a message in a post, whatever their spacing and signs, and says where', () => {
    const text = "어제 '미수령 환급금 482310원이 확인 되었습니다' 라는 문자 왔는데 진짜임?";
    const [quotation] = messageQuotations([refund], [said('a', text)]);
    expect(quotation?.messageId).toBe('refund');
    expect(quotation?.stretches.map(({ start, end }) => text.slice(start, end))).toEqual([
      '미수령 환급금 482310원이 확인 되었습니다',
    ]);
  });

  it('takes a short run for a quotation only where the text speaks of a message or sets it in marks', () => {
    expect(
      idsOf(
        [refund],
        [
          said('told', '지금 안 찾으면 소멸이라는 문자를 받았어요'),
          said('marked', '"지금 안찾으면 소멸!" 이게 뭐죠'),
          said('own', '포인트는 지금 안 찾으면 소멸되나요'),
        ],
      ),
    ).toEqual(['marked → refund', 'told → refund']);
  });

  it('does not take for a quotation what people said before the message was sent', () => {
    const plain = message(
      'plain',
      '2026-11-10T01:00:00.000Z',
      '본인인증이 되지 않아서 불편하셨죠. 고쳤습니다',
    );
    const before = said(
      'before',
      '메일에 썼듯이 본인인증이 되지 않아서 불편하셨죠 라니',
      '2026-11-09T01:00:00.000Z',
    );
    const after = said('after', '본인인증이 되지 않아서 불편하셨죠 라고 문자 왔네요');
    expect(idsOf([plain], [after])).toEqual(['after → plain']);
    expect(idsOf([plain], [before, after])).toEqual([]);
  });

  it('ties a post to the message it shares most words with, of equals to the newest, and not after a month', () => {
    const again = message('again', '2026-11-10T09:00:00.000Z', refund.text);
    const other = message('other', '2026-11-10T02:00:00.000Z', '미수령 환급금 482,310원 안내');
    const post = said('a', '미수령 환급금 482,310원이 확인되었습니다 라는 문자');
    expect(idsOf([refund, other], [post])).toEqual(['a → refund']);
    expect(idsOf([refund, again], [post])).toEqual(['a → again']);
    const late = said('late', post.record.text, '2026-12-20T01:00:00.000Z');
    expect(idsOf([refund], [late])).toEqual([]);
  });

  it('reads neither the label nor the opt-out line, and no placeholder of redaction', () => {
    expect(idsOf([refund], [said('a', '(광고) 무료수신거부 080-000-0000 이런 문자 그만')])).toEqual([]);
    expect(idsOf([refund], [said('b', '미수령 [이메일] 환급금 문자')])).toEqual([]);
  });

  it('takes next to none of five thousand reviews for a quotation of commonplace sentences', ({ skip }) => {
    const file = '../shared/data/bankapps-ko-2022.ndjson';
    if (!existsSync(file)) skip('the development data is not on this machine');
    const commonplace = [
      '로그인이 안 되시면 앱을 삭제하고 다시 설치해 주세요. 그래도 안 되면 고객센터로 문의해 주세요.',
      '업데이트 후에 로그인이 안되는 문제를 해결했습니다. 앱을 업데이트해 주세요.',
      '본인인증이 되지 않아 불편을 드려 죄송합니다. 지금은 정상적으로 이용하실 수 있습니다.',
    ].map((text, index) => message(`${index}`, '2026-11-01T00:00:00.000Z', text));
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const reviews = lines.map((line, index) => said(`${index}`, (JSON.parse(line) as { text: string }).text));
    expect(reviews.length).toBeGreaterThan(5_000);
    // None of them is one: the messages were never sent.
    expect(messageQuotations(commonplace, reviews).length / reviews.length).toBeLessThan(0.002);
  });
});
