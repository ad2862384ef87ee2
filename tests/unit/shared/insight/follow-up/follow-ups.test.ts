import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerProfile } from '../../../../../shared/domain/customer.ts';
import { FollowUpsSchema } from '../../../../../shared/domain/follow-up.ts';
import type { StoredDocument } from '../../../../../shared/domain/stored-document.ts';
import type { HesitationCode } from '../../../../../shared/domain/taxonomy.ts';
import { businessDay } from '../../../../../shared/domain/time.ts';
import { churnRisks } from '../../../../../shared/insight/follow-up/churn-risks.ts';
import { fastFollows } from '../../../../../shared/insight/follow-up/fast-follows.ts';
import { followUps } from '../../../../../shared/insight/follow-up/follow-ups.ts';
import { holds } from '../../../../../shared/insight/follow-up/holds.ts';
import { type LinkedVoice, linkedVoices } from '../../../../../shared/insight/follow-up/linked-voices.ts';
import { repeatComplaints } from '../../../../../shared/insight/follow-up/repeat-complaints.ts';
import { mergeSightings } from '../../../../../shared/storage/merge-sightings.ts';
import { makeReading, makeRecord, UNLINKED } from '../../../../fixtures/make-record.ts';

const NOW = new Date('2026-11-20T00:00:00.000Z');

const voice = (customerId: string, publishedAt: string, more: Partial<LinkedVoice> = {}): LinkedVoice => ({
  customerId,
  documentKey: `${customerId}-${publishedAt}`,
  source: 'app-review',
  publishedAt,
  day: businessDay(new Date(publishedAt), 'Asia/Seoul'),
  sentiment: 'negative',
  urgency: 'normal',
  codes: ['price'],
  ...more,
});
const customer = (customerId: string, more: Partial<CustomerProfile> = {}): CustomerProfile => ({
  customerId,
  tokens: [],
  consentAnalytics: true,
  consentMarketing: true,
  consentNight: false,
  orderCount: 3,
  lastPurchaseAt: '2026-11-15T00:00:00.000Z',
  ...more,
});
const profiles = (...all: CustomerProfile[]) => new Map(all.map((one) => [one.customerId, one]));

function document(id: string, more: Partial<StoredDocument> = {}): StoredDocument {
  const sighting = { record: makeRecord({ id }), reading: makeReading(), link: UNLINKED };
  return { ...mergeSightings(undefined, sighting, 'Asia/Seoul'), ...more };
}

describe('linkedVoices', () => {
  it('takes certain links only, no candidates and nothing that its source has deleted', () => {
    const linked: StoredDocument['link'] = {
      customerId: 'C-1',
      status: 'linked',
      confidence: 0.99,
      evidence: [],
    };
    const documents = [
      document('a', { link: linked }),
      document('b', { link: { ...linked, status: 'candidate' } }),
      document('c'),
      document('d', { link: linked, record: makeRecord({ id: 'd', text: '', erased: true }) }),
    ];
    expect(linkedVoices(documents).map(({ documentKey }) => documentKey)).toEqual([
      documents[0]?.record.documentKey,
    ]);
  });
});

describe('fastFollows', () => {
  it('is due a day after a complaint about a purchase, four hours after a severe voice', () => {
    const voices = [
      voice('C-1', '2026-11-18T00:00:00.000Z'),
      voice('C-2', '2026-11-18T01:00:00.000Z', { urgency: 'high' }),
    ];
    const lines = fastFollows(voices, profiles(customer('C-1')), NOW);
    expect(
      lines.map(({ customerId, dueAt, daysSincePurchase }) => [customerId, dueAt, daysSincePurchase]),
    ).toEqual([
      ['C-2', '2026-11-18T05:00:00.000Z', null],
      ['C-1', '2026-11-19T00:00:00.000Z', 3],
    ]);
  });

  it('leaves out praise, complaints of people who bought nothing lately, and what is a week old', () => {
    const voices = [
      voice('C-1', '2026-11-18T00:00:00.000Z', { sentiment: 'positive' }),
      voice('C-2', '2026-11-18T00:00:00.000Z'),
      voice('C-3', '2026-11-12T00:00:00.000Z', { urgency: 'high' }),
    ];
    const long = customer('C-2', { lastPurchaseAt: '2026-09-01T00:00:00.000Z' });
    expect(fastFollows(voices, profiles(customer('C-1'), long), NOW)).toEqual([]);
  });

  it('has one line per customer: the newest voice, the earliest due time', () => {
    const voices = [voice('C-1', '2026-11-17T00:00:00.000Z'), voice('C-1', '2026-11-19T00:00:00.000Z')];
    expect(fastFollows(voices, profiles(customer('C-1')), NOW)).toMatchObject([
      { documentKey: 'C-1-2026-11-19T00:00:00.000Z', dueAt: '2026-11-18T00:00:00.000Z' },
    ]);
  });
});

describe('holds', () => {
  it('keep messages back for two weeks after the last complaint, unless the customer was pleased since', () => {
    const voices = [
      voice('C-1', '2026-11-10T00:00:00.000Z'),
      voice('C-2', '2026-11-10T00:00:00.000Z'),
      voice('C-2', '2026-11-12T00:00:00.000Z', { sentiment: 'positive' }),
      voice('C-3', '2026-11-01T00:00:00.000Z'),
      voice('C-4', '2026-11-10T00:00:00.000Z'),
      voice('C-4', '2026-11-12T00:00:00.000Z', { sentiment: 'neutral' }),
    ];
    expect(holds(voices, NOW).map(({ customerId, until }) => [customerId, until.slice(0, 10)])).toEqual([
      ['C-1', '2026-11-24'],
      ['C-4', '2026-11-24'],
    ]);
  });
});

