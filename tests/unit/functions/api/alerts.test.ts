import { describe, expect, it } from 'vitest';
import { MuteSchema } from '../../../../shared/domain/alert.ts';
import { MuteListSchema } from '../../../../shared/domain/dashboard-api.ts';
import { IncidentSchema } from '../../../../shared/domain/insight.ts';
import { makeAlerts, makeApi } from './api-world.ts';
import { makeIncident } from './full-world.ts';

const NOW = '2026-11-16T00:00:00.000Z';
const world = () => ({ overrides: { alerts: makeAlerts([1, 2].map(makeIncident)) } });
const json = { 'content-type': 'application/json' };

describe('an incident', () => {
  it('is taken once: who comes second sees who was first', async () => {
    const { as } = makeApi(world());
    const taken = await as(['cx'])('/v1/incidents/i1/acknowledgement', { method: 'PUT' });
    expect(IncidentSchema.parse(await taken.json())).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: 'cx@example.com',
      acknowledgedAt: NOW,
    });
    const read = await as(['viewer'])('/v1/incidents/i1');
    expect(IncidentSchema.parse(await read.json())).toMatchObject({ status: 'acknowledged' });
    const other = await as(['viewer'])('/v1/incidents/i2');
    expect(IncidentSchema.parse(await other.json())).toMatchObject({ status: 'open' });
  });

  it('that does not exist is not found, for reading and for taking', async () => {
    const { as } = makeApi(world());
    expect((await as(['cx'])('/v1/incidents/none')).status).toBe(404);
    expect((await as(['cx'])('/v1/incidents/none/acknowledgement', { method: 'PUT' })).status).toBe(404);
  });

  it('that other writers keep changing is not said to be taken', async () => {
    const alerts = { ...makeAlerts([makeIncident(1)]), saveIncident: async () => false };
    const { as } = makeApi({ overrides: { alerts } });
    expect((await as(['cx'])('/v1/incidents/i1/acknowledgement', { method: 'PUT' })).status).toBe(503);
  });
});

describe('a mute', () => {
  const mute = (as: ReturnType<typeof makeApi>['as'], series: string, until: string) =>
    as(['cx'])(`/v1/mutes/${encodeURIComponent(series)}`, {
      method: 'PUT',
      headers: json,
      body: JSON.stringify({ until }),
    });
  const mutes = async (as: ReturnType<typeof makeApi>['as']) =>
    MuteListSchema.parse(await (await as(['viewer'])('/v1/mutes')).json()).mutes;

  it('holds for a series of any name until somebody ends it', async () => {
    const { as } = makeApi(world());
    const series = 'phrase:입금/출금 안됨';
    const put = await mute(as, series, '2026-11-16T08:00:00.000Z');
    expect(MuteSchema.parse(await put.json())).toEqual({
      series,
      until: '2026-11-16T08:00:00.000Z',
      by: 'cx@example.com',
      at: NOW,
    });
    expect((await mutes(as)).map((one) => one.series)).toEqual([series]);
    await as(['admin'])(`/v1/mutes/${encodeURIComponent(series)}`, { method: 'DELETE' });
    expect(await mutes(as)).toEqual([]);
  });

  it.each([
    ['in the past', '2026-11-15T23:59:59.000Z'],
    ['of now', NOW],
    ['of months', '2027-02-01T00:00:00.000Z'],
  ])('is not taken with an end %s', async (_what, until) => {
    const { as } = makeApi(world());
    expect((await mute(as, 'all', until)).status).toBe(400);
    expect(await mutes(as)).toEqual([]);
  });
});
