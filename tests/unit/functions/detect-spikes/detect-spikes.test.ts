import { describe, expect, it } from 'vitest';
import { arrivalPoints } from '../../../../functions/detect-spikes/arrival-points.ts';
import { type DetectDeps, detectSpikes } from '../../../../functions/detect-spikes/detect-spikes.ts';
import type { BucketAggregate } from '../../../../shared/domain/aggregate.ts';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import type { Incident } from '../../../../shared/domain/insight.ts';
import type { DeliveryState } from '../../../../shared/storage/insight-repository.ts';
import { makeContribution } from '../../shared/insight/contribution-factory.ts';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-11-20T06:30:00.000Z');

/** One bucket with so many negative arrivals at each time. */
function bucketOf(arrivals: Readonly<Record<string, number>>): BucketAggregate {
  return {
    day: '2026-11-20',
    bucket: '2026-11-20',
    aggregate: {
      cells: {},
      arrivals: Object.fromEntries(
        Object.entries(arrivals).map(([slot, negative]) => [
          slot,
          { all: { documents: negative, negative } },
        ]),
      ),
    },
  };
}

describe('arrival points', () => {
  it('are zero in a silent hour of a day with arrivals and missing on a day without', () => {
    const points = arrivalPoints(
      [
        bucketOf({
          '2026-11-18T22:05:00.000Z': 1,
          '2026-11-20T02:00:00.000Z': 2,
          '2026-11-20T02:55:00.000Z': 3,
        }),
      ],
      NOW,
    );
    expect(points.map(({ timestamp, count }) => [timestamp.slice(5, 13), count])).toEqual([
      ['11-18T22', 1],
      ['11-18T23', 0],
      ['11-20T00', 0],
      ['11-20T01', 0],
      ['11-20T02', 5],
      ['11-20T03', 0],
      ['11-20T04', 0],
      ['11-20T05', 0],
      ['11-20T06', 0],
    ]);
    expect(arrivalPoints([], NOW)).toEqual([]);
  });
});

describe('detecting spikes', () => {
  function setUp(spikeAt: string, contributions: readonly Contribution[] = []) {
    const arrivals: Record<string, number> = {};
    for (let hour = 0; hour < 30 * 24; hour += 1) {
      const at = new Date(Math.floor(NOW.getTime() / HOUR_MS) * HOUR_MS - hour * HOUR_MS).toISOString();
      arrivals[at] = 2 + (hour % 3);
    }
    arrivals[spikeAt] = 60;
    const incidents: Incident[] = [];
    const deliveries = new Map<string, DeliveryState>();
    const announced: Incident[] = [];
    const deps: DetectDeps = {
      rollups: { readDay: async (day) => (day === '2026-11-20' ? [bucketOf(arrivals)] : []) },
      contributions: { listDay: async (day) => contributions.filter((one) => one.day === day) },
      documents: { getMany: async () => new Map() },
      insights: {
        putIncident: async (incident) => {
          const known = incidents.findIndex(({ id }) => id === incident.id);
          if (known >= 0) incidents[known] = incident;
          else incidents.push(incident);
          return known >= 0 ? 'known' : 'new';
        },
        listIncidents: async () => incidents,
        getDelivery: async (subject) => deliveries.get(subject),
        putDelivery: async (subject, state) => void deliveries.set(subject, state),
      },
      sinks: [
        {
          id: 'events',
          deliver: async (delivery) => {
            if (delivery.kind === 'incident') announced.push(delivery.incident);
          },
        },
      ],
      spellings: [['업데이트', '업뎃']],
      timeZone: 'Asia/Seoul',
      dashboardUrl: '',
      clock: () => NOW,
    };
    return { deps, incidents, announced, arrivals };
  }

  it('announces a fresh spike once, however often it looks', async () => {
    const { deps, incidents, announced, arrivals } = setUp('2026-11-20T04:00:00.000Z');
    expect(await detectSpikes(deps)).toEqual({ incidents: 1, announced: 1 });
    arrivals['2026-11-20T05:00:00.000Z'] = 70;
    expect(await detectSpikes(deps)).toEqual({ incidents: 1, announced: 0 });
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.startedAt).toBe('2026-11-20T04:00:00.000Z');
    expect(announced).toHaveLength(1);
  });

  it('keeps an old spike and wakes nobody', async () => {
    const { deps, incidents, announced } = setUp('2026-11-14T04:00:00.000Z');
    await detectSpikes(deps);
    expect(incidents).toHaveLength(1);
    expect(announced).toEqual([]);
  });

  it('tells a word in all its spellings as one, under the one used most', async () => {
    const voice = (index: number, said: Partial<Contribution>) =>
      makeContribution({ documentKey: index.toString(16).padStart(64, '0'), day: '2026-11-20', ...said });
    const { deps, incidents } = setUp('2026-11-20T04:00:00.000Z', [
      ...Array.from({ length: 12 }, (_, index) =>
        voice(index, {
          sentiment: 'negative',
          arrivalSlot: '2026-11-20T04:00:00.000Z',
          terms: [index % 3 === 0 ? '업뎃' : '업데이트'],
        }),
      ),
      ...Array.from({ length: 40 }, (_, index) =>
        voice(100 + index, { sentiment: 'positive', terms: ['환급', '빠르다'] }),
      ),
    ]);
    await detectSpikes(deps);
    expect(incidents[0]?.terms).toEqual(['업데이트']);
  });
});