describe('repeatComplaints', () => {
  it('counts the same reason on different days, not a complaint that was sent twice', () => {
    const voices = [
      voice('C-1', '2026-11-10T01:00:00.000Z'),
      voice('C-1', '2026-11-14T01:00:00.000Z', { codes: ['price', 'delay'] }),
      voice('C-2', '2026-11-10T01:00:00.000Z'),
      voice('C-2', '2026-11-10T02:00:00.000Z'),
      voice('C-3', '2026-11-10T01:00:00.000Z'),
      voice('C-3', '2026-11-12T01:00:00.000Z', { codes: ['auth'] }),
    ];
    expect(repeatComplaints(voices)).toMatchObject([{ customerId: 'C-1', code: 'price', voices: 2 }]);
  });

  it('counts days as customers in Korea have them', () => {
    const linked: StoredDocument['link'] = {
      customerId: 'C-1',
      status: 'linked',
      confidence: 0.99,
      evidence: [],
    };
    const said = (publishedAt: string) => ({
      record: makeRecord({ id: publishedAt, publishedAt }),
      reading: makeReading({ sentiment: { label: 'negative', score: -0.9 } }),
      link: linked,
    });
    const complaints = (...instants: string[]) =>
      repeatComplaints(
        linkedVoices(instants.map((instant) => mergeSightings(undefined, said(instant), 'Asia/Seoul'))).map(
          (one) => ({ ...one, codes: ['price'] }),
        ),
      ).length;
    // Half past eight and half past nine of one morning in Korea, then two days there that are one in UTC.
    expect(complaints('2026-11-10T23:30:00.000Z', '2026-11-11T00:30:00.000Z')).toBe(0);
    expect(complaints('2026-11-10T14:30:00.000Z', '2026-11-10T15:30:00.000Z')).toBe(1);
  });
});

describe('churnRisks', () => {
  it('adds up its parts, names them, and knows customers with consent only', () => {
    const voices = [
      voice('C-1', '2026-11-10T00:00:00.000Z', { codes: ['trust', 'price'] }),
      voice('C-1', '2026-11-12T00:00:00.000Z'),
      voice('C-2', '2026-11-12T00:00:00.000Z', { codes: ['error'] }),
      voice('C-3', '2026-11-12T00:00:00.000Z'),
    ];
    const long = customer('C-1', { lastPurchaseAt: '2026-04-01T00:00:00.000Z', orderCount: 1 });
    const { risks, withoutConsent } = churnRisks(
      voices,
      profiles(long, customer('C-2', { orderCount: 9 }), customer('C-3', { consentAnalytics: false })),
      NOW,
    );
    expect(withoutConsent).toBe(1);
    expect(risks.map(({ customerId, score, band }) => [customerId, score, band])).toEqual([
      ['C-1', 90, 'high'],
      ['C-2', 15, 'low'],
    ]);
    expect(risks[0]?.parts).toEqual({ recency: 35, frequency: 10, voices: 25, reasons: 20 });
  });
});

describe('followUps', () => {
  it('gives lists that their schema takes, whatever was said in whatever order', () => {
    const codes = fc.uniqueArray(fc.constantFrom<HesitationCode>('price', 'trust', 'auth'), { maxLength: 3 });
    const said = fc.record({
      id: fc.integer({ min: 0, max: 40 }),
      customerId: fc.constantFrom('C-1', 'C-2', 'C-3'),
      day: fc.integer({ min: 1, max: 25 }),
      sentiment: fc.constantFrom('negative', 'neutral', 'positive'),
      urgency: fc.constantFrom('low', 'normal', 'high'),
      codes,
    });
    fc.assert(
      fc.property(fc.uniqueArray(said, { selector: ({ id }) => id, maxLength: 20 }), (all) => {
        const documents = all.map((one) => {
          const publishedAt = `2026-11-${String(one.day).padStart(2, '0')}T03:00:00.000Z`;
          return document(`d-${one.id}`, {
            record: makeRecord({ id: `d-${one.id}`, publishedAt }),
            reading: makeReading({
              sentiment: { label: one.sentiment, score: 0 },
              urgency: one.urgency,
              hesitations: one.codes.map((code) => ({ code, confidence: 1, evidence: [] })),
            } as Partial<ReturnType<typeof makeReading>>),
            link: { customerId: one.customerId, status: 'linked', confidence: 1, evidence: [] },
          });
        });
        const known = profiles(customer('C-1'), customer('C-2', { consentAnalytics: false }));
        const lists = FollowUpsSchema.parse(followUps(documents, known, NOW));
        expect(followUps([...documents].reverse(), known, NOW)).toEqual(lists);
        expect(lists.churnRisks.every(({ customerId }) => customerId === 'C-1')).toBe(true);
        for (const { score, parts } of lists.churnRisks) {
          expect(parts.recency + parts.frequency + parts.voices + parts.reasons).toBe(score);
        }
      }),
    );
  });
});
