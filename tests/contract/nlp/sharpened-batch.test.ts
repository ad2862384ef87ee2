import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnalyzeBatch } from '../../../functions/analyze/analyze-batch.ts';
import { AnalysedRecordSchema } from '../../../shared/domain/analysis.ts';
import { createGenerative } from '../../../shared/nlp/generative/generative.ts';
import { redact } from '../../../shared/privacy/redact.ts';
import { createBedrockTextModel } from '../../../shared/runtime/bedrock-client.ts';
import { loadSettings } from '../../../shared/runtime/settings.ts';
import { contextWith, memoryQuarantine, memoryQueue, messagesOf } from '../../fixtures/function-doubles.ts';
import { makeReading, makeRecord } from '../../fixtures/make-record.ts';
import { type ConverseServer, converseBody, startConverseServer } from './converse-server.ts';

const settings = await loadSettings(new URL('../../../shared/settings/', import.meta.url));
const SURE = '환급 인증이 자꾸 실패해요';

let server: ConverseServer;
beforeAll(async () => {
  server = await startConverseServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
});

/** The batch of the function `analyze`, with the Bedrock client against the local server. */
async function analyse(texts: readonly string[], maxUsdPerRun = 1, remainingMs = 60_000) {
  const queue = memoryQueue();
  const work = createAnalyzeBatch({
    quarantine: memoryQuarantine(),
    analyses: queue.sender,
    reader: async () => ({
      analyzer: {
        analysisVersion: 'a1',
        read: ({ text }) => makeReading(text === SURE ? {} : { hesitations: [] }),
      },
      generative: createGenerative({
        model: createBedrockTextModel({
          client: new BedrockRuntimeClient({
            endpoint: server.url,
            region: 'ap-northeast-2',
            credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
            maxAttempts: 1,
          }),
          modelId: 'amazon.nova-lite-v1:0',
          sleep: async () => undefined,
          timeoutMs: 1_000,
        }),
        modelId: 'amazon.nova-lite-v1:0',
        taxonomy: settings.taxonomy,
        prices: { maxUsdPerRun, usdPer1kInputTokens: 0.001, usdPer1kOutputTokens: 0.005 },
        below: 0.55,
        hasPersonalData: (text) => redact(text).pii.length > 0,
      }),
    }),
  });
  const failures = await work(
    messagesOf(...texts.map((text, index) => makeRecord({ id: `r-${index}`, text }))),
    contextWith(() => remainingMs),
  );
  const analysed = queue.entries.map(({ body }) => AnalysedRecordSchema.parse(JSON.parse(body)));
  return { failures, analysed, versions: analysed.map(({ reading }) => reading.analysisVersion) };
}

/** An answer that gives the first word of the text as a reason. */
function firstWordIsAnError(user: string): string {
  const { text } = JSON.parse(user) as { text: string };
  const hesitations = [{ code: 'error', evidence: [text.split(' ')[0]] }];
  return JSON.stringify({ sure: true, sentiment: 'negative', stage: 'usage', hesitations });
}

describe('a batch with the large-model step', () => {
  it('asks about the doubtful documents alone, keeps the order, and sends every document on', async () => {
    server.reply = ({ body }, index) =>
      index === 0
        ? { status: 429, errorType: 'ThrottlingException' }
        : { body: converseBody(firstWordIsAnError(body.messages[0]?.content[0]?.text ?? '')) };
    const texts = ['멈춰요 자꾸', SURE, '튕겨요 계속', '하얀화면 나와요', '010-1234-5678 전화 줘요'];
    const { failures, analysed, versions } = await analyse(texts);
    expect(failures.size).toBe(0);
    expect(analysed.map(({ record }) => record.text)).toEqual(texts);
    expect(versions.map((version) => /^a1\+g1-[0-9a-f]{8}$/.test(version))).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(analysed[0]?.reading.hesitations).toEqual([
      { code: 'error', confidence: 0.7, evidence: [{ start: 0, end: 3, text: '멈춰요' }] },
    ]);
    expect(server.calls).toHaveLength(4);
    expect(JSON.stringify(server.calls)).not.toContain('1234');
  });

  it.each([
    ['access is denied', { status: 403, errorType: 'AccessDeniedException' }, 4],
    ['the model is not known', { status: 400, errorType: 'ValidationException' }, 6],
    ['the model takes too long', { status: 408, errorType: 'ModelTimeoutException' }, 6],
    ['the service is down', { status: 503, errorType: 'ServiceUnavailableException' }, 18],
    ['nobody answers', { stalls: 'before' as const }, 6],
  ])('leaves every reading as it was when %s, and stops asking soon', async (_, reply, atMost) => {
    server.reply = () => reply;
    const { failures, versions } = await analyse(
      Array.from({ length: 12 }, (_one, index) => `글 ${index}번`),
    );
    expect([failures.size, new Set(versions)]).toEqual([0, new Set(['a1'])]);
    expect(server.calls.length).toBeLessThanOrEqual(atMost);
  });

  it('never spends more than the cap, with questions side by side', async () => {
    server.reply = ({ body }) => ({
      body: converseBody(firstWordIsAnError(body.messages[0]?.content[0]?.text ?? '')),
    });
    const { versions } = await analyse(
      Array.from({ length: 40 }, (_one, index) => `멈춰요 ${index}번`),
      0.03,
    );
    const asked = server.calls.length;
    expect(asked).toBeGreaterThan(4);
    // 900 tokens in and 60 out, as the answers say.
    expect(asked * 0.0012).toBeLessThanOrEqual(0.03);
    expect(versions.filter((version) => version !== 'a1')).toHaveLength(asked);
    expect(versions).toHaveLength(40);
  });

  it('asks nothing when the function has no time left for an answer', async () => {
    const { versions } = await analyse(['멈춰요 자꾸'], 1, 25_000);
    expect([versions, server.calls.length]).toEqual([['a1'], 0]);
  });
});
