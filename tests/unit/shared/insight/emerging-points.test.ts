import { describe, expect, it } from 'vitest';
import { acceptEmerging, dismissEmerging } from '../../../../shared/insight/accept-emerging.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { emergingKeys, emergingPoints } from '../../../../shared/insight/emerging-points.ts';
import { reviewWindow } from '../../../../shared/insight/review-window.ts';
import { bucketsOf, daysLater, makeDocument, type Voice } from './contribution-factory.ts';
import { seededRandom } from './seeded-random.ts';

const MONDAY = '2026-11-08T15:00:00.000Z';
const WEEK = '2026-W46';
const WORDS = Array.from({ length: 60 }, (_, index) => `낱말${index}`);

/** A week of 300 voices, a third of them not content and without a code, each with three usual words. */
function usualWeek(week: number, seed: number): Voice[] {
  const random = seededRandom(seed + week * 31);
  return Array.from({ length: 300 }, (_, index) => ({
    id: `${seed}|${week}|${index}`,
    at: daysLater(MONDAY, week * 7 + 6.9 * random.uniform()),
    text: `보통 하는 말 ${index} ${random.uniform()}`,
    sentiment: index % 3 === 0 ? 'negative' : 'positive',
    terms: [0, 1, 2].map(() => WORDS[Math.floor(WORDS.length * random.uniform() ** 2)] ?? ''),
  }));
}

const TALK = [
  '점검 때문에 잔액이 안 보여요',
  '잔액 표시가 사라졌네요 점검인가요',
  '어제 점검 뒤로 잔액이 빈칸입니다',
  '왜 잔액이 안 나오죠',
  '점검 끝났다는데 잔액은 그대로 없음',
];
const talk = (
  count: number,
  text = (index: number) => `${TALK[index % 5]} ${'가나다라마바사아자차카타파하'[index % 14]}`,
): Voice[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `talk ${index}`,
    at: daysLater(MONDAY, 2 + index / 20),
    text: text(index),
    sentiment: 'negative',
    terms: index % 3 === 0 ? ['점검', '잔액이 안 보이다'] : ['점검', '잔액이 안 보이다', '잔액'],
    customerId: `C${index % 7}`,
  }));

function emergingOf(
  voices: readonly Voice[],
  decisions: Parameters<typeof emergingPoints>[0]['decisions'] = [],
) {
  const documents = voices.map(makeDocument);
  const contributions = documents.map((document) => contributionOf(document, undefined));
  const ofWeek = contributions.filter(({ day }) => day >= '2026-11-09');
  const window = reviewWindow(WEEK, bucketsOf(contributions));
  const loaded = new Set(emergingKeys(window, ofWeek));
  return emergingPoints({
    window,
    contributions: ofWeek,
    documents: new Map(
      documents.flatMap((one) => (loaded.has(one.record.documentKey) ? [[one.record.documentKey, one]] : [])),
    ),
    decisions,
  });
}

const month = [-4, -3, -2, -1, 0].flatMap((week) => usualWeek(week, 5));
const by = { at: '2026-11-16T00:00:00.000Z', by: 'cx lead' };

describe('emergingPoints', () => {
  it('makes one proposal of phrases that suddenly come together, with who, when and quotes', () => {
    const found = emergingOf([...month, ...talk(14)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ documents: 14, customers: 7, negativeShare: 1, firstDay: '2026-11-11' });
    expect(found[0]?.name).toContain('점검');
    expect(found[0]?.evidence).toHaveLength(3);
  });

  it('does not take one text, posted again and again, for a matter of customers', () => {
    expect(emergingOf([...month, ...talk(14, () => '점검 때문에 잔액이 안 보여요')])).toEqual([]);
  });

  it('proposes nothing again that a person dismissed or accepted, whatever phrase leads next time', () => {
    const [proposal] = emergingOf([...month, ...talk(14)]);
    if (proposal === undefined) throw new Error('there is a proposal');
    expect(emergingOf([...month, ...talk(14)], [dismissEmerging(proposal, by)])).toEqual([]);
    const taxonomy = { version: '1', codes: [], stages: [] };
    const edit = { codes: [] };
    const code = {
      code: 'balance',
      name: { ko: '잔액', en: 'Balance' },
      what: { ko: '잔액', en: 'balance' },
      phrases: ['잔액~안 보'],
    };
    const accepted = acceptEmerging(taxonomy, edit, proposal, code, by);
    expect(accepted.edit).toEqual({ codes: [code] });
    expect(emergingOf([...month, ...talk(14)], [accepted.decision])).toEqual([]);
    const known = { ...taxonomy, codes: [{ code: code.code, name: code.name, what: code.what }] };
    expect(acceptEmerging(known, accepted.edit, proposal, code, by)).toEqual(accepted);
    expect(() => acceptEmerging(known, edit, proposal, code, by)).toThrow(/balance/);
  });

  it('proposes something in at most 5 of 100 months in which nothing happens', () => {
    let proposed = 0;
    for (let run = 0; run < 100; run++) {
      const quiet = [-4, -3, -2, -1, 0].flatMap((week) => usualWeek(week, 1_000 + run * 97));
      if (emergingOf(quiet).length > 0) proposed++;
    }
    expect(proposed).toBeLessThanOrEqual(5);
  }, 120_000);
});
