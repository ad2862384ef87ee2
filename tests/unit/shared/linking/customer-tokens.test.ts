import { describe, expect, it } from 'vitest';
import { CustomerProfileSchema, CustomerRowSchema } from '../../../../shared/domain/customer.ts';
import { NO_STATISTICS } from '../../../../shared/domain/link-profile.ts';
import { customerProfile, customerTokens } from '../../../../shared/linking/customer-tokens.ts';
import { linkRecord } from '../../../../shared/linking/link.ts';
import { makeIdentifier } from '../../../../shared/privacy/make-identifier.ts';

const oldKeys = { current: 'k1', keys: { k1: 'first-secret' } };
const keys = { current: 'k2', keys: { k1: 'first-secret', k2: 'second-secret' } };
const row = CustomerRowSchema.parse({
  customerId: 'C-1',
  name: '한별',
  phone: '010-2345-6789',
  email: 'Byeol@Example.com',
  nickname: '별빛고래',
  appUserId: 'app-77',
  zendeskUserId: '9001',
  orders: '[{"no":"20261102-0001","date":"2026-11-02"}]',
  consentAnalytics: 'true',
  segment: '신규',
});

describe('customerTokens', () => {
  it('meets a voice under every live key version', () => {
    const owners = new Map(
      customerTokens(row, keys).map(({ token }) => [token, { customerIds: ['C-1'], shared: false }]),
    );
    for (const version of [oldKeys, keys]) {
      const identifiers = [
        makeIdentifier('phone', '01023456789', 'author', version),
        makeIdentifier('email', 'byeol@example.com', 'author', version),
      ].flatMap((one) => one ?? []);
      const record = {
        identifiers,
        source: 'ticket' as const,
        text: '',
        publishedAt: '2026-11-20T00:00:00Z',
      };
      const knowledge = { owners, profiles: new Map(), statistics: NO_STATISTICS, timeZone: 'Asia/Seoul' };
      expect(linkRecord(record, knowledge)).toMatchObject({
        customerId: 'C-1',
        status: 'linked',
      });
    }
  });

  it('gives no token for values that are no evidence', () => {
    const bare = CustomerRowSchema.parse({
      customerId: 'C-2',
      phone: '0',
      nickname: '별*',
      consentAnalytics: '',
    });
    expect(customerTokens(bare, keys)).toEqual([]);
  });
});

describe('customerProfile', () => {
  it('keeps attributes and consents, and nothing that identifies', () => {
    const profile = customerProfile(row, keys);
    expect(CustomerProfileSchema.parse(profile)).toEqual(profile);
    expect(profile).toMatchObject({
      customerId: 'C-1',
      segment: '신규',
      consentAnalytics: true,
      consentMarketing: false,
      orderCount: 1,
    });
    expect(JSON.stringify(profile)).not.toMatch(
      /2345|한별|byeol|별빛고래|example\.com|app-77|9001|20261102/i,
    );
  });
});
