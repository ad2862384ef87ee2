import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLearntNumbers } from '../../../../shared/privacy/find-learnt-numbers.ts';
import { FormatLearner, NO_FORMATS } from '../../../../shared/privacy/learnt-formats.ts';
import { redact } from '../../../../shared/privacy/redact.ts';

const numbers = (make: (index: number) => string) => Array.from({ length: 300 }, (_, index) => make(index));
const scattered = (index: number, digits: number) =>
  String((index * 7_368_787 + 12_345) % 10 ** digits).padStart(digits, '0');
const day = (index: number) =>
  `2026${String(1 + (index % 12)).padStart(2, '0')}${String(1 + (index % 28)).padStart(2, '0')}`;

function learn(...sets: string[][]) {
  const learner = new FormatLearner();
  for (const number of sets.flat()) learner.add(number);
  return { orders: learner.formats(), userIds: [] };
}
const formats = learn(
  numbers((index) => `${day(index)}-${scattered(index, 7)}`),
  numbers(
    (index) =>
      `KR${scattered(index, 4)}${'ABCDEFGHJK'[index % 10]}${'LMNPQRSTUV'[(index * 3) % 10]}${scattered(index * 3, 3)}`,
  ),
);
const found = (text: string) =>
  findLearntNumbers(text, formats).map(({ start, end }) => text.slice(start, end));

describe('formats learnt from numbers', () => {
  it.each([
    '20260512-0071234',
    '20260512 0071234',
    '202605120071234',
    '２０２６０５１２-００７１２３４',
    'KR4821BQ193',
    'kr4821bq193',
    'KR4821-BQ193',
  ])('finds %s', (number) => expect(found(`주문번호 ${number} 확인해 주세요`)).toEqual([number]));

  it.each(['20261512-0071234', '2026-05-12', '010-2345-6789', 'KX4821BQ193', '119,000원', 'E-401'])(
    'leaves %s alone',
    (other) => expect(found(`이거 ${other} 뭐예요`)).toEqual([]),
  );

  it('tells digits without any sign from other numbers only beside a word for it', () => {
    const plain = learn(
      numbers((index) => String(1_000_000_000 + ((index * 7_368_787_331) % 8_999_999_999))),
    );
    expect(findLearntNumbers('주문번호 4839201934', plain)).toHaveLength(1);
    expect(findLearntNumbers('계좌 4839201934', plain)).toHaveLength(0);
  });

  it('takes junk of the file for no format', () => {
    expect(
      learn(
        numbers((index) => `${day(index)}-${scattered(index, 7)}`),
        ['test-1234', 'abc', '없음'],
      ).orders,
    ).toHaveLength(1);
  });

  it('makes an order number a placeholder that is no personal data', () => {
    const { text, pii, identifiers } = redact(
      '제 주문번호는 20260512-0071234 이고 번호는 010-2345-6789 입니다',
      formats,
    );
    expect(text).toBe('제 주문번호는 [주문번호] 이고 번호는 [전화번호] 입니다');
    expect(pii.map(({ type }) => type)).toEqual(['phone']);
    expect(identifiers.map(({ kind, role }) => [kind, role])).toContainEqual(['order-number', 'author']);
  });

  it('redacts any text once and for all', () => {
    const text = fc.array(
      fc.oneof(
        fc.constantFrom('20260512-0071234', 'KR4821BQ193', '010-2345-6789', ' ', '주문번호'),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(text, (pieces) => {
        const once = redact(pieces.join(''), formats).text;
        expect(redact(once, formats).text).toBe(once);
      }),
    );
  });

  it('finds nothing before anything was learnt', () => {
    expect(findLearntNumbers('주문번호 20260512-0071234', NO_FORMATS)).toEqual([]);
  });
});
