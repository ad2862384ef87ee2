import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import {
  characteristicTerms,
  inUsualSpelling,
  termCounts,
} from '../../../../shared/insight/characteristic-terms.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { makeDocument } from './contribution-factory.ts';

let voicesMade = 0;

function saying(terms: string[], times: number): Contribution[] {
  return Array.from({ length: times }, () => {
    voicesMade += 1;
    const voice = {
      id: `voice-${voicesMade}`,
      at: '2026-11-11T10:00:00+09:00',
      text: terms.join(' '),
      terms,
    };
    return contributionOf(makeDocument(voice), undefined);
  });
}

describe('characteristicTerms', () => {
  it('ranks what the group says and the rest does not', () => {
    const group = saying(['본인인증 실패', '앱'], 20);
    const all = [...group, ...saying(['배송', '앱'], 60)];
    const counts = termCounts(all);
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const found = characteristicTerms(group, counts, total, 5);
    expect(found.map(({ term }) => term)).toEqual(['본인인증 실패']);
    expect(found[0]?.documents).toBe(20);
  });
});

describe('inUsualSpelling', () => {
  const voices = [...saying(['본인 인증', '업뎃'], 3), ...saying(['본인인증', '업데이트'], 2)];

  it('counts spellings that differ in spaces under the one used most', () => {
    const counts = termCounts(inUsualSpelling(voices));
    expect(Object.fromEntries(counts)).toEqual({ '본인 인증': 5, 업뎃: 3, 업데이트: 2 });
  });

  it('counts everyday names of one word together where the settings name them', () => {
    const counts = termCounts(inUsualSpelling(voices, [['업데이트', '업뎃']]));
    expect(Object.fromEntries(counts)).toEqual({ '본인 인증': 5, 업뎃: 5 });
  });

  it('counts a document once that uses both spellings', () => {
    const counts = termCounts(inUsualSpelling(saying(['본인 인증', '본인인증'], 4)));
    expect([...counts.values()]).toEqual([4]);
  });
});
