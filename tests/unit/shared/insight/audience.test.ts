import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Audience, AudienceSchema } from '../../../../shared/domain/audience.ts';
import type { CustomerProfile } from '../../../../shared/domain/customer.ts';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import type { FunnelStage, SentimentLabel } from '../../../../shared/domain/taxonomy.ts';
import { type AudienceInput, audience } from '../../../../shared/insight/audience.ts';
import { guideFor } from '../../../../shared/insight/audience-guide.ts';
import { holds } from '../../../../shared/insight/follow-up/holds.ts';
import { linkedVoices } from '../../../../shared/insight/follow-up/linked-voices.ts';
import { mergeSightings } from '../../../../shared/storage/merge-sightings.ts';
import { makeReading, makeRecord } from '../../../fixtures/make-record.ts';

const NOW = new Date('2026-11-20T00:00:00.000Z');

function profile(customerId: string, overrides: Partial<CustomerProfile> = {}): CustomerProfile {
  return {
    customerId,
    tokens: [],
    consentAnalytics: true,
    consentMarketing: true,
    consentNight: false,
    orderCount: 1,
    ...overrides,
  };
}

interface Voice {
  readonly customer: string;
  readonly daysAgo: number;
  readonly codes: readonly string[];
  readonly stage?: FunnelStage;
  readonly sentiment?: SentimentLabel;
  readonly status?: 'linked' | 'candidate';
}

function documentOf(
  { customer, daysAgo, codes, stage = 'verification', sentiment = 'neutral', status = 'linked' }: Voice,
  index: number,
): StoredDocument {
  const publishedAt = new Date(NOW.getTime() - daysAgo * 86_400_000).toISOString();
  const documentKey = index.toString(16).padStart(64, '0');
  return mergeSightings(
    undefined,
    {
      record: makeRecord({ id: `d${index}`, documentKey, publishedAt }),
      reading: makeReading({
        stage,
        sentiment: { label: sentiment, score: 0 },
        hesitations: codes.map((code) => ({ code: code as never, confidence: 1, evidence: [] })),
      }),
      link: { customerId: customer, status, confidence: 1, evidence: [] },
    },
    'Asia/Seoul',
  );
}

function audienceOf(
  voices: readonly Voice[],
  profiles: readonly CustomerProfile[],
  options: Partial<AudienceInput> = {},
): Audience {
  const documents = voices.map(documentOf);
  return AudienceSchema.parse(
    audience({
      documents,
      profiles: new Map(profiles.map((one) => [one.customerId, one])),
      holds: holds(linkedVoices(documents), NOW),
      maxPerWeek: 1,
      ledger: undefined,
      week: '2026-W47',
      now: NOW,
      ...options,
    }),
  );
}

const membersOf = ({ lists }: Audience): Record<string, string[]> =>
  Object.fromEntries(
    lists.map(({ pointId, members }) => [pointId, members.map(({ customerId }) => customerId)]),
  );

