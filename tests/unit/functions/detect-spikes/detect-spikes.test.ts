import { describe, expect, it } from 'vitest';
import type { AlertTeam } from '../../../../functions/common/alert-teams.ts';
import { arrivalPoints } from '../../../../functions/detect-spikes/arrival-points.ts';
import { type DetectDeps, detectSpikes } from '../../../../functions/detect-spikes/detect-spikes.ts';
import { flushOutbox } from '../../../../functions/detect-spikes/outbox.ts';
import type { BucketAggregate } from '../../../../shared/domain/aggregate.ts';
import { type AlertMessage, AlertRuleSchema, type Mute } from '../../../../shared/domain/alert.ts';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import type { Incident } from '../../../../shared/domain/insight.ts';
import type { OutboxEntry } from '../../../../shared/storage/alert-repository.ts';
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
  const FRESH = '2026-11-20T04:00:00.000Z';

  function setUp(spikeAt: string, contributions: readonly Contribution[] = []) {
    const arrivals: Record<string, number> = {};
    for (let hour = 0; hour < 30 * 24; hour += 1) {
      const at = new Date(Math.floor(NOW.getTime() / HOUR_MS) * HOUR_MS - hour * HOUR_MS).toISOString();
      arrivals[at] = 2 + (hour % 3);
    }
    arrivals[spikeAt] = 60;
    const incidents = new Map<string, Incident>();
    const outbox = new Map<string, OutboxEntry>();
    const mutes: Mute[] = [];
    const told: AlertMessage[] = [];
    const world = { now: NOW, sinkFails: false };
    const slotOf = ({ slot, team }: { slot: string; team: string }) => `${slot} ${team}`;
    const team: AlertTeam = {
      name: 'cx',
      rule: AlertRuleSchema.parse({ minVoices: 1 }),
      sinks: [
        {
          id: 'mail',
          deliver: async (message) => {
            if (world.sinkFails) throw new VocError('delivery.failed', 'transient', 'down');
            told.push(message);
          },
        },
      ],
    };
    const teams = [team];
    const deps: DetectDeps = {
      readDays: async (days) => (days.includes('2026-11-20') ? [bucketOf(arrivals)] : []),
      contributions: { listDay: async (day) => contributions.filter((one) => one.day === day) },
      documents: { getMany: async () => new Map() },
      alerts: {
        saveIncident: async (incident) => {
          if ((incidents.get(incident.id)?.version ?? 0) !== (incident.version ?? 0)) return false;
          incidents.set(incident.id, { ...incident, version: (incident.version ?? 0) + 1 });
          return true;
        },
        listIncidents: async () => [...incidents.values()],
        listMutes: async () => mutes,
        putOutbox: async (entry) => void outbox.set(slotOf(entry), entry),
        listOutbox: async () => [...outbox.values()],
        noteOutbox: async (entry) => void outbox.set(slotOf(entry), entry),
        settleOutbox: async (entry) => void outbox.delete(slotOf(entry)),
      },
      surroundings: async () => ({ campaigns: [], findings: [] }),
      teams,
      spellings: [['업데이트', '업뎃']],
      timeZone: 'Asia/Seoul',
      dashboardUrl: '',
      clock: () => world.now,
    };
    async function look(): Promise<number> {
      const { events } = await detectSpikes(deps);
      await flushOutbox(deps);
      return events;
    }
    return { deps, look, incidents, outbox, told, arrivals, mutes, teams, world };
  }

  it('tells a fresh spike once, however often it looks', async () => {
    const { look, incidents, told, arrivals } = setUp(FRESH);
    expect(await look()).toBe(1);
    arrivals['2026-11-20T05:00:00.000Z'] = 70;
    expect(await look()).toBe(0);
    expect(incidents.size).toBe(1);
    expect([...incidents.values()][0]?.startedAt).toBe(FRESH);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ event: 'opened', sequence: 1 });
  });

  it('keeps an old spike and wakes nobody, now or later', async () => {
    const { look, incidents, told } = setUp('2026-11-14T04:00:00.000Z');
    await look();
    await look();
    expect(incidents.size).toBe(1);
    expect(told).toEqual([]);
  });

  it('tells again under the same number where a sink failed, and each sink once', async () => {
    const { look, told, world, outbox } = setUp(FRESH);
    world.sinkFails = true;
    await look();
    expect([told.length, outbox.size]).toEqual([0, 1]);
    world.sinkFails = false;
    await look();
    await look();
    expect(told.map(({ sequence }) => sequence)).toEqual([1]);
    expect(outbox.size).toBe(0);
  });

  it('holds an alert during quiet hours and tells the newest one when they end', async () => {
    const { look, told, world, teams, arrivals } = setUp(FRESH);
    arrivals[FRESH] = 20;
    const [team] = teams as [AlertTeam];
    // 15:30 in Seoul.
    teams[0] = { ...team, rule: { ...team.rule, quietHours: { from: '13:00', to: '17:00' } } };
    expect([await look(), told.length]).toEqual([1, 0]);
    world.now = new Date('2026-11-20T08:00:00.000Z');
    await look();
    expect(told).toHaveLength(1);
  });

  it('tells nobody of a muted series, and tells it as new when the mute ends while it goes on', async () => {
    const { look, told, mutes, arrivals } = setUp(FRESH);
    arrivals['2026-11-20T05:00:00.000Z'] = 60;
    arrivals['2026-11-20T06:00:00.000Z'] = 60;
    mutes.push({ series: 'all', until: '2026-11-21T00:00:00.000Z', by: 'kim', at: FRESH });
    await look();
    expect(told).toEqual([]);
    mutes.length = 0;
    await look();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ event: 'opened', sequence: 1 });
  });

  it('tells a word in all its spellings as one, under the one used most', async () => {
    const voice = (index: number, said: Partial<Contribution>) =>
      makeContribution({ documentKey: index.toString(16).padStart(64, '0'), day: '2026-11-20', ...said });
    const { look, incidents } = setUp(FRESH, [
      ...Array.from({ length: 12 }, (_, index) =>
        voice(index, {
          sentiment: 'negative',
          arrivalSlot: FRESH,
          terms: [index % 3 === 0 ? '업뎃' : '업데이트'],
        }),
      ),
      ...Array.from({ length: 40 }, (_, index) =>
        voice(100 + index, { sentiment: 'positive', terms: ['환급', '빠르다'] }),
      ),
    ]);
    await look();
    expect([...incidents.values()][0]?.terms).toEqual(['업데이트']);
  });
});
