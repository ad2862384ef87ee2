import { describe, expect, it } from 'vitest';
import {
  FormSchema,
  ResponseSchema,
  readForm,
  readResponse,
} from '../../../../../shared/sources/talks/typeform-answers.ts';

const OPEN = { id: 'open', ref: 'open', type: 'long_text', title: '의견' };
const formOf = (...fields: Record<string, unknown>[]) =>
  readForm(FormSchema.parse({ id: 'form', fields: [OPEN, ...fields] }));
const opinion = {
  type: 'text',
  text: '인증이 번거로워요',
  field: { id: 'open', ref: 'open', type: 'long_text' },
};
const typedInto = (id: string, text: string, type = 'short_text') => ({
  type: 'text',
  text,
  field: { id, ref: id, type },
});

interface Read {
  readonly id: string;
  readonly text: string;
  readonly rating?: number;
  readonly author: Record<string, string>;
  readonly attributes: Record<string, unknown>;
}

function read(
  fields: Record<string, unknown>[],
  answers: unknown[],
  more: Record<string, unknown> = {},
): Read[] {
  const response = ResponseSchema.parse({
    token: 'tok',
    submitted_at: '2026-11-02T00:00:00Z',
    answers,
    ...more,
  });
  const { documents } = readResponse(response, formOf(...fields), { customerField: 'customer_id' });
  return documents as Read[];
}

