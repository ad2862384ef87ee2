import { describe, expect, it } from 'vitest';
import { createPublishBatch } from '../../../../functions/publish-insights/publish.ts';
import { tellDraft, tellWeek } from '../../../../functions/publish-insights/tell.ts';
import type { Delivery, DeliveryContext } from '../../../../shared/delivery/sink.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import type { HesitationPoint, KeywordSuggestion, WeeklyReview } from '../../../../shared/domain/insight.ts';
import type { SuggestionRecord } from '../../../../shared/domain/suggestion-record.ts';
import { decide, newSuggestionRecord } from '../../../../shared/insight/messages/suggestion-decisions.ts';
import type { DeliveryState } from '../../../../shared/storage/insight-repository.ts';
import { memoryQuarantine, memoryQueue, messagesOf } from '../../../fixtures/function-doubles.ts';
import { makeReview } from '../../shared/delivery/review-factory.ts';

const draft = {
  id: 'd1',
  suggestionId: 'k1',
  week: '2026-W46',
  code: 'auth',
  stage: 'verification',
  segment: 'all',
  phrase: '본인인증',
  text: '본인인증이 막히셨다면 이렇게 해 보세요.',
  test: null,
} as const;

const suggestion: KeywordSuggestion = {
  id: 'k1',
  pointId: 'auth.verification',
  segment: 'all',
  stage: 'verification',
  phrase: '본인인증',
  said: 9,
  gap: true,
  lift: null,
  angle: 'how-to',
  drafts: [],
  evidence: [],
};

/** Suggestions in memory; `interrupt` runs before the first save, as somebody who is faster. */
function memorySuggestions(interrupt: (records: Map<string, SuggestionRecord>) => void = () => undefined) {
  const accepted = decide(
    newSuggestionRecord(suggestion, draft.week),
    { decision: 'edited', text: draft.text },
    { by: 'marketer', at: '2026-11-15T00:00:00.000Z' },
  );
  const records = new Map([['k1', accepted]]);
  let saves = 0;
  return {
    records,
    saves: () => saves,
    get: async (id: string) => records.get(id),
    save: async (record: SuggestionRecord, readRevision: number | undefined) => {
      if (saves === 0) interrupt(records);
      saves += 1;
      if (records.get('k1')?.revision !== readRevision) return false;
      records.set('k1', record);
      return true;
    },
  };
}

/** A world of one sink, which fails as long as the test says. */
function world(retryAfterMs?: number, suggestions = memorySuggestions()) {
  const states = new Map<string, DeliveryState>();
  const told: Delivery[] = [];
  const again = memoryQueue();
  const sink = { fails: true };
  const review = makeReview();
  const deps = {
    sinks: [
      {
        id: 'slack',
        draftTool: 'notion' as const,
        deliver: async (delivery: Delivery, context: DeliveryContext) => {
          if (sink.fails) {
            throw new VocError(
              'delivery.failed',
              'rate',
              'Later.',
              retryAfterMs === undefined ? {} : { retryAfterMs },
            );
          }
          told.push(delivery);
          context.keep({ page: 'p1', reference: 'p1', url: 'https://www.notion.so/p1' });
        },
      },
    ],
    insights: {
      getDelivery: async (subject: string) => states.get(subject),
      putDelivery: async (subject: string, state: DeliveryState) => void states.set(subject, state),
      getReview: async () => review,
      listReviews: async () => [],
    },
    again: again.sender,
    suggestions,
    dashboardUrl: 'https://voc.example.com',
    clock: () => new Date('2026-11-16T00:00:00.000Z'),
  };
  return { deps, told, again, sink, review, states };
}

describe('tellWeek', () => {
  it('comes back through its own queue when a sink is due again', async () => {
    const { deps, again, review } = world(120_000);
    expect(await tellWeek(deps, review, { askedAgain: true })).toBe(false);
    expect(again.entries).toEqual([{ body: '{"redeliver":{"week":"2026-W46"}}', delaySeconds: 120 }]);
  });

  it('comes back earlier where a queue cannot keep a message for so long', async () => {
    const { deps, again, review } = world(3_600_000);
    await tellWeek(deps, review, { askedAgain: true });
    expect(again.entries[0]?.delaySeconds).toBe(900);
  });

  it('says nothing again where only the time and the state of the sources differ', async () => {
    const { deps, told, sink, review } = world();
    sink.fails = false;
    expect(await tellWeek(deps, review, { askedAgain: true })).toBe(true);
    const later = {
      ...review,
      generatedAt: '2026-11-17T00:00:00.000Z',
      health: [{ sourceId: 's', findings: [] }],
    };
    expect(await tellWeek(deps, later, { askedAgain: true })).toBe(false);
    expect(told).toHaveLength(1);
  });

  it('says nothing again where publishing it recorded its points and the detector looked once more', async () => {
    const { deps, told, sink, review } = world();
    sink.fails = false;
    const at = (day: number) => `2026-11-${day}T00:00:00.000Z`;
    const nothing = { owner: null, note: null, dueDate: null, experiment: null };
    const reviewed = (
      incident: { seenAt?: string },
      tracking?: HesitationPoint['tracking'],
    ): WeeklyReview => ({
      ...review,
      points: review.points.map((point) => ({ ...point, ...(tracking === undefined ? {} : { tracking }) })),
      incidents: review.incidents.map((one) => ({ ...one, ...incident })),
    });
    await tellWeek(deps, reviewed({}), { askedAgain: true });
    await tellWeek(deps, reviewed({ seenAt: at(16) }, { since: at(16), ...nothing }), { askedAgain: true });
    await tellWeek(deps, reviewed({ seenAt: at(17) }, { since: at(17), ...nothing }), { askedAgain: true });
    expect(told).toHaveLength(1);
    const owned = { since: at(17), ...nothing, owner: 'Payments team' };
    await tellWeek(deps, reviewed({}, owned), { askedAgain: true });
    expect(told).toHaveLength(2);
  });
});

