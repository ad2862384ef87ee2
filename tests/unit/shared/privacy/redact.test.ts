import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeIdentifier } from '../../../../shared/privacy/make-identifier.ts';
import { PLACEHOLDERS, redact } from '../../../../shared/privacy/redact.ts';

const KEYS = { current: 'k1', keys: { k1: 'a secret for tests' } };

/** Pieces that look like personal data, so that random texts come near the detectors' edges. */
const piece = fc.oneof(
  fc.constantFrom(
    '010-2345-6789',
    '+82 10 2345 6789',
    'hana.test@example.co.kr',
    '900101-2345678',
    '4111-1111-1111-1111',
    '국민은행 ',
    '계좌 ',
    '123-456789-01-234',
    '여권 M12345678',
    '서울 중구 세종대로 110',
    '제 이름은 홍길순입니다. ',
    '[전화번호]',
    '[이름]',
    '면허 ',
    '11-22-333333-44',
    ' ',
    '\n',
    '은 ',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)),
  fc.integer({ min: 0, max: 31 }).map((unit) => String.fromCharCode(unit)),
  fc.nat({ max: 99_999_999 }).map(String),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('redact', () => {
  it.each([
    ['연락처 010-2345-6789 입니다', 'phone', '010-2345-6789'],
    ['번호는 공일공-이삼사오-육칠팔구', 'phone', '공일공-이삼사오-육칠팔구'],
    ['Mail to Hana.Test@Example.co.kr please', 'email', 'Hana.Test@Example.co.kr'],
    ['주민번호 ９００１０１-２３４５６７８ 로', 'rrn', '９００１０１-２３４５６７８'],
    ['카드번호 4111 1111 1111 1111 결제', 'card', '4111 1111 1111 1111'],
    ['국민은행 123456-01-234567 로 환불', 'account', '123456-01-234567'],
    ['여권번호 M12345678', 'passport', 'M12345678'],
    ['면허번호 11-22-333333-44', 'driver', '11-22-333333-44'],
    ['집은 서울 중구 세종대로 110 이에요', 'address', '서울 중구 세종대로 110'],
    ['제 이름은 홍길순이에요', 'name', '홍길순'],
    ['아이피 203.0.113.25 에서 접속', 'ip', '203.0.113.25'],
  ])('takes the personal data out of %j and leaves the rest', (text, type, value) => {
    const { text: redacted, pii } = redact(text);
    expect(pii.map((span) => [span.type, text.slice(span.start, span.end)])).toEqual([[type, value]]);
    expect(redacted).toBe(text.replace(value, PLACEHOLDERS[type as keyof typeof PLACEHOLDERS]));
  });

  it.each([
    '주문번호 20251103-1234567 취소해 주세요',
    '사업자번호 123-45-67890 입니다',
    '1,234,500원이 두 번 나갔어요',
    '대표번호 1588-0000 연결이 안 돼요',
    '버전 6.12.0.3 에서 튕겨요',
    '2025-11-03 10:20 에 신청했어요',
    '예금주 변경이 안 돼요',
    '해운대 근처로 5분 거리',
  ])('leaves %j as it is', (text) => {
    expect(redact(text)).toEqual({ text, pii: [], identifiers: [] });
  });

  it('tells the own number from the number of somebody else', () => {
    const roles = (text: string) => redact(text).identifiers.map(({ kind, role }) => [kind, role]);
    expect(roles('제 번호는 010-2345-6789 예요')).toEqual([['phone', 'author']]);
    expect(roles('010-2345-6789 로 연락 주세요')).toEqual([['phone', 'author']]);
    expect(roles('친구 번호 010-2345-6789 로 보냈어요')).toEqual([['phone', 'other']]);
    expect(roles('엄마 폰 010-2345-6789 로 가입했어요')).toEqual([['phone', 'other']]);
    expect(roles('010-2345-6789 에서 문자가 왔음')).not.toEqual([['phone', 'author']]);
  });

  it('gives one token for one number, however it is written', () => {
    const tokens = ['010-2345-6789', '+82 10 2345 6789', '０１０２３４５６７８９'].map((number) => {
      const [found] = redact(`내 번호 ${number}`).identifiers;
      return found && makeIdentifier(found.kind, found.value, found.role, KEYS)?.token;
    });
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^k1\.[0-9a-f]{64}$/);
  });

  it('gives valid, ordered spans and a text made from them, for any string', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: redacted, pii } = redact(text);
        let position = 0;
        let rebuilt = '';
        for (const span of pii) {
          expect(span.start).toBeGreaterThanOrEqual(position);
          expect(span.end).toBeGreaterThan(span.start);
          rebuilt += text.slice(position, span.start) + PLACEHOLDERS[span.type];
          position = span.end;
        }
        expect(position).toBeLessThanOrEqual(text.length);
        expect(rebuilt + text.slice(position)).toBe(redacted);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds nothing more in its own result', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = redact(text).text;
        expect(redact(once)).toEqual({ text: once, pii: [], identifiers: [] });
      }),
      { numRuns: 1000 },
    );
  });
});
