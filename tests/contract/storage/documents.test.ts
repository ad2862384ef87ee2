import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settleSightings } from '../../../functions/link/settle-documents.ts';
import type { Contribution } from '../../../shared/domain/contribution.ts';
import type { VocRecord } from '../../../shared/domain/record.ts';
import { aggregateOf } from '../../../shared/insight/aggregate.ts';
import { createContributionRepository } from '../../../shared/storage/contribution-repository.ts';
import { createCustomerRepository } from '../../../shared/storage/customer-repository.ts';
import { createDocumentRepository } from '../../../shared/storage/document-repository.ts';
import type { Sighting } from '../../../shared/storage/merge-sightings.ts';
import { arbitrarySighting, SIGHTING_DAYS } from '../../fixtures/arbitrary-sighting.ts';
import { type DynamoDbServer, startDynamoDb } from '../../fixtures/dynamodb-server.ts';
import { makeReading, makeRecord, UNLINKED } from '../../fixtures/make-record.ts';

const TIME_ZONE = 'Asia/Seoul';
let server: DynamoDbServer;

beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

function repositories() {
  const { client, tables } = server;
  return {
    documents: createDocumentRepository({
      client,
      tableName: tables.documents,
      timeZone: TIME_ZONE,
      retentionDays: 730,
    }),
    contributions: createContributionRepository({ client, tableName: tables.contributions }),
    customers: createCustomerRepository({ client, tableName: tables.customers }),
    timeZone: TIME_ZONE,
  };
}

let scenarios = 0;
const newConnector = () => `connector-${++scenarios}`;
const underKey = (given: Sighting, connector: string): Sighting => ({
  ...given,
  record: {
    ...given.record,
    connector: 'play',
    documentKey: Buffer.from(connector.padEnd(32, '.')).toString('hex'),
  },
});

/** What a set of sightings leaves behind: the document, its contributions, what a recount says. */
async function stateAfter(deps: ReturnType<typeof repositories>, documentKey: string) {
  const document = await deps.documents.get(documentKey);
  const contributions = (await Promise.all(SIGHTING_DAYS.map((day) => deps.contributions.listDay(day))))
    .flat()
    .filter((one) => one.documentKey === documentKey);
  const anonymous = <T extends object>(value: T) =>
    JSON.parse(JSON.stringify(value).replaceAll(documentKey, 'KEY')) as unknown;
  return {
    document: document && anonymous({ ...document, shard: 0 }),
    contributions: contributions.map((one) => anonymous({ ...one, shard: 0 })),
    totals: aggregateOf(contributions),
  };
}

