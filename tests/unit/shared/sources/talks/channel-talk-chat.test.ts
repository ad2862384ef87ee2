import { describe, expect, it } from 'vitest';
import {
  changedAt,
  readChat,
  UserChatSchema,
} from '../../../../../shared/sources/talks/channel-talk-chat.ts';

const AT = Date.parse('2026-11-02T01:00:00Z');
const chatOf = (more: Record<string, unknown> = {}) =>
  UserChatSchema.parse({ id: 'c1', state: 'opened', createdAt: AT, updatedAt: AT, version: 1, ...more });
const said = (plainText: string, more: Record<string, unknown> = {}) => ({
  personType: 'user',
  plainText,
  state: 'sent',
  options: [],
  createdAt: AT,
  ...more,
});
const form = (...inputs: Record<string, unknown>[]) => ({
  personType: 'bot',
  supportBot: { id: 'b1' },
  plainText: '아래를 채워 주세요',
  options: [],
  createdAt: AT,
  form: { type: 'form', inputs },
});
const textOf = (...messages: unknown[]) => readChat(chatOf(), messages).document?.text;

describe('readChat', () => {
  it('joins the messages of the customer in the order they were written', () => {
    expect(textOf(said('두 번째', { createdAt: AT + 2 }), said('첫 번째', { createdAt: AT + 1 }))).toBe(
      '첫 번째\n\n두 번째',
    );
  });

  it.each([
    ['a manager', said('확인해 볼게요', { personType: 'manager' })],
    ['a bot', said('챗봇입니다', { personType: 'bot' })],
    ['a log', said('상담이 종료되었습니다', { log: { action: 'close' } })],
    ['a private note', said('진상 고객', { options: ['silent', 'private'] })],
    ['a removed message', said('지운 말', { state: 'removed' })],
    ['an AI agent', said('AI 답변', { alf: { type: 'answer' } })],
    ['a button of a bot', said('배송 문의', { supportBot: { id: 'b' } })],
    ['a step of a workflow', said('다음', { workflow: { id: 'w' } })],
  ])('never takes the words of %s', (_, message) => {
    expect(textOf(message, said('결제가 안 돼요'))).toBe('결제가 안 돼요');
  });

  it('reads blocks, also nested ones, where there is no plain text', () => {
    const blocks = [
      { type: 'text', value: '오류가 두 가지예요' },
      {
        type: 'bullets',
        blocks: [
          { type: 'text', value: '로그인' },
          { type: 'text', value: '결제' },
        ],
      },
    ];
    expect(textOf({ personType: 'user', blocks })).toBe('오류가 두 가지예요\n로그인\n결제');
  });

  it('keeps what was typed into a form, and nothing that was chosen, prefilled or asked', () => {
    expect(
      textOf(
        form(
          { type: 'text', label: '어떤 점이 불편하셨나요?', value: '인증번호가 안 와요' },
          { type: 'radio', label: '문의 유형', value: '결제' },
          { type: 'text', label: '주문 상품', value: '겨울 코트', readOnly: true },
          { type: 'text', label: '기타', value: '  ' },
        ),
      ),
    ).toBe('인증번호가 안 와요');
  });

  it('puts telephone, e-mail and name of a form into the author, never into the text', () => {
    const { document } = readChat(chatOf(), [
      form(
        { type: 'text', bindingKey: 'profile.mobileNumber', label: '연락처', value: '010-1234-5678' },
        { type: 'text', label: '회신 받으실 이메일', value: 'haneul@example.com' },
        { type: 'text', label: '성함', value: '김하늘' },
        { type: 'text', bindingKey: 'profile.birthday', label: '생일', value: '1990-01-02' },
        { type: 'text', label: '남기실 말씀', value: '환불해 주세요' },
      ),
    ]);
    expect(document).toMatchObject({
      text: '환불해 주세요',
      author: { phone: '010-1234-5678', email: 'haneul@example.com', displayName: '김하늘' },
    });
  });

  it('knows a number and an address by themselves, whatever the form asks', () => {
    const { document } = readChat(chatOf(), [
      said('문의드려요'),
      form({ label: '답변 받을 곳', value: '01012345678' }, { label: '또는', value: 'a.b@example.co.kr' }),
    ]);
    expect(document).toMatchObject({
      text: '문의드려요',
      author: { phone: '01012345678', email: 'a.b@example.co.kr' },
    });
  });

  it.each([
    ['no message', []],
    ['only bots', [said('무엇을 도와드릴까요', { personType: 'bot' })]],
    ['only marks and emoji of the customer', [said('👍'), said('???')]],
  ])('makes nothing of a chat with %s', (_, messages) => {
    const reading = readChat(chatOf(), messages);
    expect(reading).toEqual({ problems: [], note: expect.stringMatching(/^-/) });
  });

  it('is an erasure where every message of the customer is removed', () => {
    const reading = readChat(chatOf({ updatedAt: AT + 9_000 }), [said('', { state: 'removed' })], {
      app: '쇼핑',
    });
    expect(reading.erasure).toEqual({
      id: 'c1',
      app: '쇼핑',
      publishedAt: '2026-11-02T01:00:00.000Z',
      erasedAt: '2026-11-02T01:00:09.000Z',
    });
    expect(reading.document).toBeUndefined();
  });

  it('is an erasure where a chat that was a document has no words any more', () => {
    expect(readChat(chatOf(), [], { wasDocument: true }).erasure).toMatchObject({ id: 'c1' });
  });

  it('revises only forwards: a change of a message counts although the chat did not move', () => {
    const edited = said('고쳐 썼어요', { updatedAt: AT + 60_000 });
    expect(readChat(chatOf(), [edited]).document?.editedAt).toBe('2026-11-02T01:01:00.000Z');
    expect(readChat(chatOf(), [said('처음')]).document?.editedAt).toBeUndefined();
    const noticed = readChat(chatOf(), [said('처음')], { revisedAt: AT + 3_600_000 });
    expect(noticed.document?.editedAt).toBe('2026-11-02T02:00:00.000Z');
  });

  it('cuts what is too long by whole messages, and says so', () => {
    const { document } = readChat(chatOf(), [said('가'.repeat(15_000)), said('나'.repeat(6_000))]);
    expect(document?.text).toBe('가'.repeat(15_000));
    expect(document?.attributes).toMatchObject({ truncated: true });
    expect(
      String(readChat(chatOf(), [said('각'.normalize('NFD').repeat(30_000))]).document?.text),
    ).toHaveLength(20_000);
  });

  it('keeps neither words nor persons in its note, and changes it with the messages', () => {
    const before = readChat(chatOf(), [said('인증 오류'), said('다시')]).note;
    const after = readChat(chatOf(), [said('인증 오류'), said('다시', { state: 'removed' })]).note;
    expect(before).not.toMatch(/[가-힣]/);
    expect(after).not.toBe(before);
  });

  it.each([
    ['https://shop.example/event/sale?utm_source=x&phone=01012345678', '/event/sale'],
    ['https://shop.example/users/1234567/cart#a', '/users/*/cart'],
    ['https://shop.example/u/haneul@example.com', '/u/*'],
    ['https://shop.example/o/5f0c2b7a9d3e4f0001', '/o/*'],
    ['MainActivity', '/MainActivity'],
    ['', undefined],
  ])('keeps of the page %s only the path without ids', (page, path) => {
    const { document } = readChat(chatOf({ source: { page } }), [said('문의')]);
    expect(document).toHaveProperty(
      'attributes',
      path === undefined ? { state: 'opened' } : { state: 'opened', page: path },
    );
  });
});

describe('changedAt', () => {
  it('is the newest time of the chat where it does not say when it was updated', () => {
    expect(changedAt(chatOf({ updatedAt: undefined, closedAt: AT + 5, openedAt: AT + 1 }))).toBe(AT + 5);
  });
});
