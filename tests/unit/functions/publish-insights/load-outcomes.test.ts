import { describe, expect, it } from 'vitest';
import { loadOutcomes } from '../../../../functions/publish-insights/load-outcomes.ts';
import { DEMO_DECISION } from '../../../../scripts/demo/demo-decision.ts';
import { makeMessages } from '../../../../scripts/demo/messages.ts';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import { emptyAggregate } from '../../../../shared/insight/aggregate.ts';
import { readDemoCampaigns } from '../../../fixtures/demo-campaigns.ts';

const OF = { week: '2026-W46', now: new Date('2026-11-16T00:00:00Z'), timeZone: 'Asia/Seoul' };

async function demoMessages() {
  return makeMessages(await readDemoCampaigns()).map((row) => SentMessageSchema.parse(row));
}

function makeSources(records = [DEMO_DECISION]) {
  const read: string[] = [];
  return {
    read,
    sources: {
      suggestions: { list: async () => records },
      rollups: {
        readDay: async (day: string) => {
          read.push(day);
          return [{ day, bucket: day, aggregate: emptyAggregate() }];
        },
      },
    },
  };
}

describe('what came back of accepted words, read for a review', () => {
  it('finds the message of the demo that says them, and reads the days around its sending', async () => {
    const { sources, read } = makeSources();
    const outcomes = await loadOutcomes(sources, await demoMessages(), OF);
    expect(outcomes.get('price.usage')?.[0]).toMatchObject({
      tried: [{ campaign: '수수료가 왜 있나요?', variant: 'A' }],
      control: [],
      doubt: { days: 21 },
    });
    expect([read.toSorted()[0], read.toSorted().at(-1), read.length]).toEqual([
      '2026-09-28',
      '2026-11-15',
      49,
    ]);
  });

  it('counts whole days only while the week goes on', async () => {
    const { sources } = makeSources();
    const now = new Date('2026-11-12T05:00:00Z');
    const outcomes = await loadOutcomes(sources, await demoMessages(), { ...OF, now });
    expect(outcomes.get('price.usage')?.[0]?.doubt.days).toBe(17);
  });

  it('reads nothing where nothing was accepted or sent', async () => {
    const { sources, read } = makeSources([]);
    expect((await loadOutcomes(sources, await demoMessages(), OF)).size).toBe(0);
    expect((await loadOutcomes(makeSources().sources, [], OF)).size).toBe(0);
    expect(read).toEqual([]);
  });
});
