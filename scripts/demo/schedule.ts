import type { SourceKind } from '../../shared/domain/taxonomy.ts';
import { addDays, daysOfWeek, isoWeek } from '../../shared/domain/time.ts';
import { createSeededRandom } from './seeded-random.ts';
import type { DemoWeek } from './story.ts';
import { CAMPAIGN, DEMO_TOPICS, DEMO_WEEKS, OUTAGE, VOICES_PER_WEEK } from './story.ts';
import type { BankText } from './text-bank.ts';

/** A text with its place in time: `localTime` is `YYYY-MM-DDTHH:MM:SS` in Korea. */
export interface PlacedText {
  readonly bank: BankText;
  readonly week: DemoWeek;
  readonly localTime: string;
}

/** Weights of the 24 hours: reviews on the way and at night, tickets in office hours, surveys after their sending. */
const HOURS: Readonly<Record<SourceKind, readonly number[]>> = {
  'app-review': [3, 1, 0, 0, 0, 0, 1, 3, 5, 4, 4, 4, 7, 5, 4, 4, 4, 5, 6, 7, 8, 9, 8, 5],
  community: [4, 2, 1, 0, 0, 0, 1, 2, 4, 6, 6, 5, 6, 6, 6, 5, 5, 4, 4, 5, 7, 9, 9, 7],
  ticket: [0, 0, 0, 0, 0, 0, 0, 1, 4, 10, 11, 9, 5, 8, 10, 9, 8, 6, 3, 2, 2, 2, 1, 1],
  survey: [0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 6, 12, 8, 5, 4, 4, 4, 4, 6, 8, 5, 3, 2, 1],
};

/** An ordinary hour holds no more voices than this, so that nothing but the outage looks like a spike. */
const MOST_PER_HOUR = 3;

/**
 * Places every text in the five weeks: planted events by the story, the rest in flat weekly numbers with a spread of
 * sources over weeks and of voices over days. Oldest first.
 * @throws RangeError when the numbers of texts do not fit the story.
 */
export function placeTexts(bank: readonly BankText[]): PlacedText[] {
  const outage = placeOutage(bank.filter(({ wave }) => wave === 'outage'));
  const perHour = new Map<string, number>();
  const campaign = placeCampaign(
    bank.filter(({ wave }) => wave === 'campaign'),
    perHour,
  );
  const everyday = DEMO_TOPICS.flatMap((topic) => {
    const texts = bank.filter((text) => text.wave === undefined && text.topic === topic);
    return dealToWeeks(texts, VOICES_PER_WEEK[topic], topic).flatMap(({ week, texts: ofWeek }) =>
      placeInWeek(ofWeek, week, topic, perHour),
    );
  });
  return [...outage, ...campaign, ...everyday].sort((a, b) => (a.localTime < b.localTime ? -1 : 1));
}

/** Deals the texts of a topic to weeks; each source is spread in proportion to the weeks' numbers. */
function dealToWeeks(texts: readonly BankText[], quotas: readonly number[], topic: string) {
  const total = quotas.reduce((sum, quota) => sum + quota, 0);
  if (texts.length !== total)
    throw new RangeError(`${topic}: ${texts.length} texts, the story needs ${total}`);
  const random = createSeededRandom(`weeks ${topic}`);
  const weeks = DEMO_WEEKS.map((week, index) => ({
    week,
    quota: quotas[index] ?? 0,
    texts: [] as BankText[],
  }));
  const pinned = texts.filter(({ on }) => on !== undefined);
  for (const text of pinned) {
    const week = isoWeek((text.on ?? '').slice(0, 10));
    weeks.find((candidate) => candidate.week === week)?.texts.push(text);
  }
  const free = random.shuffle(texts.filter(({ on }) => on === undefined));
  free.sort((a, b) => (a.source < b.source ? -1 : a.source > b.source ? 1 : 0));
  for (const text of free) {
    const neediest = [...weeks]
      .filter(({ quota, texts: taken }) => taken.length < quota)
      .sort((a, b) => (b.quota - b.texts.length) / b.quota - (a.quota - a.texts.length) / a.quota)[0];
    if (neediest === undefined) throw new RangeError(`${topic}: no week is left for a text`);
    neediest.texts.push(text);
  }
  return weeks;
}

