import { describe, expect, it } from 'vitest';
import { DEFAULT_HESITATION_CODES } from '../../../../shared/domain/taxonomy.ts';
import { checkCopy } from '../../../../shared/insight/check-copy.ts';
import { draftsFor, FACT_LABELS, fillDraft, isComplete } from '../../../../shared/insight/draft-templates.ts';
import { toneOf } from '../../../../shared/insight/messages/message-tone.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

const { copyRules } = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
const values = copyRules.facts?.values ?? {};
const CODES = [...DEFAULT_HESITATION_CODES, 'own-code'];
const PHRASES = ['수수료', '본인인증', '인증 실패', '서류', '알림', '3.3%', 'PASS', '조회 버튼'];

describe('draftsFor', () => {
  it.each(CODES)(
    'says nothing about %s that our own checker advises against, whatever the phrase',
    (code) => {
      for (const phrase of PHRASES) {
        for (const draft of draftsFor(code, { brand: '돌려받기', phrase, facts: values })) {
          const message = `(광고) [돌려받기] ${draft} 무료수신거부 080-000-0000`;
          expect(checkCopy(message, copyRules, { channel: 'LMS', at: '10:00' })).toEqual([]);
          expect(['informative', 'reassuring']).toContain(toneOf(draft));
          expect([...draft].length).toBeLessThanOrEqual(120);
        }
      }
    },
  );

  it.each(CODES)('puts the right particles into the drafts for %s', (code) => {
    for (const phrase of PHRASES) {
      for (const draft of draftsFor(code, { brand: '돌려받기', phrase, facts: values })) {
        expect(draft).not.toMatch(/[{}]|undefined/u);
        // Never the form after a consonant behind a vowel, nor the other way round.
        expect(draft).not.toMatch(/[가기리스료류부][’]?(을|은|이)(?= )/u);
        expect(draft).not.toMatch(/[증림튼청][’]?(를|는|가)(?= )/u);
      }
    }
  });

  it('fills in given facts alone: nothing else carries a figure', () => {
    for (const code of CODES) {
      for (const draft of draftsFor(code, { brand: '돌려받기', phrase: '수수료', facts: {} })) {
        expect(draft).not.toMatch(/\d/u);
      }
    }
    const [draft] = draftsFor('price', { brand: '돌려받기', phrase: '수수료', facts: values });
    expect(draft).toBe(
      '‘수수료’ 때문에 망설이셨다면 금액부터 확인해 보세요. 비용은 돌려받은 금액의 15%이고, 결제 전 화면에서 미리 볼 수 있어요.',
    );
  });

  it('leaves a place for what is not given, and puts complete drafts first', () => {
    const drafts = draftsFor('error', { brand: '돌려받기', phrase: '업데이트', facts: values });
    expect(drafts.map(isComplete)).toEqual([true, false]);
    expect(drafts[1]).toContain('〔원인〕이었고, 〔고친 날〕에');
  });

  it('names every fact that it asks for', () => {
    const drafts = CODES.flatMap((code) => draftsFor(code, { brand: 'b', phrase: 'p', facts: {} }));
    const asked = new Set(
      drafts.flatMap((draft) => [...draft.matchAll(/〔(.+?)〕/gu)].map(([, label]) => label)),
    );
    expect([...asked].sort()).toEqual(Object.values(FACT_LABELS).sort());
    expect(Object.keys(values).filter((name) => !(name in FACT_LABELS))).toEqual([]);
  });

  it.each([
    ['환급률', '환급률은'],
    ['수수료', '수수료는'],
    ['PASS', 'PASS는'],
    ['3.3%', '3.3%는'],
  ])('reads %s aloud for its particle', (phrase, expected) => {
    expect(fillDraft('{phrase}{은/는}', { brand: 'b', phrase, facts: {} })).toBe(expected);
  });
});
