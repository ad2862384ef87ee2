import * as z from 'zod';
import { FunnelStageSchema } from '../../shared/domain/taxonomy.ts';
import { createSeededRandom } from './seeded-random.ts';

/** How a message speaks. It decides the made-up results and is not part of the archive. */
export const TONES = ['informative', 'reassuring', 'urgent', 'sensational'] as const;

/** A line of `campaigns.ndjson`: what was sent, before its results. */
export const CampaignSchema = z.strictObject({
  campaign: z.string().min(1),
  variant: z.string().optional(),
  sentAt: z.iso.datetime({ offset: true }),
  channel: z.enum(['LMS', '알림톡', '푸시']),
  segment: z.string().min(1),
  stage: FunnelStageSchema,
  tone: z.enum(TONES),
  hasImage: z.boolean(),
  sent: z.int().positive(),
  text: z.string().min(1),
});
export type Campaign = z.infer<typeof CampaignSchema>;

export const MESSAGE_COLUMNS = [
  'messageId',
  'campaign',
  'variant',
  'sentAt',
  'channel',
  'segment',
  'stage',
  'text',
  'hasImage',
  'sent',
  'delivered',
  'opened',
  'clicked',
  'converted',
  'unsubscribed',
  'complaints',
] as const;

/** Shares of delivered messages, by channel. Carriers do not tell who opened a long text message. */
const CHANNEL_RATES = {
  LMS: { delivered: 0.981, opened: undefined, clicked: 0.031, unsubscribed: 0.0024 },
  알림톡: { delivered: 0.972, opened: 0.41, clicked: 0.068, unsubscribed: 0.0011 },
  푸시: { delivered: 0.887, opened: 0.093, clicked: 0.029, unsubscribed: 0.0014 },
} as const;

/** What a tone does: loud words bring clicks, but fewer of them convert and more people leave or complain. */
const TONE_EFFECTS = {
  informative: { clicked: 1, converted: 0.17, unsubscribed: 1, complaints: 0.0001 },
  reassuring: { clicked: 1.08, converted: 0.22, unsubscribed: 0.8, complaints: 0.00005 },
  urgent: { clicked: 1.22, converted: 0.14, unsubscribed: 1.9, complaints: 0.0003 },
  sensational: { clicked: 1.55, converted: 0.08, unsubscribed: 4.2, complaints: 0.0011 },
} as const;

/** The archive of sent messages with results, one row per campaign and variant. */
export function makeMessages(campaigns: readonly Campaign[]) {
  return campaigns.map((campaign, index) => {
    const random = createSeededRandom(`message ${index} ${campaign.campaign}`);
    const around = (value: number) => Math.round(value * (0.94 + random.next() * 0.12));
    const rates = CHANNEL_RATES[campaign.channel];
    const effect = TONE_EFFECTS[campaign.tone];
    const delivered = Math.round(campaign.sent * (rates.delivered + (random.next() - 0.5) * 0.008));
    const clicked = around(delivered * rates.clicked * effect.clicked);
    return {
      messageId: `M${campaign.sentAt.slice(0, 10).replaceAll('-', '')}-${String(index + 1).padStart(2, '0')}`,
      campaign: campaign.campaign,
      variant: campaign.variant ?? '',
      sentAt: campaign.sentAt,
      channel: campaign.channel,
      segment: campaign.segment,
      stage: campaign.stage,
      text: campaign.text,
      hasImage: campaign.hasImage,
      sent: campaign.sent,
      delivered,
      opened: rates.opened === undefined ? '' : around(delivered * rates.opened),
      clicked,
      converted: around(clicked * effect.converted),
      unsubscribed: around(delivered * rates.unsubscribed * effect.unsubscribed),
      complaints: around(delivered * effect.complaints),
    };
  });
}