describe('the audience of a hesitation point', () => {
  it('is who said the reason, with certainty, consents, and has not been pleased since', () => {
    const found = audienceOf(
      [
        { customer: 'C-1', daysAgo: 3, codes: ['auth'] },
        { customer: 'C-2', daysAgo: 3, codes: ['auth'], status: 'candidate' },
        { customer: 'C-3', daysAgo: 3, codes: ['auth'] },
        { customer: 'C-4', daysAgo: 3, codes: ['auth'] },
        { customer: 'C-4', daysAgo: 1, codes: [], sentiment: 'positive' },
        { customer: 'C-5', daysAgo: 40, codes: ['auth'] },
      ],
      [
        profile('C-1'),
        profile('C-2'),
        profile('C-3', { consentMarketing: false }),
        profile('C-4'),
        profile('C-5'),
      ],
    );
    expect(membersOf(found)).toEqual({ 'auth.verification': ['C-1'] });
    expect(found.lists[0]?.guide).toBe(guideFor('auth'));
    expect(found.excluded).toEqual({ withoutConsent: 1, onHold: 0, wantsFewer: 0, overCap: 0 });
  });

  it('leaves alone who is on hold, and lets them back when the hold has ended', () => {
    const voices: Voice[] = [
      { customer: 'C-1', daysAgo: 3, codes: ['auth'], sentiment: 'negative' },
      { customer: 'C-2', daysAgo: 20, codes: ['auth'], sentiment: 'negative' },
    ];
    const found = audienceOf(voices, [profile('C-1'), profile('C-2')]);
    expect(membersOf(found)).toEqual({ 'auth.verification': ['C-2'] });
    expect(found.excluded.onHold).toBe(1);
  });

  it('does not write to who is tired of messages, whatever else they said', () => {
    const voices: Voice[] = [
      { customer: 'C-1', daysAgo: 9, codes: ['messaging'] },
      { customer: 'C-1', daysAgo: 3, codes: ['auth'] },
    ];
    expect(audienceOf(voices, [profile('C-1')])).toMatchObject({ lists: [], excluded: { wantsFewer: 1 } });
  });

  it('says why nobody is on it', () => {
    const voices: Voice[] = [{ customer: 'C-1', daysAgo: 3, codes: ['auth'] }];
    expect(audienceOf([], [profile('C-1')]).emptyBecause).toBe('nobody-hesitates');
    expect(audienceOf(voices, [profile('C-1', { consentMarketing: false })]).emptyBecause).toBe(
      'nobody-consents',
    );
    const held: Voice[] = [{ customer: 'C-1', daysAgo: 3, codes: ['auth'], sentiment: 'negative' }];
    expect(audienceOf(held, [profile('C-1')]).emptyBecause).toBe('all-held-back');
    expect(audienceOf(voices, [profile('C-1')]).emptyBecause).toBeNull();
  });

  it('takes the point that was named last, and no more lists than the cap allows', () => {
    const voices: Voice[] = [
      { customer: 'C-1', daysAgo: 9, codes: ['price'] },
      { customer: 'C-1', daysAgo: 3, codes: ['auth', 'error'] },
    ];
    expect(membersOf(audienceOf(voices, [profile('C-1')]))).toEqual({ 'auth.verification': ['C-1'] });
    expect(Object.keys(membersOf(audienceOf(voices, [profile('C-1')], { maxPerWeek: 3 }))).sort()).toEqual([
      'auth.verification',
      'error.verification',
      'price.verification',
    ]);
  });

  it('keeps a customer on the list of this week, and moves them only in the next', () => {
    const first = audienceOf([{ customer: 'C-1', daysAgo: 3, codes: ['auth'] }], [profile('C-1')]);
    const voices: Voice[] = [
      { customer: 'C-1', daysAgo: 3, codes: ['auth'] },
      { customer: 'C-1', daysAgo: 1, codes: ['price'] },
    ];
    const same = audienceOf(voices, [profile('C-1')], { ledger: first.ledger });
    expect(membersOf(same)).toEqual({ 'auth.verification': ['C-1'] });
    const next = audienceOf(voices, [profile('C-1')], { ledger: same.ledger, week: '2026-W48' });
    expect(membersOf(next)).toEqual({ 'price.verification': ['C-1'] });
  });

  it('names who has left, also over the end of a week, and forgets who is erased', () => {
    const first = audienceOf(
      [
        { customer: 'C-1', daysAgo: 3, codes: ['auth'] },
        { customer: 'C-2', daysAgo: 3, codes: ['auth'] },
      ],
      [profile('C-1'), profile('C-2')],
    );
    const next = audienceOf([], [profile('C-1')], { ledger: first.ledger, week: '2026-W48' });
    expect(next.left).toEqual(['C-1']);
    expect(JSON.stringify(next)).not.toContain('C-2');
    expect(audienceOf([], [profile('C-1')], { ledger: next.ledger, week: '2026-W48' }).left).toEqual(['C-1']);
  });

  it('counts accounts of one person as one, and needs the consent of all of them', () => {
    const voices: Voice[] = [
      { customer: 'C-1', daysAgo: 3, codes: ['auth'] },
      { customer: 'C-9', daysAgo: 2, codes: ['auth'] },
    ];
    const twin = { primaryId: 'C-1', consentNight: true };
    const found = audienceOf(voices, [profile('C-1', { consentNight: true }), profile('C-9', twin)]);
    expect(found.lists[0]?.members).toMatchObject([{ customerId: 'C-1', nightAllowed: true }]);
    const torn = audienceOf(voices, [profile('C-1', { consentMarketing: false }), profile('C-9', twin)]);
    expect(torn).toMatchObject({ lists: [], emptyBecause: 'nobody-consents' });
  });

  it('asks every account of a person for consent, also one that said nothing or cannot be read', () => {
    const voices: Voice[] = [{ customer: 'C-9', daysAgo: 2, codes: ['auth'] }];
    const speaks = profile('C-9', { primaryId: 'C-1', alternateIds: ['C-1', 'C-5'], consentNight: true });
    const listed = (others: CustomerProfile[]) => membersOf(audienceOf(voices, [speaks, ...others]));
    expect(listed([profile('C-1'), profile('C-5')])).toEqual({ 'auth.verification': ['C-1'] });
    expect(listed([profile('C-1', { consentMarketing: false }), profile('C-5')])).toEqual({});
    expect(listed([profile('C-1'), profile('C-5', { consentMarketing: false })])).toEqual({});
    expect(listed([profile('C-1')])).toEqual({});
  });

  it('names who has left for four weeks, so that the ledger ends', () => {
    const day = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
    const first = audienceOf([{ customer: 'C-1', daysAgo: 3, codes: ['auth'] }], [profile('C-1')]);
    const next = (ledger: Audience['ledger'], days: number) =>
      audienceOf([], [profile('C-1')], { ledger, week: '2026-W50', now: day(days) });
    const gone = next(first.ledger, 20);
    expect(gone.left).toEqual(['C-1']);
    expect(next(gone.ledger, 48).left).toEqual(['C-1']);
    expect(next(gone.ledger, 49)).toMatchObject({ left: [], ledger: { pointIds: {}, leftAt: {} } });
  });

  it('never goes over the cap in a week, never without consent, never on hold, in any order of events', () => {
    const voice = fc.record({
      customer: fc.constantFrom('C-1', 'C-2', 'C-3'),
      daysAgo: fc.integer({ min: 0, max: 35 }),
      codes: fc.subarray(['auth', 'price', 'error', 'trust']),
      stage: fc.constantFrom<FunnelStage>('verification', 'awareness'),
      sentiment: fc.constantFrom<SentimentLabel>('negative', 'neutral', 'positive'),
      status: fc.constantFrom<'linked' | 'candidate'>('linked', 'candidate'),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(voice, { maxLength: 8 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (runs, maxPerWeek) => {
          const profiles = [profile('C-1'), profile('C-2', { consentMarketing: false }), profile('C-3')];
          const lists = new Map<string, Set<string>>();
          let ledger: Audience['ledger'] | undefined;
          const said: Voice[] = [];
          for (const run of runs) {
            said.push(...run);
            const found = audienceOf(said, profiles, { ledger, maxPerWeek });
            ledger = found.ledger;
            const held = holds(linkedVoices(said.map(documentOf)), NOW).map(({ customerId }) => customerId);
            for (const [pointId, members] of Object.entries(membersOf(found))) {
              for (const member of members) {
                expect(member).not.toBe('C-2');
                expect(held).not.toContain(member);
                lists.set(member, (lists.get(member) ?? new Set()).add(pointId));
              }
            }
          }
          for (const points of lists.values()) expect(points.size).toBeLessThanOrEqual(maxPerWeek);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the guide text', () => {
  it.each(['auth', 'trust', 'a-code-of-our-own'])('answers %s and leaves facts to a person', (code) => {
    expect(guideFor(code)).toMatch(/〔.+〕/u);
  });
});
