import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '../../functions/api/route-table.ts';
import type { DataClass } from '../../infra/constructs/storage.ts';
import { BACKUP_DAYS } from '../../shared/domain/erasure.ts';
import { TABLES } from '../../shared/storage/tables.ts';
import { type Access, accessTable, dataAccess, dataClassOf, routeTable } from './data-access.ts';
import { fullTemplate } from './everything-on.ts';
import { policyStatements } from './policy-statements.ts';
import { ofType, type Resource, ROOT_DIR, type Template, targetOf } from './synthesized-stack.ts';

let template: Template;
let accesses: Access[];

beforeAll(async () => {
  template = await fullTemplate();
  accesses = dataAccess(template);
}, 300_000);

const touching = (...stores: string[]) =>
  [
    ...new Set(
      accesses.filter(({ store }) => stores.includes(store)).map(({ functionName }) => functionName),
    ),
  ].sort();
const storesOf = (name: string) =>
  new Set(accesses.filter(({ functionName }) => functionName === name).map(({ store }) => store));

describe('who may touch which data', () => {
  it('is what docs/security-access.md shows (made anew by `npx vitest run --project unit tests/infra/data-classes.test.ts -u`)', async () => {
    const page = `# Who may touch what

Made by tests/infra/data-classes.test.ts from the synthesized template and the table of routes; [security.md](security.md) says
what it is for. A change here is a change of rights: look at it as one.

## Functions and data

Everything switched on. Not shown: its own log group, traces, named secrets of sources and sinks, mail, the event bus.

${accessTable(accesses)}

\`session\` touches none. \`failed-runs\` takes the start events of schedules. The API sends erasures and decisions; who
carries them out is behind the queue.

## Roles and addresses

${routeTable(ROUTES)}
`;
    await expect(page).toMatchFileSnapshot(join(ROOT_DIR, 'docs/security-access.md'));
  });

  it('who is who (tokens, customers) is known to the linker, the import, the erasure, and the audience maker', () => {
    expect(touching('identity')).toEqual(['erase-customer', 'import-customers', 'link']);
    expect(touching('customers')).toEqual(['erase-customer', 'import-customers', 'link', 'publish-insights']);
    const writers = accesses.filter(
      ({ store, may }) => ['identity', 'customers'].includes(store) && may === 'write',
    );
    expect(new Set(writers.map(({ functionName }) => functionName))).toEqual(
      new Set(['erase-customer', 'import-customers']),
    );
  });

  it('the keys of tokens are read where raw identifiers come in, and by nobody behind', () => {
    expect(touching('identity-keys')).toEqual(['collect', 'import-customers', 'webhook']);
  });

  it('nobody who faces the internet reads who is who, raw files or keys of tokens, but the webhook its own two', () => {
    for (const name of ['api', 'session', 'webhook']) {
      const identity = accesses.filter(
        ({ functionName, dataClass, may }) =>
          functionName === name && dataClass === 'identity' && may !== 'send',
      );
      expect(identity.map(({ store }) => store)).toEqual(name === 'webhook' ? ['identity-keys'] : []);
    }
  });

  it('sign-in touches no data at all', () => {
    expect([...storesOf('session')]).toEqual([]);
  });

  it('what comes in cannot be read back by those who bring it: no voices, no customers, no counts', () => {
    for (const name of ['collect', 'webhook']) {
      const read = accesses.filter(({ functionName, may }) => functionName === name && may === 'read');
      const tables = read.map(({ store }) => store).filter((store) => store in TABLES);
      expect(tables).toEqual(['state']);
    }
  });

  it('the analysis of words sees words alone: the one table it reads holds the settings that people edit', () => {
    const tables = accesses.filter(
      ({ functionName, store }) => functionName === 'analyze' && store in TABLES,
    );
    expect(tables.map(({ store, may }) => `${store} ${may}`)).toEqual([
      'insights read',
      'insights write',
      'state write',
    ]);
  });

  it('the printer sees pages alone', () => {
    expect([...storesOf('render-pdf')].sort()).toEqual(['pdf', 'reports/reviews/']);
  });

  it('counting sees no words and no persons', () => {
    const classes = accesses
      .filter(({ functionName }) => functionName === 'rollup')
      .map((one) => one.dataClass);
    expect(new Set(classes)).toEqual(new Set(['operations']));
  });

  it('each import reads the files of its own kind alone', () => {
    const prefixes = Object.fromEntries(
      ['collect', 'import-customers', 'import-messages', 'import-funnel'].map((name) => [
        name,
        [...storesOf(name)].filter((store) => store.startsWith('drop/')),
      ]),
    );
    expect(prefixes).toEqual({
      collect: ['drop/drops/'],
      'import-customers': ['drop/customers/'],
      'import-messages': ['drop/messages/'],
      'import-funnel': ['drop/funnel/'],
    });
  });
});

