import { describe, expect, it } from 'vitest';
import { createRequestRun } from '../../../../functions/api/request-run.ts';
import {
  ProblemSchema,
  type SourceHealthView,
  SourceRunRequestedSchema,
} from '../../../../shared/domain/dashboard-api.ts';
import type { QueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { makeApi } from './api-world.ts';
import { makeSource } from './full-world.ts';

const POST = { method: 'POST' };
const sources = [
  makeSource('apple-kr', { outcome: 'failed', parkedUntil: '2026-11-16T03:00:00.000Z' }),
  makeSource('off', { enabled: false }),
  makeSource('slow', { running: true }),
];
const world = () => makeApi({ overrides: { sources: { list: async () => sources } } });

describe('a run that a person asks for', () => {
  it('is asked for without waiting, of a parked source as well', async () => {
    const { as, requested } = world();
    const response = await as(['cx'])('/v1/sources/apple-kr/runs', POST);
    expect(response.status).toBe(202);
    expect(SourceRunRequestedSchema.parse(await response.json())).toEqual({
      id: 'apple-kr',
      requestedAt: '2026-11-16T00:00:00.000Z',
    });
    expect(requested).toEqual(['apple-kr']);
  });

  it.each([
    ['off', 409, 'source-off'],
    ['slow', 409, 'source-running'],
    ['nowhere', 404, 'not-found'],
  ])('of the source %s is refused with %i %s', async (id, status, code) => {
    const { as, requested } = world();
    const response = await as(['admin'])(`/v1/sources/${id}/runs`, POST);
    expect([response.status, ProblemSchema.parse(await response.json()).code]).toEqual([status, code]);
    expect(requested).toEqual([]);
  });
});

describe('the event of a run', () => {
  const sent: string[] = [];
  const queue = (name: string): QueueSender => ({
    async send(messages) {
      sent.push(...messages.map(({ body }) => `${name} ${body}`));
      return new Set();
    },
  });
  const requestRun = createRequestRun({
    voices: queue('drops'),
    customers: queue('customers'),
    messages: queue('messages'),
    funnel: queue('funnel'),
  });

  it.each<[SourceHealthView['brings'], string]>([
    ['voices', 'drops {"sourceId":"a","force":true}'],
    ['customers', 'customers {"customerSourceId":"a","force":true}'],
    ['messages', 'messages {"messageSourceId":"a","force":true}'],
    ['funnel', 'funnel {"funnelSourceId":"a","force":true}'],
  ])('of a source of %s goes to the queue of its function', async (brings, expected) => {
    await requestRun({ id: 'a', brings });
    expect(sent.at(-1)).toBe(expected);
  });
});
