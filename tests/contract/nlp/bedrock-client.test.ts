import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Prompt } from '../../../shared/nlp/generative/text-model.ts';
import { createBedrockTextModel } from '../../../shared/runtime/bedrock-client.ts';
import { type ConverseServer, converseBody, startConverseServer } from './converse-server.ts';

const MODEL_ID = 'anthropic.claude-3-haiku-20240307-v1:0';
const PROMPT: Prompt = { system: '규칙', user: '{"text":"인증이 안 돼요"}', maxOutputTokens: 500 };

let server: ConverseServer;
let waits: number[];

beforeAll(async () => {
  server = await startConverseServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
  waits = [];
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function ask(options: { modelId?: string; timeoutMs?: number; endpoint?: string } = {}) {
  const { modelId = MODEL_ID, timeoutMs = 5_000, endpoint = server.url } = options;
  const client = new BedrockRuntimeClient({
    endpoint,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const sleep = async (ms: number) => {
    waits.push(ms);
  };
  return createBedrockTextModel({ client, modelId, timeoutMs, sleep, random: () => 1 }).ask(PROMPT);
}

describe('the Bedrock client', () => {
  it('asks as the Converse API documents it, signed, and gives text and tokens', async () => {
    server.reply = () => ({ body: converseBody('{"sure":true}') });
    expect(await ask()).toEqual({
      text: '{"sure":true}',
      complete: true,
      usage: { inputTokens: 900, outputTokens: 60 },
    });
    const [call] = server.calls;
    expect(call).toMatchObject({
      method: 'POST',
      path: `/model/${encodeURIComponent(MODEL_ID)}/converse`,
      body: {
        system: [{ text: '규칙' }],
        messages: [{ role: 'user', content: [{ text: PROMPT.user }] }],
        inferenceConfig: { maxTokens: 500, temperature: 0 },
      },
    });
    expect(call?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/ap-northeast-2\/bedrock\//,
    );
  });

  it('asks the profile of an ARN as one part of the path', async () => {
    server.reply = () => ({ body: converseBody('x') });
    const arn = 'arn:aws:bedrock:ap-northeast-2:111122223333:inference-profile/apac.amazon.nova-lite-v1:0';
    await ask({ modelId: arn });
    expect(server.calls[0]?.path).toBe(`/model/${encodeURIComponent(arn)}/converse`);
  });

  it('finds region, credentials and endpoint in the environment', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', server.url);
    vi.stubEnv('AWS_REGION', 'ap-northeast-2');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    server.reply = () => ({ body: converseBody('x') });
    const client = new BedrockRuntimeClient({ maxAttempts: 1 });
    expect((await createBedrockTextModel({ client, modelId: MODEL_ID }).ask(PROMPT)).text).toBe('x');
  });

  it('joins the text blocks, leaves reasoning out, and counts what a cache read as asked', async () => {
    server.reply = () => ({
      body: converseBody('', {
        output: {
          message: {
            role: 'assistant',
            content: [
              { reasoningContent: { reasoningText: { text: 'hm' } } },
              { text: '{"a"' },
              { text: ':1}' },
            ],
          },
        },
        usage: { inputTokens: 10, outputTokens: 5, totalTokens: 115, cacheReadInputTokens: 100 },
      }),
    });
    expect(await ask()).toEqual({
      text: '{"a":1}',
      complete: true,
      usage: { inputTokens: 110, outputTokens: 5 },
    });
  });

  it.each(['max_tokens', 'guardrail_intervened', 'content_filtered', 'a_new_reason'])(
    'does not call an answer complete that ended with %s',
    async (stopReason) => {
      server.reply = () => ({ body: converseBody('{"sure":', { stopReason }) });
      expect(await ask()).toMatchObject({ complete: false, usage: { outputTokens: 60 } });
    },
  );

  it('gives an empty answer where the service sends none', async () => {
    server.reply = () => ({ body: {} });
    expect(await ask()).toEqual({ text: '', complete: false, usage: undefined });
  });

  it('waits longer each time while the service is busy, then takes the answer', async () => {
    server.reply = (_, index) =>
      [
        { status: 429, errorType: 'ThrottlingException' },
        { status: 503, errorType: 'ServiceUnavailableException' },
      ][index] ?? { body: converseBody('done') };
    expect((await ask()).text).toBe('done');
    expect(waits).toEqual([500, 1_000]);
  });

  it.each([
    ['ThrottlingException', 429, 'generative.rate-limited', 'rate', 3],
    ['ModelNotReadyException', 429, 'generative.rate-limited', 'rate', 3],
    ['InternalServerException', 500, 'generative.unavailable', 'transient', 3],
    ['ServiceUnavailableException', 503, 'generative.unavailable', 'transient', 3],
    ['ModelTimeoutException', 408, 'generative.unavailable', 'transient', 1],
    ['ModelErrorException', 424, 'generative.unavailable', 'transient', 1],
    ['AccessDeniedException', 403, 'generative.unauthorized', 'auth', 1],
    ['UnrecognizedClientException', 403, 'generative.unauthorized', 'auth', 1],
    ['ValidationException', 400, 'generative.refused', 'permanent', 1],
    ['ResourceNotFoundException', 404, 'generative.refused', 'permanent', 1],
  ])('ends on %s (%i) with %s, a failure of the kind %s, after %i requests', async (...row) => {
    const [errorType, status, code, kind, requests] = row;
    server.reply = () => ({ status, errorType, body: { message: 'said by the service' } });
    await expect(ask()).rejects.toMatchObject({
      name: 'VocError',
      code,
      kind,
      details: { attempts: requests, error: errorType, status },
    });
    expect(server.calls).toHaveLength(requests);
  });

  it.each([
    ['a gateway page with 503', { status: 503, rawBody: '<html>503</html>' }, 3],
    ['a page instead of JSON', { rawBody: '<html>점검 중</html>' }, 1],
    ['a stream that is reset', { stalls: 'cut' as const }, 1],
  ])('takes %s as unavailable', async (_, reply, requests) => {
    server.reply = () => reply;
    await expect(ask()).rejects.toMatchObject({ code: 'generative.unavailable', kind: 'transient' });
    expect(server.calls).toHaveLength(requests);
  });

  it.each(['before', 'within'] as const)(
    'gives up in time on a server that stalls %s its answer, and asks no second time',
    async (stalls) => {
      server.reply = () => ({ stalls, body: converseBody('late') });
      const start = performance.now();
      await expect(ask({ timeoutMs: 300 })).rejects.toMatchObject({
        code: 'generative.unavailable',
        details: { timedOut: true },
      });
      expect(performance.now() - start).toBeLessThan(3_000);
      expect(server.calls).toHaveLength(1);
    },
  );

  it('takes a closed port as unavailable', async () => {
    await expect(ask({ endpoint: 'http://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'generative.unavailable',
    });
  });
});
