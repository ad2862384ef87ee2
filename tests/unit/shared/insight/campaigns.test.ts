import { describe, expect, it } from 'vitest';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { addDays } from '../../../../shared/domain/time.ts';
import { campaignEchoes } from '../../../../shared/insight/campaigns.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { reviewWindow } from '../../../../shared/insight/review-window.ts';
import { bucketsOf, makeDocument } from './contribution-factory.ts';

const SENT = '2026-11-11';
const message = SentMessageSchema.parse({
  messageId: 'm1',
  campaign: '환급 안내',
  sentAt: `${SENT}T10:00:00+09:00`,
  channel: 'LMS',
  text: '환급금을 확인해 보세요',
  hasImage: false,
  sent: 5_000,
  delivered: 5_000,
});

/** The echo of the campaign, with so many voices and doubts on each of the 15 days before and the five from its day on. */
function echoOf(before: { voices: number; doubts: number }, after: { voices: number; doubts: number }) {
  const contributions = Array.from({ length: 20 }, (_, index) => index - 15).flatMap((offset) => {
    const day = addDays(SENT, offset);
    const { voices, doubts } = offset < 0 ? before : after;
    return Array.from({ length: voices }, (_, index) =>
      contributionOf(
        makeDocument({
          id: `${day}${index}`,
          at: day,
          text: '글',
          ...(index < doubts ? { code: 'trust' } : {}),
        }),
        undefined,
      ),
    );
  });
  return campaignEchoes([message], reviewWindow('2026-W46', bucketsOf(contributions)), 'Asia/Seoul')[0];
}

describe('campaignEchoes', () => {
  it('says that doubts rose where more of the voices doubt after the sending than before', () => {
    const echo = echoOf({ voices: 40, doubts: 2 }, { voices: 40, doubts: 12 });
    expect(echo).toMatchObject({ windowDays: 5, doubtsBefore: 10, doubtsAfter: 60 });
    expect(echo?.doubtChange).toMatchObject({ ratio: expect.closeTo(6), significant: true });
  });

  it('claims no rise where all voices grew alike, nor where chance may have doubled a few', () => {
    const alike = echoOf({ voices: 20, doubts: 2 }, { voices: 80, doubts: 8 });
    expect(alike).toMatchObject({ doubtsBefore: 10, doubtsAfter: 40 });
    expect(alike?.doubtChange).toMatchObject({ ratio: expect.closeTo(1), significant: false });
    expect(echoOf({ voices: 40, doubts: 1 }, { voices: 40, doubts: 2 })?.doubtChange).toMatchObject({
      ratio: 2,
      significant: false,
    });
  });
});