describe('encryption at rest', () => {
  /** What is in a store decides whose key guards it. */
  const EXPECTED: Readonly<Record<string, DataClass>> = {
    ...Object.fromEntries(
      Object.entries(TABLES).map(([name, { dataClass }]) => [`table ${name}`, dataClass]),
    ),
    'queue records': 'voice',
    'queue analyses': 'voice',
    'queue relinks': 'identity',
    'queue erasures': 'identity',
    'bucket drop': 'identity',
    'bucket reports': 'voice',
    'secret identity-keys': 'identity',
    'secret webhook': 'operations',
  };
  /** Without a key of ours, each for a reason. */
  const WITHOUT: Readonly<Record<string, string>> = {
    StorageAccessLogsBucket: 'S3 delivers its logs only to buckets with keys of S3.',
    ApiHostingPagesBucket:
      'Built files that every visitor gets; CloudFront reads them without a key of ours.',
  };
  const KEYED = [
    'AWS::DynamoDB::Table',
    'AWS::S3::Bucket',
    'AWS::SQS::Queue',
    'AWS::SNS::Topic',
    'AWS::SecretsManager::Secret',
    'AWS::Logs::LogGroup',
  ];

  it('is by the key of its data class for every table, queue, bucket, topic, secret and log group', () => {
    const seen = new Set<string>();
    for (const [id, resource] of Object.entries(template.Resources)) {
      if (!KEYED.includes(resource.Type)) continue;
      const [kind, name] = Object.entries(resource.Metadata?.voc ?? {})[0] ?? [];
      const label = `${kind === 'deadLettersOf' ? 'queue' : kind} ${name}`;
      const plain = id.replace(/[0-9A-F]{8}$/, '');
      seen.add(label).add(plain);
      const expected = plain in WITHOUT ? undefined : (EXPECTED[label] ?? 'operations');
      expect.soft(dataClassOf(resource), `${label} ${id}`).toBe(expected);
    }
    expect([...Object.keys(EXPECTED), ...Object.keys(WITHOUT)].filter((label) => !seen.has(label))).toEqual(
      [],
    );
  });

  it('of messages that carry words or persons is nobody else’s: work queues carry keys of documents alone', () => {
    const operations = ofType(template, 'AWS::SQS::Queue')
      .filter(({ resource }) => dataClassOf(resource) === 'operations')
      .flatMap(({ resource }) => resource.Metadata?.voc?.queue ?? []);
    expect(operations.sort()).toEqual([
      'customers-import',
      'dirty',
      'drops',
      'failed-runs',
      'funnel-import',
      'messages-import',
      'pdf',
      'publish',
      'reanalyses',
      'urgent',
    ]);
  });

  it('by keys that rotate every year and outlive the stack', () => {
    const keys = ofType(template, 'AWS::KMS::Key');
    expect(keys).toHaveLength(3);
    for (const { id, resource } of keys) {
      expect.soft(resource.Properties.EnableKeyRotation, id).toBe(true);
      expect.soft(resource.DeletionPolicy, id).toBe('Retain');
    }
  });
});

describe('encryption on the way', () => {
  const refusesPlain = (kind: 'bucket' | 'queue' | 'topic') =>
    policyStatements(template).filter(
      (one) =>
        one.kind === kind &&
        one.effect === 'Deny' &&
        one.conditions['aws:securetransport']?.join() === 'false' &&
        one.principals.includes('AWS:*'),
    );

  it.each([
    ['bucket', 'AWS::S3::Bucket'],
    ['queue', 'AWS::SQS::Queue'],
    ['topic', 'AWS::SNS::Topic'],
  ] as const)('is asked for by every %s', (kind, type) => {
    const holders = refusesPlain(kind).flatMap(({ resources }) => resources);
    const all = ofType(template, type).map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(all.length).toBeGreaterThan(0);
    for (const one of all) expect(holders).toContain(one);
  });

  it('is TLS 1.2 or newer at the dashboard, between it and the API, and at buckets', () => {
    const [distribution] = ofType(template, 'AWS::CloudFront::Distribution');
    const text = JSON.stringify(distribution?.resource.Properties);
    expect(text).toContain('"OriginSSLProtocols":["TLSv1.2"]');
    expect(text).toContain('"OriginProtocolPolicy":"https-only"');
    expect(text).not.toMatch(/"ViewerProtocolPolicy":"allow-all"/);
    const oldTls = policyStatements(template).filter(({ conditions }) => 's3:tlsversion' in conditions);
    expect(oldTls.length).toBe(ofType(template, 'AWS::S3::Bucket').length);
  });
});

describe('buckets', () => {
  const bucket = (id: string): Resource | undefined =>
    ofType(template, 'AWS::S3::Bucket').find((one) => one.id.startsWith(id))?.resource;

  it('keep versions where a file cannot be made again, and none of raw personal data', () => {
    const versions = (id: string) =>
      z.object({ Status: z.string() }).optional().parse(bucket(id)?.Properties.VersioningConfiguration)
        ?.Status;
    expect(versions('StorageReportsBucket')).toBe('Enabled');
    expect(versions('ApiHostingPagesBucket')).toBe('Enabled');
    expect(versions('StorageDropBucket')).toBeUndefined();
  });

  it('forget old versions of the lists that name customers before the receipt of an erasure says so', () => {
    const { Rules } = z
      .object({
        Rules: z.array(
          z.object({
            Prefix: z.string().optional(),
            NoncurrentVersionExpiration: z.object({ NoncurrentDays: z.int() }).optional(),
          }),
        ),
      })
      .parse(bucket('StorageReportsBucket')?.Properties.LifecycleConfiguration);
    const lists = Rules.find(({ Prefix }) => Prefix === 'follow-ups/');
    expect(lists?.NoncurrentVersionExpiration?.NoncurrentDays).toBeLessThan(BACKUP_DAYS);
  });

  it('log who read what, the raw ones first of all', () => {
    for (const id of ['StorageDropBucket', 'StorageReportsBucket', 'ApiHostingPagesBucket']) {
      const { DestinationBucketName } = z
        .object({ DestinationBucketName: z.unknown() })
        .parse(bucket(id)?.Properties.LoggingConfiguration);
      expect(targetOf(DestinationBucketName), id).toMatch(/^StorageAccessLogsBucket/);
    }
  });
});
