import { describe, expect, it } from 'vitest';
import {
  type FollowUpDeps,
  publishFollowUps,
} from '../../../../functions/publish-insights/publish-follow-ups.ts';
import type { CustomerProfile } from '../../../../shared/domain/customer.ts';
import { FollowUpsSchema } from '../../../../shared/domain/follow-up.ts';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { mergeSightings } from '../../../../shared/storage/merge-sightings.ts';
import { makeReading, makeRecord, UNLINKED } from '../../../fixtures/make-record.ts';

const profile: CustomerProfile = {
  customerId: 'C-1',
  tokens: [],
  consentAnalytics: true,
  consentMarketing: false,
  consentNight: false,
  orderCount: 1,
  lastPurchaseAt: '2026-11-15T00:00:00.000Z',
};

function stored(id: string, link: StoredDocument['link']): StoredDocument {
  return mergeSightings(
    undefined,
    {
      record: makeRecord({ id, documentKey: id.repeat(64).slice(0, 64) }),
      reading: makeReading({ hesitations: [{ code: 'price', confidence: 1, evidence: [] }] }),
      link,
    },
    'Asia/Seoul',
  );
}

/** Whose contributions and documents these are, and where files go. */
function depsOf(
  documents: readonly StoredDocument[],
  written: Map<string, string>,
  asked: string[] = [],
): FollowUpDeps {
  return {
    contributions: {
      glance: async (day) =>
        documents
          .filter((document) => document.day === day)
          .map((document) => contributionOf(document, profile)),
    },
    documents: {
      getMany: async (keys) => {
        asked.push(...keys);
        const wanted = documents.filter(({ record }) => keys.includes(record.documentKey));
        return new Map(wanted.map((document) => [document.record.documentKey, document]));
      },
    },
    customers: { getMany: async () => new Map([['C-1', profile]]) },
    lists: { read: async () => null },
    rollups: { listDayChanges: async () => [], listBucketChanges: async () => [] },
    audience: { maxPerWeek: 1 },
    reports: { write: async (key, body) => void written.set(key, String(body)) },
    taxonomy: { codes: [{ code: 'price', name: { ko: '비용', en: 'Price' } }], stages: [] } as never,
    language: 'ko',
    timeZone: 'Asia/Seoul',
    insights: { getDelivery: async () => undefined, putDelivery: async () => {} },
    noteTargets: async () => [],
    maxNotesPerRun: 0,
    dashboardUrl: '',
    clock: () => new Date('2026-11-17T00:00:00.000Z'),
  };
}

describe('publishFollowUps', () => {
  it('asks the accounts of a person for consent that have no voice, and names who has none any more', async () => {
    const linked = stored('a', { customerId: 'C-9', status: 'linked', confidence: 1, evidence: [] });
    const customers = new Map<string, CustomerProfile>([
      [
        'C-9',
        { ...profile, customerId: 'C-9', consentMarketing: true, primaryId: 'C-1', alternateIds: ['C-1'] },
      ],
      ['C-1', { ...profile, alternateIds: ['C-9'] }],
      ['C-3', { ...profile, customerId: 'C-3', consentMarketing: true }],
    ]);
    const before = {
      generatedAt: '2026-11-16T00:00:00.000Z',
      lists: [],
      excluded: { withoutConsent: 0, onHold: 0, wantsFewer: 0, overCap: 0 },
      emptyBecause: 'nobody-hesitates',
      left: [],
      ledger: { week: '2026-W46', pointIds: { 'C-3': ['price.usage'] } },
    };
    const written = new Map<string, string>();
    await publishFollowUps({
      ...depsOf([linked], written),
      customers: {
        getMany: async (ids) => new Map([...customers].filter(([customerId]) => ids.includes(customerId))),
      },
      lists: {
        read: async (key) => (key.endsWith('/audience.json') ? Buffer.from(JSON.stringify(before)) : null),
      },
    });
    expect(JSON.parse(written.get('follow-ups/audience.json') ?? '')).toMatchObject({
      lists: [],
      excluded: { withoutConsent: 1 },
      left: ['C-3'],
    });
    expect(written.get('follow-ups/audience-braze.ndjson')).toContain('"external_id":"C-3"');
  });

  it('reads only voices that are surely linked, and writes each list as JSON and CSV', async () => {
    const linked = stored('a', { customerId: 'C-1', status: 'linked', confidence: 1, evidence: [] });
    const unlinked = stored('b', UNLINKED);
    const asked: string[] = [];
    const written = new Map<string, string>();
    const result = await publishFollowUps(depsOf([linked, unlinked], written, asked));
    expect(result).toEqual({ fastFollows: 1, holds: 1, repeats: 0, churnRisks: 1, notes: 0, audience: 0 });
    expect(asked).toEqual([linked.record.documentKey]);
    expect(FollowUpsSchema.parse(JSON.parse(written.get('follow-ups/follow-ups.json') ?? ''))).toMatchObject({
      holds: [{ customerId: 'C-1', until: '2026-11-30T03:10:00.000Z' }],
    });
    expect(written.get('follow-ups/hold.csv')).toContain('C-1,2026-11-30T03:10:00.000Z,price,비용,');
    expect(JSON.parse(written.get('follow-ups/audience.json') ?? '')).toMatchObject({
      lists: [],
      emptyBecause: 'nobody-consents',
    });
    expect([...written.keys()]).toHaveLength(9);
  });
});
