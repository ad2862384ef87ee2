import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isVocError } from '../../shared/domain/errors.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { contentHash, type DropFile, uploadDrops } from '../load-files.ts';
import type { Progress } from '../progress.ts';
import { readLoadRecord, writeLoadRecord } from './load-record.ts';
import { readRunningStack } from './stack-file.ts';
import { daysWithDocuments, readTotals, type StackTotals } from './stack-totals.ts';
import type { LocalStack } from './start.ts';

/** The queues between a file in the drop bucket and a stored document; dirty marks follow by themselves later. */
const DOCUMENT_QUEUES = ['drops', 'records', 'analyses'];
const IMPORT_QUEUES = ['import-customers', 'import-messages', 'import-funnel', 'relinks'];
/** Days per recount, so that one invocation stays far below its timeout. */
const DAYS_PER_SWEEP = 14;

export interface LoadSummary extends StackTotals {
  readonly days: number;
  readonly uploaded: number;
  /** Why the weekly review could not be made now; undefined when it was. */
  readonly unpublished: string | undefined;
  /** Messages that could not be processed, by dead-letter queue; empty ones left out. */
  readonly deadLetters: Readonly<Record<string, number>>;
}

/**
 * Sends the files that this data folder has not got yet through the pipeline, customers, messages and funnel first,
 * waits until every document is stored, then rolls up and publishes at once instead of at the scheduled times. A load
 * that was interrupted is taken up where it stopped.
 */
export async function loadAndPublish(
  stack: LocalStack,
  dataDir: string,
  files: readonly DropFile[],
  progress: Progress,
): Promise<LoadSummary> {
  const target = readRunningStack(dataDir);
  const { environment: tables } = target.resources;
  const plain = new DynamoDBClient({
    endpoint: target.endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    region: target.region,
    credentials: target.credentials,
  });
  try {
    const uploaded = await sendNew(dataDir, files, async (group, onUploaded) => {
      await uploadDrops(group, target, onUploaded);
      await waitFor(stack, group[0]?.kind === 'drops' ? DOCUMENT_QUEUES : IMPORT_QUEUES, progress);
    });
    await waitFor(stack, [...IMPORT_QUEUES, ...DOCUMENT_QUEUES], progress);
    const days = await daysWithDocuments(plain, tables);
    const unpublished = days.length > 0 ? await publish(stack, dataDir, days, progress) : undefined;
    const totals = await readTotals({ plain, document: createDocumentClient(plain) }, tables);
    const depths = await stack.queueDepths();
    const deadLetters = stack.deadLetterQueues.map((name) => [name, depths[name] ?? 0] as const);
    return {
      ...totals,
      days: days.length,
      uploaded,
      unpublished,
      deadLetters: Object.fromEntries(deadLetters.filter(([, depth]) => depth > 0)),
    };
  } finally {
    plain.destroy();
  }
}

/** Rolls up and publishes unless that was done since the last upload; answers with the reason when it fails. */
async function publish(
  stack: LocalStack,
  dataDir: string,
  days: readonly string[],
  progress: Progress,
): Promise<string | undefined> {
  const record = readLoadRecord(dataDir);
  if (record.published) return undefined;
  try {
    for (let start = 0; start < days.length; start += DAYS_PER_SWEEP) {
      progress.update(`Counting: ${start} of ${days.length} days`);
      await stack.invoke('rollup', { sweep: { days: days.slice(start, start + DAYS_PER_SWEEP) } });
    }
    progress.update('Writing the weekly review');
    await stack.invoke('publish-insights', { publish: { week: 'latest' } });
  } catch (error) {
    // What is stored is there to be looked at, also without a review.
    if (isVocError(error)) return error.message;
    throw error;
  }
  writeLoadRecord(dataDir, { ...record, published: true });
  return undefined;
}

async function sendNew(
  dataDir: string,
  files: readonly DropFile[],
  send: (group: readonly DropFile[], onUploaded: (file: DropFile) => void) => Promise<void>,
): Promise<number> {
  const known = new Set(readLoadRecord(dataDir).sent);
  const marks = new Map<DropFile, string>();
  for (const file of files) marks.set(file, `${file.kind}:${await contentHash(file.path)}`);
  const fresh = files.filter((file) => !known.has(marks.get(file) ?? ''));
  const isDocuments = (file: DropFile): boolean => file.kind === 'drops';
  // Links and segments of documents come from the customers, so these go first.
  for (const group of [fresh.filter((file) => !isDocuments(file)), fresh.filter(isDocuments)]) {
    if (group.length === 0) continue;
    await send(group, (file) => {
      const { sent } = readLoadRecord(dataDir);
      writeLoadRecord(dataDir, { sent: [...sent, marks.get(file) ?? ''], published: false });
    });
  }
  return fresh.length;
}

async function waitFor(stack: LocalStack, queues: readonly string[], progress: Progress): Promise<void> {
  let waiting = true;
  const idle = stack.waitUntilIdle(queues).finally(() => {
    waiting = false;
  });
  while (waiting) {
    const depths = await stack.queueDepths();
    const under = queues.filter((name) => (depths[name] ?? 0) > 0).map((name) => `${name} ${depths[name]}`);
    if (under.length > 0) progress.update(`Processing: ${under.join(', ')}`);
    await Promise.race([idle, sleep(250)]);
  }
  await idle;
}