function placeInWeek(
  texts: readonly BankText[],
  week: DemoWeek,
  topic: string,
  perHour: Map<string, number>,
) {
  const random = createSeededRandom(`days ${topic} ${week}`);
  const days = daysOfWeek(week);
  const offset = random.next();
  return random.shuffle(texts).map((bank, index) => {
    const slot = days[Math.floor(((index + offset) / texts.length) * 7) % 7] ?? '';
    return { bank, week, localTime: drawTime(bank, bank.on ?? slot, `${topic} ${bank.text}`, perHour) };
  });
}

function placeCampaign(texts: readonly BankText[], perHour: Map<string, number>): PlacedText[] {
  const slots = CAMPAIGN.voicesPerDay.flatMap((voices, index) =>
    Array.from({ length: voices }, () => addDays(CAMPAIGN.firstDay, index)),
  );
  if (texts.length !== slots.length) {
    throw new RangeError(`campaign: ${texts.length} texts, the story needs ${slots.length}`);
  }
  const random = createSeededRandom('days campaign');
  const pinned = texts.filter(({ on }) => on !== undefined).map((bank) => ({ bank, day: bank.on ?? '' }));
  for (const { day } of pinned) slots.splice(slots.indexOf(day), 1);
  const free = random.shuffle(texts.filter(({ on }) => on === undefined));
  const placed = [
    ...pinned,
    ...free.map((bank, index) => ({ bank, day: slots[index] ?? CAMPAIGN.firstDay })),
  ];
  return placed.map(({ bank, day }) => ({
    bank,
    week: '2026-W46',
    localTime: drawTime(bank, day, `campaign ${bank.text}`, perHour, `${CAMPAIGN.sentAt.slice(0, 13)}:20:00`),
  }));
}

/** Voices come in from minute 4, are densest around 20:30–21:30 and thin out until the end. */
function placeOutage(texts: readonly BankText[]): PlacedText[] {
  if (texts.length !== OUTAGE.voices) {
    throw new RangeError(`outage: ${texts.length} texts, the story needs ${OUTAGE.voices}`);
  }
  const random = createSeededRandom('outage');
  const pinned = texts.filter(({ on }) => on !== undefined);
  const free = random.shuffle(texts.filter(({ on }) => on === undefined));
  const seconds = () => random.integer(0, 59);
  return [
    ...pinned.map((bank) => ({ bank, week: '2026-W46' as const, localTime: `${bank.on}:${pad(seconds())}` })),
    ...free.map((bank, index) => {
      const minute = Math.floor(4 + 160 * ((index + 0.5) / free.length) ** 1.3);
      const time = `${pad(OUTAGE.fromHour + Math.floor(minute / 60))}:${pad(minute % 60)}:${pad(seconds())}`;
      return { bank, week: '2026-W46' as const, localTime: `${OUTAGE.day}T${time}` };
    }),
  ];
}

function drawTime(
  bank: BankText,
  day: string,
  seed: string,
  perHour: Map<string, number>,
  notBefore = '',
): string {
  if (day.length > 10) return `${day}:00`;
  const random = createSeededRandom(`time ${seed}`);
  for (;;) {
    const hour = random.weightedIndex(HOURS[bank.source]);
    const time = `${day}T${pad(hour)}:${pad(random.integer(0, 59))}:${pad(random.integer(0, 59))}`;
    const taken = perHour.get(time.slice(0, 13)) ?? 0;
    const outage = day === OUTAGE.day && hour >= OUTAGE.fromHour && hour < OUTAGE.toHour;
    if (outage || taken >= MOST_PER_HOUR || time < notBefore) continue;
    perHour.set(time.slice(0, 13), taken + 1);
    return time;
  }
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
