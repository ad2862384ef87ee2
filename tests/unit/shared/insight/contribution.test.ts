import { describe, expect, it } from 'vitest';
import { ContributionSchema } from '../../../../shared/domain/contribution.ts';
import type { CustomerProfile } from '../../../../shared/domain/customer.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { makeDocument } from './contribution-factory.ts';

const document = makeDocument({
  id: 'd1',
  at: '2026-11-10T01:00:00Z',
  text: '본인인증이 안 돼요',
  code: 'auth',
  terms: ['본인인증'],
  customerId: 'C1',
});
const customer: CustomerProfile = {
  customerId: 'C1',
  tokens: [],
  consentAnalytics: true,
  consentMarketing: false,
  consentNight: false,
  segment: '직장인',
  orderCount: 1,
};

describe('contributionOf', () => {
  it('carries counts and codes, and neither text nor customer id', () => {
    const contribution = contributionOf(document, customer);
    expect(ContributionSchema.parse(contribution)).toEqual(contribution);
    expect(contribution).toMatchObject({ codes: ['auth'], terms: ['본인인증'], segment: '직장인' });
    const written = JSON.stringify(contribution);
    expect(written).not.toContain('안 돼요');
    expect(written).not.toContain('"C1"');
  });

  it('takes attributes of the customer only with consent to analytics', () => {
    const contribution = contributionOf(document, { ...customer, consentAnalytics: false });
    expect(contribution.segment).toBeUndefined();
    expect(contribution.customerRef).toBeDefined();
  });

  it('does not count a candidate as a customer', () => {
    const candidate = { ...document, link: { ...document.link, status: 'candidate' as const } };
    expect(contributionOf(candidate, customer).customerRef).toBeUndefined();
    expect(contributionOf(candidate, customer).segment).toBeUndefined();
  });

  it('enters the alerting series with the 5-minute slot of arrival', () => {
    expect(contributionOf(document, undefined).arrivalSlot).toBe('2026-11-10T01:10:00.000Z');
  });

  it.each([
    ['a back-fill', { firstSeenAt: '2026-11-11T01:00:01.000Z' }],
    ['a date in the future', { firstSeenAt: '2026-11-09T23:00:00.000Z' }],
    ['a day without an hour', { publishedAtPrecision: 'day' as const }],
  ])('never alerts for %s', (_, change) => {
    const late = { ...document, record: { ...document.record, ...change } };
    expect(contributionOf(late, undefined).arrivalSlot).toBeUndefined();
  });
});
