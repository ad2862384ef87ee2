import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVocApp } from '../../infra/voc-app.ts';
import { SourceListSchema } from '../../shared/domain/dashboard-api.ts';
import { type ModelServer, startModelServer } from '../contract/sources/harness/model-server.ts';
import type { TestClock } from '../contract/sources/harness/source-model.ts';
import { type ZendeskModel, zendeskModel } from '../contract/sources/zendesk-model.ts';
import { deadLetters, type Pipeline, startPipeline } from './running-pipeline.ts';

const ROOT_DIR = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'voc-sources-'));
const SECRET = 'voc/sources/desk';
const SIGNING_SECRET = 'a-signing-secret-of-a-test';

/** The service's own clock runs an hour behind ours, so that nothing is too fresh to be exported. */
const clock: TestClock = { now: new Date(Date.now() - 3_600_000) };
let model: ZendeskModel;
let server: ModelServer;
let pipeline: Pipeline;

beforeAll(async () => {
  model = zendeskModel(clock);
  server = await startModelServer(model);
  const config = readFileSync(join(ROOT_DIR, 'voc.config.yaml'), 'utf8').replace(
    /^sources:\n/m,
    `network: { privateHosts: ["${new URL(server.url).host}"] }
drops:
  - { name: survey, columns: { 응답: text, 번호: id, 제출일: date }, always: { source: survey, attributes.question: "왜 망설이셨나요?" } }
sources:
  - id: desk
    connector: zendesk
    schedule: rate(1 hour)
    secret: ${SECRET}
    config: ${JSON.stringify({ ...model.config(server.url), perPage: 5, exportRequestsPerMinute: 30 })}
`,
  );
  writeFileSync(join(folder, 'voc.config.yaml'), config);
  const outDir = join(folder, 'cdk.out');
  const { app } = await createVocApp({
    rootDir: ROOT_DIR,
    outDir,
    configFile: join(folder, 'voc.config.yaml'),
  });
  app.synth();
  pipeline = await startPipeline({
    assemblyDir: outDir,
    sourceSecret: (name) =>
      name === SECRET
        ? JSON.stringify({ ...(model.secret as object), webhookSigningSecret: SIGNING_SECRET })
        : undefined,
  });
});

afterAll(async () => {
  await pipeline?.stop();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function collect(event: object = {}): Promise<unknown> {
  // The export leaves out the last minute.
  clock.now = new Date(clock.now.getTime() + 61_000);
  const outcome = await pipeline.stack.invoke('collect', { sourceId: 'desk', force: true, ...event });
  await pipeline.stack.waitUntilIdle();
  return outcome;
}

function add(count: number, text = '본인인증이 계속 실패해요'): string[] {
  return Array.from({ length: count }, (_, index) => {
    clock.now = new Date(clock.now.getTime() + 1_000);
    return model.add(`${text} ${index}`);
  });
}

async function rolledUp(): Promise<number> {
  return (await pipeline.totals()).rolledUp;
}

describe('a configured source, as deployed, on one machine', () => {
  it('is collected once to its end, and then only what is new', async () => {
    add(12);
    expect(await collect()).toMatchObject({ outcome: 'complete', documents: 12 });
    expect(await rolledUp()).toBe(12);
    expect(await collect()).toMatchObject({ outcome: 'complete', documents: 0 });
    add(2);
    expect(await collect()).toMatchObject({ outcome: 'complete', documents: 2 });
    expect(await rolledUp()).toBe(14);
    expect(await deadLetters(pipeline.stack)).toEqual({});
  });

  it('loses nothing to a failing source, tells why, and goes on from its checkpoint', async () => {
    add(11);
    server.faults.push(undefined, undefined, 'an expired token', 'an expired token', 'an expired token');
    const failed = await collect();
    expect(failed).toMatchObject({ outcome: 'failed', errorCode: 'source.unauthorized' });
    server.faults.length = 0;
    expect(await collect()).toMatchObject({ outcome: 'complete' });
    expect(await rolledUp()).toBe(25);
  });

  it('is read when a person asks for it through the API, and tells of the run afterwards', async () => {
    const { stack } = pipeline;
    const headers = { authorization: `Bearer ${await stack.issueToken()}` };
    const desk = async () => {
      const answer = await fetch(`${stack.url}/v1/sources`, { headers });
      return SourceListSchema.parse(await answer.json()).sources.find(({ id }) => id === 'desk');
    };
    const before = await desk();
    add(1);
    clock.now = new Date(clock.now.getTime() + 61_000);
    const asked = await fetch(`${stack.url}/v1/sources/desk/runs`, { method: 'POST', headers });
    expect(asked.status).toBe(202);
    await stack.waitUntilIdle();
    const after = await desk();
    expect(after?.lastRunAt).not.toBe(before?.lastRunAt);
    expect(after).toMatchObject({ brings: 'voices', running: false, outcome: 'complete', documents: 1 });
  });

  it('counts nothing twice when it is read from the beginning again', async () => {
    expect(await collect({ restart: true })).toMatchObject({ outcome: 'complete', documents: 26 });
    expect(await rolledUp()).toBe(26);
    expect((await pipeline.totals()).documents).toBe(26);
  });

  it('forgets the words and the count of a ticket that its source deletes', async () => {
    const [secretive] = add(1, '이 글은 지워질 거예요');
    await collect();
    expect(await rolledUp()).toBe(27);
    clock.now = new Date(clock.now.getTime() + 1_000);
    model.erase?.(secretive ?? '');
    expect(await collect()).toMatchObject({ outcome: 'complete', erased: 1 });
    expect(await rolledUp()).toBe(26);
    const dump = JSON.stringify(await pipeline.dumpTable('DOCUMENTS_TABLE'));
    expect(dump).not.toContain('지워질 거예요');
  });

  it('reads a packed survey file with columns of its own names', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, index) => `S-${index},2026. 11. 2.,수수료가 걱정돼요 ${index}`,
    );
    const path = join(pipeline.dataDir, 'survey.csv.gz');
    writeFileSync(path, gzipSync(`번호,제출일,응답\n${rows.join('\n')}\n`));
    await pipeline.sendAsIs('drops/survey/answers.csv.gz', path);
    expect(await rolledUp()).toBe(56);
    const surveys = (await pipeline.contributions.listDay('2026-11-02')).filter(
      ({ connector }) => connector === 'survey',
    );
    expect(surveys).toHaveLength(30);
    const stored = await pipeline.documents.get(surveys[0]?.documentKey ?? '');
    expect(stored?.record).toMatchObject({ source: 'survey', attributes: { question: '왜 망설이셨나요?' } });
  });

  it('leaves nothing of the requesters in the clear, in no table and no log', async () => {
    const tables = await Promise.all(
      ['DOCUMENTS_TABLE', 'CONTRIBUTIONS_TABLE', 'STATE_TABLE', 'IDENTITY_TABLE'].map((name) =>
        pipeline.dumpTable(name),
      ),
    );
    const left = JSON.stringify(tables) + pipeline.notes.join('\n');
    const people = [...model.users.values()].flatMap(({ name, email }) => [String(name), String(email)]);
    expect(people.length).toBeGreaterThan(2);
    expect(people.filter((value) => value.length > 3 && left.includes(value))).toEqual([]);
  });
});
