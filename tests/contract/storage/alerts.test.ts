import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlertMessageSchema } from '../../../shared/domain/alert.ts';
import type { Incident } from '../../../shared/domain/insight.ts';
import { createAlertRepository } from '../../../shared/storage/alert-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';

let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

const alerts = () => createAlertRepository({ client: server.client, tableName: server.tables.insights });

const incident: Incident = {
  id: 'i1',
  series: 'code:auth',
  startedAt: '2026-11-20T04:00:00.000Z',
  count: 39,
  expected: 0.7,
  upper: 8,
  status: 'open',
  codes: [],
  terms: [],
  evidence: [],
};

const message = (sequence: number) =>
  AlertMessageSchema.parse({
    kind: 'urgent-voices',
    id: 'r1',
    sequence,
    severity: 'severe',
    since: '2026-11-20T04:00:00.000Z',
    count: 1,
    customers: 0,
    evidence: [],
    url: '',
    reasons: [{ reason: 'legal', documents: 1 }],
  });

describe('stored alerts', () => {
  it('let no writer overwrite an incident that changed since it was read', async () => {
    expect(await alerts().saveIncident(incident)).toBe(true);
    expect(await alerts().saveIncident(incident)).toBe(false);
    const read = await alerts().getIncident(incident);
    expect(read?.version).toBe(1);
    if (read === undefined) return;
    expect(await alerts().saveIncident({ ...read, status: 'acknowledged' })).toBe(true);
    expect(await alerts().saveIncident({ ...read, count: 99 })).toBe(false);
    const [found] = await alerts().listIncidents('2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z');
    expect(found).toMatchObject({ status: 'acknowledged', count: 39 });
  });

  it('come newest first, page by page, and are found by the ID that a link names', async () => {
    const later = (number: number) => ({
      ...incident,
      id: `later-${number}`,
      startedAt: `2026-11-2${number}T04:00:00.000Z`,
    });
    for (const number of [1, 2, 3]) await alerts().saveIncident(later(number));
    const since = later(1).startedAt;
    const first = await alerts().listNewestIncidents(since, 2);
    expect(first.map(({ id }) => id)).toEqual(['later-3', 'later-2']);
    const rest = await alerts().listNewestIncidents(since, 2, first[1]);
    expect(rest.map(({ id }) => id)).toEqual(['later-1']);
    expect(await alerts().findIncident('later-1', since)).toMatchObject({ startedAt: since });
    expect(await alerts().findIncident('later-1', later(2).startedAt)).toBeUndefined();
  });

  it('keep the newest alert of a slot, and do not lose it when the older one has arrived', async () => {
    const entry = (sequence: number) => ({
      team: 'cx',
      slot: 'incident-i1',
      message: message(sequence),
      at: '2026-11-20T04:00:00.000Z',
      sinks: [],
    });
    await alerts().putOutbox(entry(1));
    await alerts().putOutbox(entry(2));
    await alerts().noteOutbox({ ...entry(1), sinks: ['mail'] });
    await alerts().settleOutbox(entry(1));
    expect(await alerts().listOutbox()).toEqual([entry(2)]);
    await alerts().noteOutbox({ ...entry(2), sinks: ['mail'] });
    expect((await alerts().listOutbox())[0]?.sinks).toEqual(['mail']);
    await alerts().settleOutbox(entry(2));
    expect(await alerts().listOutbox()).toEqual([]);
  });

  it('hold a mute until its time; the last word on a series holds', async () => {
    const mute = (until: string) => ({
      series: 'code:auth',
      until,
      by: 'kim',
      at: '2026-11-20T04:00:00.000Z',
    });
    const now = new Date('2026-11-20T05:00:00.000Z');
    await alerts().putMute(mute('2026-11-20T08:00:00.000Z'));
    expect(await alerts().listMutes(now)).toHaveLength(1);
    await alerts().putMute(mute('2026-11-20T04:30:00.000Z'));
    expect(await alerts().listMutes(now)).toEqual([]);
  });

  it('take an urgent voice once, however often it comes', async () => {
    const documentKey = 'a'.repeat(64);
    const voice = {
      documentKey,
      reasons: ['legal' as const],
      arrivedAt: '2026-11-20T04:00:00.000Z',
      quote: {
        documentKey,
        id: 'a',
        text: '소송하겠습니다',
        source: 'ticket' as const,
        connector: 'desk',
        day: '2026-11-20',
        sentiment: 'negative' as const,
        highlights: [],
      },
      codes: ['trust'],
      stage: 'usage',
    };
    expect(await alerts().addUrgent(voice)).toBe(true);
    expect(await alerts().addUrgent(voice)).toBe(true);
    expect(await alerts().listUrgent()).toEqual([voice]);
    await alerts().settleUrgent(documentKey, '2026-11-20T04:01:00.000Z');
    expect(await alerts().addUrgent(voice)).toBe(false);
    expect(await alerts().listUrgent()).toEqual([]);

    expect(await alerts().getUrgentRun()).toBeUndefined();
    const run = { id: 'r1', sequence: 1, toldAt: '2026-11-20T04:01:00.000Z', reasons: ['legal' as const] };
    await alerts().putUrgentRun(run);
    expect(await alerts().getUrgentRun()).toEqual(run);
  });
});
