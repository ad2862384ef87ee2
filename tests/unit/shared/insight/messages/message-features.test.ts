import { describe, expect, it } from 'vitest';
import { featuresOf } from '../../../../../shared/insight/messages/message-features.ts';
import { toneOf } from '../../../../../shared/insight/messages/message-tone.ts';
import { readDemoCampaigns } from '../../../../fixtures/demo-campaigns.ts';

describe('the features of a message', () => {
  it('reads how a message speaks as the people who wrote the demo campaigns meant it', async () => {
    const campaigns = await readDemoCampaigns();
    const wrong = campaigns.filter(({ text, tone }) => toneOf(text) !== tone);
    expect(wrong.map(({ text, tone }) => `${tone}: ${text} → ${toneOf(text)}`)).toEqual([]);
  });

  it.each([
    ['urgent', '오늘까지만 신청할 수 있어요. 서두르세요'],
    ['sensational', '나만 모르고 있던 숨은 환급금, 대박!'],
    ['reassuring', '링크를 누르지 않으셔도 됩니다. 앱에서 확인하세요'],
    ['informative', '본인인증 방법이 세 가지로 늘었습니다'],
    // A deadline with its date is information, not haste.
    ['informative', '5월 31일까지 신고하실 수 있습니다'],
  ] as const)('calls it %s: %s', (tone, text) => {
    expect(toneOf(text)).toBe(tone);
  });

  it('measures what a reader reads, without label, link and opt-out line', () => {
    expect(
      featuresOf({
        text: '(광고) [돌려받기] 수수료 15%를 미리 봅니다 https://a.example.com/x 무료수신거부 080-000-0000',
        hasImage: true,
      }),
    ).toMatchObject({ length: 15, hasLink: true, hasNumber: true, hasImage: true, topics: ['fee'] });
    expect(featuresOf({ text: '수수료 안내 무료수신거부 080-000-0000', hasImage: false }).hasNumber).toBe(
      false,
    );
  });

  it('knows a greeting by name in the notation of several tools', () => {
    for (const name of ['{이름}', '#{고객명}', '{{first_name}}']) {
      expect(featuresOf({ text: `${name}님, 안내드립니다`, hasImage: false }).isPersonal).toBe(true);
    }
  });
});
