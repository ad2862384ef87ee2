import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { audienceFiles, emptyAudienceReason } from '../../../../shared/delivery/audience-files.ts';
import type { Audience } from '../../../../shared/domain/audience.ts';
import { TAXONOMY } from './review-factory.ts';

const member = (customerId: string) => ({
  customerId,
  nightAllowed: false,
  saidAt: '2026-11-18T00:00:00.000Z',
  documentKey: 'k',
});
const audience: Audience = {
  generatedAt: '2026-11-20T00:00:00.000Z',
  lists: [
    {
      pointId: 'auth.verification',
      code: 'auth',
      stage: 'verification',
      guide: '이렇게 해 보세요. 〔해결 순서〕',
      members: [member('C-1'), member('=C-2')],
    },
  ],
  excluded: { withoutConsent: 0, onHold: 0, wantsFewer: 0, overCap: 0 },
  emptyBecause: null,
  left: ['C-9'],
  ledger: { week: '2026-W47', pointIds: {} },
};
const options = { language: 'ko', taxonomy: TAXONOMY, columns: undefined } as const;

describe('the files of an audience', () => {
  it('are a table that Excel and messaging tools read', () => {
    const rows = parse(audienceFiles(audience, options)['audience.csv'], { bom: true, columns: true });
    expect(rows).toMatchObject([
      {
        고객ID: 'C-1',
        사유: '본인인증·로그인',
        '야간 수신 동의': 'N',
        '안내 문안': '이렇게 해 보세요. 〔해결 순서〕',
      },
      { 고객ID: "'=C-2" },
    ]);
  });

  it('have the columns that the messaging tool wants', () => {
    const columns = [{ header: 'user_id', field: 'customerId' }];
    expect(audienceFiles(audience, { ...options, columns })['audience.csv']).toBe(
      "\uFEFFuser_id\r\nC-1\r\n'=C-2\r\n",
    );
  });

  it('are requests of at most 75 users for Braze, which forget who has left and make nobody', () => {
    const lines = audienceFiles(audience, options)['audience-braze.ndjson'].trim().split('\n');
    const [first] = lines.map((line) => JSON.parse(line));
    expect(first.attributes).toEqual([
      {
        external_id: 'C-1',
        _update_existing_only: true,
        voc_hesitation_points: ['auth.verification'],
        voc_hesitation_at: '2026-11-18T00:00:00.000Z',
        voc_night_allowed: false,
      },
      expect.objectContaining({ external_id: '=C-2' }),
      expect.objectContaining({ external_id: 'C-9', voc_hesitation_points: null, voc_hesitation_at: null }),
    ]);
    const many = { ...audience, left: Array.from({ length: 200 }, (_, index) => `L-${index}`) };
    const sizes = audienceFiles(many, options)
      ['audience-braze.ndjson'].trim()
      .split('\n')
      .map((line) => JSON.parse(line).attributes.length);
    expect(sizes).toEqual([75, 75, 52]);
  });

  it('say why they are empty', () => {
    expect(emptyAudienceReason(audience, 'ko')).toBeNull();
    expect(emptyAudienceReason({ ...audience, lists: [], emptyBecause: 'nobody-consents' }, 'ko')).toContain(
      'consentMarketing',
    );
  });
});
