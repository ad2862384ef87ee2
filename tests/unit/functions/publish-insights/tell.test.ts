import { describe, expect, it } from 'vitest';
import { createPublishBatch } from '../../../../functions/publish-insights/publish.ts';
import { tellDraft, tellWeek } from '../../../../functions/publish-insights/tell.ts';
import type { Delivery } from '../../../../shared/delivery/sink.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
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
} as const;

/** A world of one sink, which fails as long as the test says. */
function world(retryAfterMs?: number) {
  const states = new Map<string, DeliveryState>();
  const told: Delivery[] = [];
  const again = memoryQueue();
  const sink = { fails: true };
  const review = makeReview();
  const deps = {
    sinks: [
      {
        id: 'slack',
        deliver: async (delivery: Delivery) => {
          if (sink.fails) {
            throw new VocError(
              'delivery.failed',
              'rate',
              'Later.',
              retryAfterMs === undefined ? {} : { retryAfterMs },
            );
          }
          told.push(delivery);
        },
      },
    ],
    insights: {
      getDelivery: async (subject: string) => states.get(subject),
      putDelivery: async (subject: string, state: DeliveryState) => void states.set(subject, state),
      getReview: async () => review,
    },
    again: again.sender,
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
});

describe('the messages of publish-insights', () => {
  it('bring a stored review to the sink that could not take it, and drafts to the messaging tools', async () => {
    const { deps, told, sink } = world();
    sink.fails = false;
    const quarantine = memoryQuarantine();
    const batch = createPublishBatch({ ...deps, quarantine } as never);
    const failures = await batch(
      messagesOf({ redeliver: { week: '2026-W46' } }, { draft }, { draft: { id: 'no such draft!' } }),
      undefined as never,
    );
    expect(failures.size).toBe(0);
    expect(told.map(({ kind }) => kind)).toEqual(['weekly-review', 'draft']);
    expect(quarantine.errors).toHaveLength(1);
  });

  it('repeat a draft that was not taken', async () => {
    const { deps, again } = world();
    await tellDraft(deps, draft);
    expect(JSON.parse(again.entries[0]?.body ?? '')).toEqual({ draft });
  });
});
