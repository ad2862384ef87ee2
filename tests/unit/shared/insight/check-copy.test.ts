import { describe, expect, it } from 'vitest';
import { checkCopy } from '../../../../shared/insight/check-copy.ts';
import type { CopyRules } from '../../../../shared/nlp/nlp-settings.ts';

const words = { reason: { ko: '이유', en: 'reason' }, instead: { ko: '대신', en: 'instead' } };
const legal = { severity: 'error' as const, legalSource: '정보통신망법 제50조', ...words };
const rules: CopyRules = {
  version: '1',
  phrases: [
    { id: 'hidden-money', any: ['숨은 (돈|환급금)'], severity: 'warning', ...words },
    { id: 'certain', any: ['100% ~ 환급'], severity: 'error', ...words },
  ],
  adLabel: { label: '(광고)', skipWhen: ['인증번호'], ...legal },
  optOut: { any: ['무료수신거부'], ...legal },
  night: { from: '21:00', until: '08:00', ...legal },
};

describe('checkCopy', () => {
  it('finds phrases with their place, in the order of the text, and what is missing by law', () => {
    const text = '누구나 100% 전액 환급! 숨은환급금을 찾으세요';
    const findings = checkCopy(text, rules);
    expect(findings.map(({ rule }) => rule)).toEqual(['certain', 'hidden-money', 'ad-label', 'opt-out']);
    const match = findings[1]?.match;
    expect(text.slice(match?.start, match?.end)).toBe('숨은환급금');
    expect(findings[2]).toMatchObject({ severity: 'error', legalSource: '정보통신망법 제50조' });
  });

  it('has nothing to say about a plain and complete text', () => {
    expect(
      checkCopy('(광고) [돌려받기] 수수료를 미리 보여 드립니다. 무료수신거부 080-000-0000', rules),
    ).toEqual([]);
  });

  it('asks no label of a text that is no advertisement', () => {
    expect(checkCopy('인증번호는 123456입니다', rules)).toEqual([]);
  });
});