describe('tellDraft', () => {
  const drafts = (record: SuggestionRecord | undefined) =>
    record?.history.flatMap((event) => ('drafted' in event ? [event] : []));

  it('writes on the suggestion where its draft is, once, with who made it', async () => {
    const suggestions = memorySuggestions();
    const { deps, told, sink } = world(undefined, suggestions);
    sink.fails = false;
    await tellDraft(deps, draft);
    await tellDraft(deps, draft);
    expect(told).toHaveLength(1);
    expect(suggestions.saves()).toBe(1);
    expect(drafts(suggestions.records.get('k1'))).toEqual([
      {
        drafted: 'notion',
        reference: 'p1',
        url: 'https://www.notion.so/p1',
        by: 'slack',
        at: '2026-11-16T00:00:00.000Z',
      },
    ]);
  });

  it('writes it also where the function ended between the tool and the suggestion', async () => {
    const suggestions = memorySuggestions();
    const { deps, told, sink } = world(undefined, suggestions);
    sink.fails = false;
    const broken = { ...deps, suggestions: { ...suggestions, get: () => Promise.reject(new Error('gone')) } };
    await expect(tellDraft(broken, draft)).rejects.toThrow('gone');
    await tellDraft(deps, draft);
    expect(told).toHaveLength(1);
    expect(drafts(suggestions.records.get('k1'))).toHaveLength(1);
  });

  it('keeps a decision that somebody takes at the same time', async () => {
    const suggestions = memorySuggestions((records) => {
      const before = records.get('k1');
      if (before === undefined) throw new Error('there is a record');
      records.set(
        'k1',
        decide(before, { decision: 'rejected' }, { by: 'lead', at: '2026-11-15T01:00:00.000Z' }),
      );
    });
    const { deps, sink } = world(undefined, suggestions);
    sink.fails = false;
    await tellDraft(deps, draft);
    expect(suggestions.records.get('k1')).toMatchObject({ state: 'rejected', revision: 3 });
    expect(drafts(suggestions.records.get('k1'))).toHaveLength(1);
  });

  it('notes nothing where no tool took the draft', async () => {
    const suggestions = memorySuggestions();
    await tellDraft(world(60_000, suggestions).deps, draft);
    expect(suggestions.saves()).toBe(0);
  });
});

describe('the messages of publish-insights', () => {
  const hourLater = () => new Date('2026-11-16T01:00:00.000Z');

  it('bring a stored review to the sink that could not take it, and drafts to the messaging tools', async () => {
    const { deps, told, sink, review } = world();
    await tellWeek(deps, review, { askedAgain: true });
    sink.fails = false;
    const quarantine = memoryQuarantine();
    const batch = createPublishBatch({ ...deps, clock: hourLater, quarantine } as never);
    const failures = await batch(
      messagesOf({ redeliver: { week: '2026-W46' } }, { draft }, { draft: { id: 'no such draft!' } }),
      undefined as never,
    );
    expect(failures.size).toBe(0);
    expect(told.map(({ kind }) => kind)).toEqual(['weekly-review', 'draft']);
    expect(quarantine.errors).toHaveLength(1);
  });

  it('tell nobody who has the review where only its quotes went since', async () => {
    const { deps, told, sink, review } = world();
    sink.fails = false;
    await tellWeek(deps, review, { askedAgain: true });
    const lessQuoted = { ...review, points: review.points.map((point) => ({ ...point, evidence: [] })) };
    const insights = { ...deps.insights, getReview: async () => lessQuoted };
    const batch = createPublishBatch({
      ...deps,
      insights,
      clock: hourLater,
      quarantine: memoryQuarantine(),
    } as never);
    await batch(messagesOf({ redeliver: { week: '2026-W46' } }), undefined as never);
    expect(told).toHaveLength(1);
  });

  it('repeat a draft that was not taken', async () => {
    const { deps, again } = world();
    await tellDraft(deps, draft);
    expect(JSON.parse(again.entries[0]?.body ?? '')).toEqual({ draft });
  });
});
