import { describe, expect, it } from 'vitest';
import {
  FILLERS,
  FORWARDED_SURVEY,
  OTHERS_EMAIL,
  OTHERS_NAME_DIGITS,
  OTHERS_ORDER,
  OTHERS_PHONE,
  OWN_EMAIL,
  OWN_NAME_DIGITS,
  OWN_ORDER,
  OWN_PHONE,
  REISSUED_NUMBER,
} from '../../../../scripts/eval/linking-wordings.ts';
import { HELD_OUT_OTHERS, HELD_OUT_OWN } from '../../../../scripts/eval/linking-wordings-held-out.ts';
import { LATEST_OTHERS, LATEST_OWN } from '../../../../scripts/eval/linking-wordings-latest.ts';
import type { IdentifierKind } from '../../../../shared/domain/record.ts';
import { documentIdentifiers } from '../../../../shared/privacy/document-identifiers.ts';
import { readDocumentSigns } from '../../../../shared/privacy/document-signs.ts';
import { FormatLearner } from '../../../../shared/privacy/learnt-formats.ts';
import { redact } from '../../../../shared/privacy/redact.ts';

const KEYS = { current: 'k1', keys: { k1: 'a secret for tests' } };
const learner = new FormatLearner();
for (let index = 0; index < 300; index += 1)
  learner.add(`KR${index % 10}${'ABCDEFGH'[index % 8]}${100_000 + ((index * 7_919) % 900_000)}`);
const formats = { orders: learner.formats(), userIds: [] };

function rolesOf(sentence: string, kind: IdentifierKind): string[] {
  const text = sentence
    .replace('{}', '010-2385-6719')
    .replace('{@}', 'sunny.tiger82@naver.com')
    .replace('{#}', 'KR3H483920')
    .replace('{n}', '한지민')
    .replace('{4}', '4821');
  const { identifiers: found } = redact(text, formats);
  return documentIdentifiers({ author: {}, source: 'ticket', found, signs: readDocumentSigns(text) }, KEYS)
    .filter((identifier) => identifier.kind === kind)
    .map(({ role }) => role);
}

const sets: readonly (readonly [string, IdentifierKind, readonly string[], readonly string[]])[] = [
  ['phone', 'phone', OWN_PHONE, OTHERS_PHONE],
  ['mail address', 'email', OWN_EMAIL, OTHERS_EMAIL],
  ['order', 'order-number', OWN_ORDER, OTHERS_ORDER],
  ['name with digits', 'name-phone4', OWN_NAME_DIGITS, OTHERS_NAME_DIGITS],
];

const kindOf = (sentence: string): IdentifierKind =>
  sentence.includes('{@}')
    ? 'email'
    : sentence.includes('{#}')
      ? 'order-number'
      : sentence.includes('{4}')
        ? 'name-phone4'
        : 'phone';
/** Read as nobody's: the owner is named in a sentence of its own. */
const UNREAD = [
  '명의는 제 앞으로 돼 있어요 {}',
  '{} 앞자리는 안 바뀌었고 뒷자리만 새로 했어요 제 번호 맞습니다',
];

describe('whose identifier it is in the latest round of sentences', () => {
  it.each([...LATEST_OWN, ...HELD_OUT_OWN].filter((sentence) => !UNREAD.includes(sentence)))(
    'the author’s: %s',
    (sentence) => expect(rolesOf(sentence, kindOf(sentence))).toEqual(['author']),
  );
  it.each(UNREAD)('nobody’s for certain: %s', (sentence) =>
    expect(rolesOf(sentence, kindOf(sentence))).toEqual(['unknown']),
  );
  it.each([...LATEST_OTHERS, ...HELD_OUT_OTHERS])('not the author’s: %s', (sentence) =>
    expect(rolesOf(sentence, kindOf(sentence))).not.toContain('author'),
  );
});

describe.each(sets)('whose %s it is', (_, kind, own, others) => {
  it.each(own)('the author’s: %s', (sentence) => expect(rolesOf(sentence, kind)).toEqual(['author']));
  it.each(others)('not the author’s: %s', (sentence) =>
    expect(rolesOf(sentence, kind)).not.toContain('author'),
  );
  it.each(others)('not the author’s between other sentences: %s', (sentence) => {
    for (const [index, filler] of FILLERS.entries()) {
      const next = FILLERS[(index * 5 + 3) % FILLERS.length] ?? '';
      expect(rolesOf(`${filler} ${sentence} ${next}`, kind)).not.toContain('author');
      expect(rolesOf(`${filler}. ${sentence}. ${next}`, kind)).not.toContain('author');
    }
  });
});

describe('what a text says of its author', () => {
  it.each(FORWARDED_SURVEY)('the survey was sent to somebody else: %s', (text) =>
    expect(readDocumentSigns(text).forwardedSurvey).toBe(true),
  );
  it.each(REISSUED_NUMBER)('the number was somebody else’s: %s', (text) =>
    expect(readDocumentSigns(text).reissuedNumber).toBe(true),
  );
  it.each([
    ...FILLERS,
    '가격만 내려가면 좋겠어요',
    '직원이 대신 결제해 줘서 편했어요',
    '친구가 써보라고 해서 가입했어요',
    '번호 변경하는 메뉴를 못 찾겠어요',
    '휴대폰을 새로 바꿨는데 로그인이 안 돼요',
    '엄마한테 선물했는데 좋아하세요',
    '이벤트 링크를 공유했는데 포인트가 안 들어와요',
  ])('nothing: %s', (text) => {
    expect(Object.values(readDocumentSigns(text))).toEqual([false, false, false, false]);
  });
});
