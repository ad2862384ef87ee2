import type { SentMessage } from '../../../shared/domain/sent-message.ts';
import { FUNNEL_STAGES } from '../../../shared/domain/taxonomy.ts';
import { addDays } from '../../../shared/domain/time.ts';

const CHANNELS = ['LMS', '알림톡', '푸시', '이메일'];

/** The ID of the newest message that `makeMessages` makes. */
export const NEWEST_MESSAGE = 'M-00000';

/** An archive of sent messages, two variants a campaign, ten a day back from `lastDay`. */
export function makeMessages(count: number, lastDay: string): SentMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    messageId: `M-${String(index).padStart(5, '0')}`,
    campaign: `캠페인 ${Math.floor(index / 2)}`,
    variant: index % 2 === 0 ? 'A' : 'B',
    sentAt: `${addDays(lastDay, -Math.floor(index / 10))}T01:00:00.000Z`,
    channel: CHANNELS[index % CHANNELS.length] ?? 'LMS',
    segment: `세그먼트 ${index % 7}`,
    stage: FUNNEL_STAGES[index % FUNNEL_STAGES.length],
    text: `(광고) [보기은행] ${index}번째 안내입니다. 수수료는 신청 전에 화면에서 먼저 보여 드리고, 언제든 취소할 수 있어요. 무료수신거부 080-000-0000`,
    hasImage: index % 3 === 0,
    sent: 20_000,
    delivered: 19_000,
    opened: 6_000,
    clicked: 900 + (index % 300),
    converted: 90,
    unsubscribed: 20,
    complaints: 1,
  }));
}