describe('readResponse', () => {
  it.each([
    ['stars of five', { type: 'rating', properties: { steps: 5 } }, 4, { rating: 4 }, {}],
    [
      'an opinion from 1 to 5',
      { type: 'opinion_scale', properties: { steps: 5, start_at_one: true } },
      1,
      { rating: 1 },
      {},
    ],
    [
      'an opinion from 0 to 4',
      { type: 'opinion_scale', properties: { steps: 5, start_at_one: false } },
      0,
      {},
      { score: 0, scaleMax: 4 },
    ],
    [
      'an opinion from 0 to 10',
      { type: 'opinion_scale', properties: { steps: 11 } },
      7,
      {},
      { score: 7, scaleMax: 10 },
    ],
    ['a net promoter score', { type: 'nps' }, 9, {}, { score: 9, scaleMax: 10 }],
    ['stars of seven', { type: 'rating', properties: { steps: 7 } }, 6, {}, { score: 6, scaleMax: 7 }],
    ['stars of an unknown number', { type: 'rating' }, 3, {}, { score: 3 }],
  ])('keeps %s as what it is', (_, field, number, rating, attributes) => {
    const [document] = read(
      [{ id: 'scale', ...field }],
      [opinion, { type: 'number', number, field: { id: 'scale' } }],
    );
    expect(document?.rating).toBe((rating as { rating?: number }).rating);
    expect(document?.attributes).toEqual({ formId: 'form', question: '의견', ...attributes });
  });

  it('gives no rating where a form asks for two: it is not known of what', () => {
    const stars = (id: string) => ({ id, type: 'rating', properties: { steps: 5 } });
    const [document] = read(
      [stars('price'), stars('design')],
      [opinion, { type: 'number', number: 1, field: { id: 'price' } }],
    );
    expect(document).not.toHaveProperty('rating');
    expect(document?.attributes).toEqual({ formId: 'form', question: '의견' });
  });

  it('takes choices as attributes, and what was typed beside them as an answer of its own', () => {
    const documents = read(
      [
        { id: 'way', type: 'multiple_choice', title: '가입 경로' },
        { id: 'why', type: 'multiple_choice', title: '이유' },
        { id: 'again', type: 'yes_no', title: '재구매' },
        { id: 'age', type: 'dropdown', title: '연령대' },
      ],
      [
        opinion,
        { type: 'choice', choice: { other: '회사 동료가 알려줬어요' }, field: { id: 'way', ref: 'way' } },
        { type: 'choices', choices: { labels: ['가격', '배송'] }, field: { id: 'why', ref: 'why' } },
        { type: 'boolean', boolean: false, field: { id: 'again' } },
        typedInto('age', '30대', 'dropdown'),
      ],
    );
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      ['tok:open', '인증이 번거로워요'],
      ['tok:way', '회사 동료가 알려줬어요'],
    ]);
    expect(documents[0]?.attributes.choices).toBe('이유: 가격, 배송; 재구매: no; 연령대: 30대');
  });

  it('puts whoever answers into the author only, however the form asks', () => {
    const documents = read(
      [
        { id: 'name', type: 'short_text', title: '성함을 알려주세요' },
        { id: 'tel', type: 'short_text', title: '연락처' },
        { id: 'mail', type: 'short_text', title: '답변 받을 곳' },
        { id: 'name2', type: 'short_text', title: '이름이 예쁜 상품은?' },
        { id: 'since', type: 'short_text', title: '휴대폰은 언제부터 쓰셨나요?' },
      ],
      [
        opinion,
        typedInto('name', '김하늘'),
        typedInto('tel', '010-1234-5678'),
        typedInto('mail', 'haneul@example.com'),
        typedInto('name2', '구름 이불'),
        typedInto('since', '2025년에 바꿨어요'),
      ],
    );
    expect(documents.map(({ text }) => text)).toEqual([
      '인증이 번거로워요',
      '구름 이불',
      '2025년에 바꿨어요',
    ]);
    expect(documents[0]?.author).toEqual({
      displayName: '김하늘',
      phone: '010-1234-5678',
      email: 'haneul@example.com',
    });
  });

  it('takes nothing from a contact or address block but its author', () => {
    const block = (type: string, fields: Record<string, unknown>[]) => ({
      id: type,
      type,
      properties: { fields },
    });
    const documents = read(
      [
        block('contact_info', [
          { id: 'first', type: 'short_text', title: 'First name' },
          { id: 'company', type: 'short_text', title: 'Company' },
          { id: 'phone', type: 'phone_number', title: 'Phone number' },
        ]),
        block('address', [{ id: 'street', type: 'short_text', title: '주소' }]),
        {
          id: 'group',
          type: 'group',
          properties: { fields: [{ id: 'inner', ref: 'inner', type: 'long_text', title: '안의 질문' }] },
        },
      ],
      [
        typedInto('first', '하늘'),
        typedInto('company', '구름상사'),
        { type: 'phone_number', phone_number: '+821012345678', field: { id: 'phone' } },
        typedInto('street', '서울시 중구 세종대로 110'),
        typedInto('inner', '배송이 느려요', 'long_text'),
      ],
    );
    expect(documents).toMatchObject([
      {
        text: '배송이 느려요',
        author: { displayName: '하늘', phone: '+821012345678' },
        attributes: { question: '안의 질문' },
      },
    ]);
    expect(documents).toHaveLength(1);
  });

  it('reads the id of the customer from the configured hidden field and no other', () => {
    const hidden = { customer_id: 'app-7', braze_id: 'b-1' };
    expect(read([], [opinion], { hidden })[0]?.author).toEqual({ userId: 'app-7' });
    expect(read([], [opinion], { hidden: { other: 'x' } })[0]?.author).toEqual({});
  });

  it('makes nothing of answers without words', () => {
    expect(read([], [{ ...opinion, text: '  ' }])).toEqual([]);
    expect(read([], [{ ...opinion, text: '...' }])).toEqual([]);
    expect(read([], [])).toEqual([]);
  });

  it('leaves out of a question what it recalls from other answers', () => {
    const field = { id: 'q', ref: 'q', type: 'long_text', title: '{{field:name}}님,\n무엇이 아쉬웠나요?' };
    expect(read([field], [typedInto('q', '가격', 'long_text')])[0]?.attributes.question).toBe(
      '…님, 무엇이 아쉬웠나요?',
    );
  });

  it('cuts what is too long and says so', () => {
    const [document] = read([], [{ ...opinion, text: '가'.repeat(25_000) }]);
    expect(document?.text).toHaveLength(20_000);
    expect(document?.attributes.truncated).toBe(true);
  });

  it('keeps the answer to a question that the form no longer has', () => {
    expect(read([], [typedInto('deleted', '이제는 없는 질문의 답', 'long_text')])).toMatchObject([
      { id: 'tok:deleted', text: '이제는 없는 질문의 답', attributes: { formId: 'form' } },
    ]);
  });
});