describe('documents and their contributions', () => {
  it('end in the same state in any order and with any repetition of arrivals', async () => {
    const deps = repositories();
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitrarySighting('0'.repeat(64)), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { minLength: 5, maxLength: 9 }),
        async (sightings, picks) => {
          const [first, second] = [newConnector(), newConnector()];
          for (const one of sightings) await settleSightings(deps, [underKey(one, first)]);

          // Any order with repetitions, then whatever was not drawn; several at the same time.
          const drawn = picks.map((pick) => pick % sightings.length);
          const order = [...drawn, ...sightings.keys()]
            .map((index) => sightings[index] as Sighting)
            .reverse();
          for (let start = 0; start < order.length; start += 3) {
            const together = order.slice(start, start + 3).map((one) => underKey(one, second));
            const settled = await Promise.all(together.map((one) => settleSightings(deps, [one])));
            expect(settled.flat().every((one) => one.ok)).toBe(true);
          }
          const keyOf = (connector: string) => Buffer.from(connector.padEnd(32, '.')).toString('hex');
          const [a, b] = [await stateAfter(deps, keyOf(first)), await stateAfter(deps, keyOf(second))];
          expect(b).toEqual(a);
          const erased = (await deps.documents.get(keyOf(second)))?.record.erased === true;
          expect(b.contributions).toHaveLength(erased ? 0 : 1);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('marks the bucket a document left and the one it went to', async () => {
    const deps = repositories();
    const connector = newConnector();
    const at = (publishedAt: string): Sighting =>
      underKey({ record: makeRecord({ publishedAt }), reading: makeReading(), link: UNLINKED }, connector);
    await settleSightings(deps, [at('2026-11-16T05:00:00.000Z')]);
    const [moved] = await settleSightings(deps, [at('2026-11-16T02:30:00.000Z')]);
    expect(moved?.ok && moved.dirty.map((place) => place.bucket).sort()).toEqual([
      '2026-11-16T02',
      '2026-11-16T05',
    ]);
  });

  it('count nowhere once their source has erased them, and again when it restores them', async () => {
    const deps = repositories();
    const connector = newConnector();
    const at = (editedAt: string, more: Partial<VocRecord> = {}): Sighting =>
      underKey(
        { record: makeRecord({ editedAt, ...more }), reading: makeReading(), link: UNLINKED },
        connector,
      );
    const shown = at('2026-11-16T05:00:00.000Z');
    const key = shown.record.documentKey;
    await settleSightings(deps, [shown]);
    const [erased] = await settleSightings(deps, [
      at('2026-11-16T06:00:00.000Z', { text: '', erased: true, contentHash: 'f'.repeat(64) }),
    ]);
    expect(erased).toMatchObject({ ok: true, dirty: [{ bucket: '2026-11-16T03' }] });
    expect((await stateAfter(deps, key)).contributions).toEqual([]);
    expect(JSON.stringify(await deps.documents.get(key))).not.toContain('환급');

    await settleSightings(deps, [shown]);
    expect((await stateAfter(deps, key)).contributions).toEqual([]);
    await settleSightings(deps, [at('2026-11-16T07:00:00.000Z')]);
    expect((await stateAfter(deps, key)).contributions).toHaveLength(1);
  });

  it('repairs what a crash left between the document and its contribution', async () => {
    const deps = repositories();
    const connector = newConnector();
    const one = underKey({ record: makeRecord(), reading: makeReading(), link: UNLINKED }, connector);
    await deps.documents.put(one);
    const [settled] = await settleSightings(deps, [one]);
    expect(settled).toMatchObject({ ok: true, dirty: [{ day: '2026-11-16', bucket: '2026-11-16T03' }] });
    expect((await stateAfter(deps, one.record.documentKey)).contributions).toHaveLength(1);
  });

  it('count once when a slow worker writes after the document has moved', async () => {
    const deps = repositories();
    const connector = newConnector();
    const at = (publishedAt: string): Sighting =>
      underKey({ record: makeRecord({ publishedAt }), reading: makeReading(), link: UNLINKED }, connector);
    const [late, early] = [at('2026-11-16T05:00:00.000Z'), at('2026-11-16T02:30:00.000Z')];
    let overtaken = false;
    const slow = {
      ...deps,
      contributions: {
        ...deps.contributions,
        putMany: async (contributions: readonly Contribution[]) => {
          if (!overtaken) await settleSightings(deps, [early]);
          overtaken = true;
          return deps.contributions.putMany(contributions);
        },
      },
    };
    const [settled] = await settleSightings(slow, [late]);
    expect(settled?.ok && settled.dirty.map((place) => place.bucket).sort()).toEqual([
      '2026-11-16T02',
      '2026-11-16T05',
    ]);
    const { contributions } = await stateAfter(deps, late.record.documentKey);
    expect(contributions).toMatchObject([{ bucket: '2026-11-16T02' }]);
  });

  it('writes nothing for a document that comes again as it is stored and counted', async () => {
    const deps = repositories();
    const connector = newConnector();
    const one = underKey({ record: makeRecord(), reading: makeReading(), link: UNLINKED }, connector);
    await settleSightings(deps, [one]);
    const refuse = async () => {
      throw new Error('nothing is to be written');
    };
    const again = {
      ...one,
      record: { ...one.record, firstSeenAt: '2026-12-01T00:00:00.000Z', runId: 'later' },
    };
    const [settled] = await settleSightings(
      { ...deps, contributions: { ...deps.contributions, put: refuse, putMany: refuse, delete: refuse } },
      [again],
    );
    expect(settled).toMatchObject({ ok: true, dirty: [{ bucket: '2026-11-16T03' }] });
    const { etag } = await deps.documents.put(one);
    expect((await deps.documents.etags([one.record.documentKey])).get(one.record.documentKey)).toBe(etag);
  });

  it('says whether a sighting was new, older or known', async () => {
    const { documents } = repositories();
    const connector = newConnector();
    const edit = (editedAt: string) =>
      underKey({ record: makeRecord({ editedAt }), reading: makeReading(), link: UNLINKED }, connector);
    const newer = edit('2026-11-18T00:00:00.000Z');
    expect((await documents.put(newer)).outcome).toBe('stored');
    expect((await documents.put(edit('2026-11-17T00:00:00.000Z'))).outcome).toBe('older');
    expect((await documents.put(newer)).outcome).toBe('same');
    expect((await documents.get(newer.record.documentKey))?.record.editedAt).toBe('2026-11-18T00:00:00.000Z');
  });
});
