import { daysOfWeek } from '../../shared/domain/time.ts';
import { createSeededRandom } from './seeded-random.ts';
import type { DemoWeek } from './story.ts';
import { CAMPAIGN, DEMO_WEEKS, OUTAGE } from './story.ts';

export const FUNNEL_COLUMNS = ['date', 'stage', 'entered', 'completed'] as const;

/** Share of those shown the fee who pay it: it grows after the copy of W44 explains the fee. */
const PAYING: Readonly<Record<DemoWeek, number>> = {
  '2026-W42': 0.412,
  '2026-W43': 0.408,
  '2026-W44': 0.447,
  '2026-W45': 0.483,
  '2026-W46': 0.491,
};

/** Daily funnel steps: what one stage completes, the next one enters. */
export function makeFunnel() {
  return DEMO_WEEKS.flatMap((week) =>
    daysOfWeek(week).flatMap((date, weekday) => funnelDay(date, weekday, week)),
  );
}

function funnelDay(date: string, weekday: number, week: DemoWeek) {
  const random = createSeededRandom(`funnel ${date}`);
  const around = (value: number) => Math.round(value * (0.97 + random.next() * 0.06));
  const visitors = around(4_600 * (weekday >= 5 ? 0.78 : 1)) + (date === CAMPAIGN.firstDay ? 3_150 : 0);
  const interested = date === CAMPAIGN.firstDay ? 0.26 : 0.31;
  const verified = date === OUTAGE.day ? 0.624 : 0.884;

  const awareness = { entered: visitors, completed: around(visitors * interested) };
  const signup = { entered: awareness.completed, completed: around(awareness.completed * 0.79) };
  const verification = { entered: signup.completed, completed: around(signup.completed * verified) };
  const exploration = { entered: verification.completed, completed: around(verification.completed * 0.61) };
  const purchase = {
    entered: exploration.completed,
    completed: around(exploration.completed * PAYING[week]),
  };
  const usage = {
    entered: purchase.completed,
    completed: Math.min(purchase.completed, around(purchase.completed * 0.94)),
  };
  return Object.entries({ awareness, signup, verification, exploration, purchase, usage }).map(
    ([stage, step]) => ({
      date,
      stage,
      ...step,
    }),
  );
}
