import { DEFAULT_HESITATION_CODES } from '../../shared/domain/taxonomy.ts';

/** The five whole weeks of the demo; the weekly review is read for the last one. */
export const DEMO_WEEKS = ['2026-W42', '2026-W43', '2026-W44', '2026-W45', '2026-W46'] as const;
export type DemoWeek = (typeof DEMO_WEEKS)[number];

/** What a text was written about: a hesitation code, or one of the two kinds without one. */
export const DEMO_TOPICS = [...DEFAULT_HESITATION_CODES, 'praise', 'neutral'] as const;
export type DemoTopic = (typeof DEMO_TOPICS)[number];

/**
 * Voices per week. Fees fall after the clearer copy of W44, doubts rise with the campaign of W46, everything else
 * stays flat, so that a review which claims any other change is wrong.
 */
export const VOICES_PER_WEEK: Readonly<Record<DemoTopic, readonly [number, number, number, number, number]>> =
  {
    trust: [5, 6, 5, 5, 0],
    price: [22, 22, 14, 8, 5],
    auth: [10, 10, 10, 10, 10],
    error: [11, 11, 11, 11, 11],
    usability: [9, 9, 9, 9, 9],
    privacy: [7, 7, 7, 7, 7],
    understanding: [11, 11, 11, 11, 11],
    eligibility: [8, 8, 8, 8, 8],
    delay: [11, 11, 11, 11, 11],
    support: [8, 8, 8, 8, 8],
    penalty: [6, 6, 6, 6, 6],
    messaging: [8, 8, 8, 8, 8],
    alternative: [6, 6, 6, 6, 6],
    feature: [8, 8, 8, 8, 8],
    praise: [17, 17, 17, 17, 17],
    neutral: [6, 6, 6, 6, 6],
  };

/** Nobody could pass the identity check in these three hours (local time). */
export const OUTAGE = { day: '2026-11-11', fromHour: 20, toHour: 23, voices: 40 } as const;

/** A sensational text message; people ask whether it is real. Voices per day from the day it was sent (local time). */
export const CAMPAIGN = {
  name: '미수령 환급금 안내',
  sentAt: '2026-11-10T10:00:00+09:00',
  firstDay: '2026-11-10',
  voicesPerDay: [9, 7, 6, 4, 3, 3],
} as const;

/** Version that the stores offered in each week. */
export const APP_VERSIONS: Readonly<Record<DemoWeek, string>> = {
  '2026-W42': '4.12.1',
  '2026-W43': '4.12.3',
  '2026-W44': '4.13.0',
  '2026-W45': '4.13.1',
  '2026-W46': '4.14.0',
};
