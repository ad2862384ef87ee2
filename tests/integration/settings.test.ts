import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../shared/domain/analysis.ts';
import { isUnderWay, ReanalysisListSchema } from '../../shared/domain/reanalysis.ts';
import type { VocRecord } from '../../shared/domain/record.ts';
import { SettingsViewSchema } from '../../shared/domain/settings-api.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { queueJson } from '../../shared/runtime/queue-json.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { canonicalJson } from '../../shared/storage/canonical-json.ts';
import { dropFile, type Pipeline, stackFile, startPipeline } from './running-pipeline.ts';

const DAYS = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12'];
const TEXTS = [
  '환급은 도대체 언제 들어오나요',
  '환급알림이 오지 않아서 답답해요',
  '본인인증 오류가 계속 나서 짜증나요',
  '수수료가 너무 비싸서 가입을 포기했어요',
  '잘 쓰고 있어요 감사합니다',
  '심카드 바꾸고 나서 로그인이 안 돼요',
];
const VOICES = Array.from({ length: 36 }, (_, index) => ({
  id: `v-${index}`,
  source: index % 2 === 0 ? 'app-review' : 'ticket',
  publishedAt: `${DAYS[index % DAYS.length]}T0${index % 9}:00:00Z`,
  text: `${TEXTS[index % TEXTS.length]} ${'!'.repeat(index % 3)}`,
}));
const NEW_CODE = {
  code: 'refund-status',
  name: { ko: '환급 진행 상황', en: 'Refund status' },
  what: { ko: '환급이 어디까지 왔는지 모름', en: 'Does not know how far the refund is' },
  phrases: ['환급~언제', '환급 알림~(안|않)'],
};
const WORDS = { words: [{ word: '환급알림', also: ['환급 알람'] }], removed: ['유심'] };

let edited: Pipeline;
let fresh: Pipeline;
beforeAll(async () => {
  [edited, fresh] = await Promise.all([startPipeline(), startPipeline()]);
});
afterAll(async () => {
  await Promise.all([edited?.stop(), fresh?.stop()]);
});

async function ask(pipeline: Pipeline, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${pipeline.stack.url}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await pipeline.stack.issueToken()}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  expect(response.ok, JSON.stringify(answer)).toBe(true);
  return answer;
}

/** A new code and a new word, each as an edition of its own. */
async function edit(pipeline: Pipeline): Promise<void> {
  await ask(pipeline, 'PUT', '/settings/taxonomy', { edition: 0, value: { codes: [NEW_CODE] } });
  await ask(pipeline, 'PUT', '/settings/domain-words', { edition: 1, value: WORDS });
}

/** Until no walk over the stored voices is under way any more and nothing moves. */
async function settled(pipeline: Pipeline): Promise<void> {
  const open = async () =>
    ReanalysisListSchema.parse(await ask(pipeline, 'GET', '/reanalyses')).reanalyses.filter(isUnderWay);
  await expect.poll(open, { timeout: 60_000, interval: 300 }).toEqual([]);
  await pipeline.stack.waitUntilIdle();
}

async function storedOf(pipeline: Pipeline): Promise<StoredDocument[]> {
  const counted = (await Promise.all(DAYS.map((day) => pipeline.contributions.listDay(day)))).flat();
  const stored = await pipeline.documents.getMany(counted.map(({ documentKey }) => documentKey));
  return [...stored.values()];
}

/** Documents, contributions and roll-ups, each item as it is stored, in one form. */
async function dump(pipeline: Pipeline): Promise<Set<string>> {
  await pipeline.stack.invoke('rollup', { sweep: { days: DAYS } });
  const items = [
    await pipeline.dumpTable('DOCUMENTS_TABLE'),
    await pipeline.dumpTable('CONTRIBUTIONS_TABLE'),
    await Promise.all(DAYS.map((day) => pipeline.rollups.readDay(day))),
  ].flat(2);
  return new Set(items.map(canonicalJson));
}

/** Sends redacted records to where the pipeline reads them. */
async function loadRecords(pipeline: Pipeline, records: readonly VocRecord[]): Promise<void> {
  const { endpoints, region, credentials, resources } = stackFile(pipeline.dataDir);
  const client = new SQSClient({ endpoint: endpoints.AWS_ENDPOINT_URL_SQS ?? '', region, credentials });
  const queueUrl = resources.environment.RECORDS_QUEUE_URL ?? '';
  const refused = await createQueueSender({ client, queueUrl }).send(
    records.map((record) => ({ body: queueJson(record) })),
  );
  expect(refused.size).toBe(0);
  client.destroy();
  await pipeline.stack.waitUntilIdle();
}

const readingOf = ({ reading }: StoredDocument): Omit<Reading, 'analysisVersion'> => {
  const { analysisVersion: _, ...rest } = reading;
  return rest;
};
const byKey = (documents: readonly StoredDocument[]) =>
  new Map(documents.map((document) => [document.record.documentKey, readingOf(document)]));

describe('settings that are edited while everything runs', () => {
  it('have stored voices read again, to the same as a fresh load under them', async () => {
    await edited.send(dropFile(edited.dataDir, 'voices.ndjson', VOICES));
    const before = byKey(await storedOf(edited));
    expect(before.size).toBe(VOICES.length);
    await edit(edited);
    await settled(edited);
    const again = await storedOf(edited);
    const codes = again.flatMap(({ reading }) => reading.hesitations.map(({ code }) => code));
    expect(codes.filter((code) => code === NEW_CODE.code)).toHaveLength(12);
    const terms = again.flatMap(({ reading }) => reading.keywords.map(({ term }) => term));
    expect(terms.filter((term) => term === '환급알림')).toHaveLength(6);

    await edit(fresh);
    await settled(fresh);
    await loadRecords(
      fresh,
      again.map(({ record }) => record),
    );
    const [one, other] = [await dump(edited), await dump(fresh)];
    expect(one.size).toBeGreaterThan(2 * VOICES.length);
    expect([...one].filter((item) => !other.has(item))).toEqual([]);
    expect([...other].filter((item) => !one.has(item))).toEqual([]);

    // What is restored came into use later than what it replaces, and wins too.
    await ask(edited, 'POST', '/settings/restorations', { edition: 2, restore: 0 });
    await settled(edited);
    expect(byKey(await storedOf(edited))).toEqual(before);
    const view = SettingsViewSchema.parse(await ask(edited, 'GET', '/settings'));
    expect(view).toMatchObject({ edition: 3, reading: { behind: false, running: null } });
    expect(view.taxonomy.codes.some(({ added }) => added)).toBe(false);
  }, 240_000);
});
