import { describe, expect, it } from 'vitest';
import { checkCopy } from '../../../../shared/insight/check-copy.ts';
import type { CopyRules } from '../../../../shared/nlp/nlp-settings.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

const { copyRules: shipped } = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
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

  it('asks for what the channel and the hour ask for', () => {
    const rulesOf = (text: string, channel?: string, at?: string) =>
      checkCopy(text, shipped, { channel, at }).map(({ rule }) => rule);
    const plain = '(광고) [돌려받기] 수수료를 미리 보여 드려요. 무료수신거부 080-000-0000';
    expect(rulesOf(plain, 'LMS', '20:59')).toEqual([]);
    expect(rulesOf(plain, 'LMS', '21:00')).toEqual(['night']);
    expect(rulesOf(plain, 'lms', '07:59')).toEqual(['night']);
    expect(rulesOf(plain, 'LMS', '08:00')).toEqual([]);
    // E-mail is exempt by night, an in-app screen is no message, and no notice is asked for an opt-out.
    expect(rulesOf(plain, '이메일', '23:00')).toEqual([]);
    expect(rulesOf('수수료를 미리 보여 드려요', '인앱', '23:00')).toEqual([]);
    expect(rulesOf('환급이 완료되었습니다', 'LMS', '23:00')).toEqual([]);
    expect(rulesOf('수수료를 미리 보여 드려요', '푸시', '10:00')).toEqual(['ad-label', 'opt-out']);
  });

  it('refuses advertising where a channel takes none, and what is too long for it', () => {
    const rulesOf = (text: string, channel: string) =>
      checkCopy(text, shipped, { channel }).map(({ rule, severity }) => `${rule} ${severity}`);
    expect(rulesOf('신청하신 서류가 접수되었습니다.', '알림톡')).toEqual([]);
    expect(rulesOf('쿠폰을 드립니다.', '알림톡')).toEqual(['channel-advertising error']);
    const notice = (letters: number) => `환급이 완료되었습니다 ${'가'.repeat(letters)}`;
    // 21 bytes of the beginning, two for each letter.
    expect(rulesOf(notice(34), 'SMS')).toEqual([]);
    expect(rulesOf(notice(35), 'SMS')).toEqual(['channel-length error']);
  });

  it.each([
    ['무조건 환급', 'guarantee'],
    ['전원 환급', 'guarantee'],
    ['업계 최초', 'superlative'],
    ['국세청 공식', 'posing-as-authority'],
    ['숨은 환급금', 'hidden-money'],
    ['세금 폭탄', 'fear-of-tax'],
    ['평생 무료', 'free-claim'],
    ['마감 임박', 'urgency'],
  ])('finds %s (%s)', (phrase, rule) => {
    expect(checkCopy(`(광고) ${phrase}을 확인하세요. 무료수신거부`, shipped).map((one) => one.rule)).toEqual([
      rule,
    ]);
  });
});
