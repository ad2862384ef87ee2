import { createSeededRandom } from '../../../../../scripts/demo/seeded-random.ts';
import { type SentMessage, SentMessageSchema } from '../../../../../shared/domain/sent-message.ts';

/** Words of a made-up archive with what each adds to the log-odds of a click. */
export interface SimulatedArchive {
  readonly effects: ReadonlyMap<string, number>;
  readonly messages: SentMessage[];
}

const WORDS = [
  '환급',
  '수수료',
  '무료',
  '본인인증',
  '신청서',
  '후기',
  '쿠폰',
  '서류',
  '입금',
  '공제',
  '안심',
  '마감일',
];
const CHANNELS = [
  { name: '알림톡', logOdds: 0 },
  { name: '푸시', logOdds: -0.9 },
  { name: 'LMS', logOdds: -0.5 },
] as const;
const SEGMENTS = [
  { name: '신규', logOdds: 0.2 },
  { name: '휴면', logOdds: -0.6 },
  { name: '전체', logOdds: 0 },
] as const;

/**
 * Sends of two variants per campaign. Channels like some words more than others, so that a naked average is wrong;
 * campaigns and sends scatter beyond chance.
 */
export function simulateArchive(seed: number, size = 160): SimulatedArchive {
  const random = createSeededRandom(`archive ${seed}`);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T;
  const effects = new Map(WORDS.map((word) => [word, 0.35 * normal()]));
  const messages: SentMessage[] = [];
  for (let campaign = 0; messages.length < size; campaign++) {
    const channel = pick(CHANNELS);
    const segment = pick(SEGMENTS);
    const month = 1 + Math.floor(random.next() * 12);
    const season = month === 5 ? 0.3 : 0;
    const shared = 0.2 * normal();
    for (const variant of ['A', 'B']) {
      const words = WORDS.filter(
        (_, index) => random.next() < (index % 3 === CHANNELS.indexOf(channel) ? 0.45 : 0.15),
      );
      const delivered = 1_000 + Math.floor(random.next() * 30_000);
      const logOdds =
        -3 +
        channel.logOdds +
        segment.logOdds +
        season +
        shared +
        0.15 * normal() +
        words.reduce((sum, word) => sum + (effects.get(word) ?? 0), 0);
      const rate = 1 / (1 + Math.exp(-logOdds));
      const clicked = Math.max(
        0,
        Math.round(delivered * rate + Math.sqrt(delivered * rate * (1 - rate)) * normal()),
      );
      messages.push(
        SentMessageSchema.parse({
          messageId: `m${messages.length}`,
          campaign: `c${campaign}`,
          variant,
          sentAt: `2026-${String(month).padStart(2, '0')}-10T01:00:00.000Z`,
          channel: channel.name,
          segment: segment.name,
          text: `안내드립니다. ${words.join(' ')}`,
          hasImage: false,
          sent: delivered,
          delivered,
          clicked,
        }),
      );
    }
  }
  return { effects, messages };
}
