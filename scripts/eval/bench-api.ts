import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { addDays } from '../../shared/domain/time.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { createAlertRepository } from '../../shared/storage/alert-repository.ts';
import { createInsightRepository } from '../../shared/storage/insight-repository.ts';
import { reportKey } from '../../shared/storage/keys.ts';
import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { LOCAL_CREDENTIALS } from '../local-stack/dynamodb-server.ts';
import { REGION } from '../local-stack/physical-names.ts';
import { type LocalStack, startLocalStack } from '../local-stack/start.ts';
import { type ApiLatency, askAll, LAST_DAY, WEEK } from './api/ask-all.ts';
import { fillTables } from './api/fill-tables.ts';
import { makeEdition } from './api/make-edition.ts';
import { makeIncident } from './api/make-incident.ts';
import { makeReview } from './api/make-review.ts';

/** A team that edits a lot. */
const EDITED_WORDS = 300;

/**
 * Answers of every read route of the API through HTTP, on the local stack with as many documents.
 * @param log progress for people
 */
export async function apiLatencies(
  size: { readonly days: number; readonly perDay: number },
  log: (line: string) => void,
): Promise<ApiLatency[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'voc-bench-'));
  const stack = await startLocalStack({ dataDir, log: () => undefined });
  try {
    log(`bench: writing ${(size.days * size.perDay).toLocaleString('en')} documents …`);
    await load(stack, size);
    log('bench: asking …');
    return await askAll(stack.url, `Bearer ${await stack.issueToken()}`);
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Brings days of documents and a review to a running stack, directly into its tables and its bucket. */
export async function load(
  { resources: { environment }, endpoints }: LocalStack,
  { days, perDay }: { readonly days: number; readonly perDay: number },
): Promise<void> {
  const at = { region: REGION, credentials: LOCAL_CREDENTIALS };
  const plain = new DynamoDBClient({ ...at, endpoint: endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '' });
  const s3 = new S3Client({ ...at, endpoint: endpoints.AWS_ENDPOINT_URL_S3 ?? '', forcePathStyle: true });
  const client = createDocumentClient(plain);
  const table = (name: string) => environment[name] ?? '';
  try {
    await fillTables(
      client,
      {
        documents: table('DOCUMENTS_TABLE'),
        contributions: table('CONTRIBUTIONS_TABLE'),
        rollups: table('ROLLUPS_TABLE'),
      },
      { days: Array.from({ length: days }, (_, index) => addDays(LAST_DAY, index + 1 - days)), perDay },
    );
    const review = makeReview(WEEK);
    await createAlertRepository({ client, tableName: table('INSIGHTS_TABLE') }).saveIncident(
      makeIncident('i1', LAST_DAY),
    );
    await createInsightRepository({ client, tableName: table('INSIGHTS_TABLE') }).putReview(review);
    const settings = createSettingsRepository({ client, tableName: table('INSIGHTS_TABLE') });
    await settings.save(makeEdition(EDITED_WORDS), null);
    for (const file of ['review.json', 'hesitations.csv'] as const) {
      const object = { Bucket: table('REPORTS_BUCKET'), Key: reportKey(WEEK, file) };
      await s3.send(new PutObjectCommand({ ...object, Body: JSON.stringify(review) }));
    }
  } finally {
    plain.destroy();
    s3.destroy();
  }
}
