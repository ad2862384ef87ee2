import { expect, it } from 'vitest';
import { sourceStanding } from '../../../../functions/publish-insights/source-standing.ts';
import { SourceHealthSchema } from '../../../../shared/domain/source-health.ts';

const NOW = new Date('2026-11-16T00:00:00.000Z');

it('tells how every enabled source stands, and that one has never run', async () => {
  const failing = SourceHealthSchema.parse({
    sourceId: 'board',
    lastRunAt: '2026-11-15T23:00:00.000Z',
    lastSuccessAt: '2026-11-13T00:00:00.000Z',
    outcome: 'failed',
    documents: 0,
    rejected: 0,
    durationMs: 10,
    consecutiveFailures: 5,
  });
  const standing = await sourceStanding(
    {
      sources: [
        { id: 'board', enabled: true },
        { id: 'new', enabled: true },
        { id: 'off', enabled: false },
      ],
      sourceState: { getHealth: async (id) => (id === 'board' ? failing : undefined) },
    },
    NOW,
  );
  expect(standing).toEqual([
    {
      sourceId: 'board',
      lastSuccessAt: '2026-11-13T00:00:00.000Z',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'stale' })]),
    },
    { sourceId: 'new', findings: [] },
  ]);
});
