import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReanalysisRepository } from '../../../shared/storage/reanalysis-repository.ts';
import { createSettingsRepository } from '../../../shared/storage/settings-repository.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';
import { makeEdition, makeWalk } from '../../unit/functions/api/settings-world.ts';

let server: DynamoDbServer;
beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

const table = () => ({ client: server.client, tableName: server.tables.insights });

it('keeps every edition, the newest in force, with the walk that it asks for; of two editors one wins', async () => {
  const settings = createSettingsRepository(table());
  const reanalyses = createReanalysisRepository(table());
  expect(await settings.head()).toEqual({ edition: 0, readingEdition: 0, ordinal: 0, deployment: '' });
  expect(await settings.save(makeEdition(1), makeWalk(1))).toBe(true);
  expect(await settings.save(makeEdition(1), makeWalk(9))).toBe(false);
  expect(await settings.save({ ...makeEdition(3), part: 'taxonomy' }, null)).toBe(false);
  const outcomes = await Promise.all([
    settings.save({ ...makeEdition(2), by: 'a' }, null),
    settings.save({ ...makeEdition(2), by: 'b' }, null),
  ]);
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  const winner = outcomes[0] ? 'a' : 'b';
  expect(await settings.head()).toMatchObject({ edition: 2, readingEdition: 2 });
  expect(await settings.edition(1)).toEqual(makeEdition(1));
  expect(await settings.edition(2)).toEqual({ ...makeEdition(2), by: winner });
  expect(await settings.edition(3)).toBeUndefined();
  const { content: _, ...first } = makeEdition(1);
  expect(await settings.history(5)).toMatchObject([{ edition: 2, by: winner }, first]);
  expect(await settings.history(1)).toHaveLength(1);
  expect(await settings.history(5, 2)).toEqual([first]);
  expect(await reanalyses.list(5)).toEqual([makeWalk(1)]);
});

describe('deployments', () => {
  it('get rising ordinals, each once, and leave the edition alone', async () => {
    const settings = createSettingsRepository(table());
    const { edition } = await settings.head();
    const register = async (deployment: string) =>
      settings.register(deployment, await settings.head(), '2026-11-20T09:00:00.000Z');
    expect(await register('a')).toMatchObject({ ordinal: 1, deployment: 'a', edition });
    const read = await settings.head();
    const both = await Promise.all(
      ['b', 'c'].map((name) => settings.register(name, read, '2026-11-20T09:01:00.000Z')),
    );
    expect(both.map(({ ordinal }) => ordinal)).toEqual([2, 2]);
    expect(both[0]?.deployment).toBe(both[1]?.deployment);
    expect(await register('a')).toMatchObject({ ordinal: 3, edition });
  });
});

it('moves a walk only from where it was read', async () => {
  const reanalyses = createReanalysisRepository(table());
  const walk = makeWalk(4, { state: 'running' });
  await reanalyses.add(walk);
  const moved = { ...walk, sent: 5, revision: 1 };
  expect(await reanalyses.move(walk, moved)).toBe(true);
  expect(await reanalyses.move(walk, { ...walk, sent: 9, revision: 1 })).toBe(false);
  await reanalyses.add(walk);
  expect(await reanalyses.get(walk)).toEqual(moved);
  const [newest, ...older] = await reanalyses.list(9);
  expect(newest).toEqual(moved);
  expect(await reanalyses.list(9, moved)).toEqual(older);
});
