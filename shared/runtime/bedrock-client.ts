import {
  type BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import type { ModelAnswer, Prompt, TextModel, TokenCount } from '../nlp/generative/text-model.ts';

/** One answer takes at most this long, with all attempts and waits; a run plans with it. */
export const ANSWER_TIMEOUT_MS = 20_000;
const MAX_ATTEMPTS = 3;
const BASE_WAIT_MS = 500;

export interface BedrockTextModelDeps {
  /** Made with `maxAttempts: 1`: what is repeated is decided here, because a repeated question may be charged twice. */
  readonly client: BedrockRuntimeClient;
  readonly modelId: string;
  readonly sleep?: (ms: number) => Promise<void>;
  /** 0…1, for the jitter of the waits. */
  readonly random?: () => number;
  readonly timeoutMs?: number;
}

/**
 * A large model of Amazon Bedrock behind the Converse API
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). Repeats with back-off what the
 * service refused for being busy (ThrottlingException, ModelNotReadyException, any 429 or 5xx); nothing that ran into
 * a time-out, because the model may have worked on it.
 */
export function createBedrockTextModel(deps: BedrockTextModelDeps): TextModel {
  const {
    client,
    modelId,
    sleep = (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    random = Math.random,
    timeoutMs = ANSWER_TIMEOUT_MS,
  } = deps;
  return {
    async ask(prompt) {
      const signal = AbortSignal.timeout(timeoutMs);
      for (let attempt = 1; ; attempt += 1) {
        try {
          const command = converse(modelId, prompt);
          // The signal ends the request, but not the reading of a body that stops halfway.
          return answerOf(
            await Promise.race([client.send(command, { abortSignal: signal }), aborted(signal)]),
          );
        } catch (cause) {
          const failure = failureOf(cause, attempt, signal.aborted);
          if (!failure.repeatable || attempt >= MAX_ATTEMPTS) throw failure.error;
          await Promise.race([
            sleep(BASE_WAIT_MS * 2 ** (attempt - 1) * (0.5 + random() / 2)),
            aborted(signal).catch(() => undefined),
          ]);
          if (signal.aborted) throw failure.error;
        }
      }
    },
  };
}

function converse(modelId: string, prompt: Prompt): ConverseCommand {
  return new ConverseCommand({
    modelId,
    system: [{ text: prompt.system }],
    messages: [{ role: 'user', content: [{ text: prompt.user }] }],
    // The likeliest answer: the same text should be read the same way next time.
    inferenceConfig: { maxTokens: prompt.maxOutputTokens, temperature: 0 },
  });
}

/** Text blocks only: reasoning, where a model sends it, is no answer. */
function answerOf(output: ConverseCommandOutput): ModelAnswer {
  const blocks = output.output?.message?.content ?? [];
  return {
    text: blocks.map((block) => block.text ?? '').join(''),
    complete: output.stopReason === 'end_turn' || output.stopReason === 'stop_sequence',
    usage: usageOf(output),
  };
}

/** Tokens of a cache cost less than others; counting them in full keeps the cap on the safe side. */
function usageOf({ usage }: ConverseCommandOutput): TokenCount | undefined {
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined) return undefined;
  return {
    inputTokens: usage.inputTokens + (usage.cacheReadInputTokens ?? 0) + (usage.cacheWriteInputTokens ?? 0),
    outputTokens: usage.outputTokens,
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** What the SDK throws where the service answered at all, with an exception of the API or a page of a gateway. */
const AnsweredSchema = z.object({ $metadata: z.object({ httpStatusCode: z.int() }) });
const BUSY: ReadonlySet<string> = new Set(['ThrottlingException', 'ModelNotReadyException']);

interface Failure {
  readonly error: VocError;
  readonly repeatable: boolean;
}

/** Statuses and names: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, "Errors". */
function failureOf(cause: unknown, attempts: number, timedOut: boolean): Failure {
  const status = timedOut ? undefined : AnsweredSchema.safeParse(cause).data?.$metadata.httpStatusCode;
  const name = cause instanceof Error ? cause.name : undefined;
  const options = { details: { attempts, status, error: name, timedOut }, cause };
  if (status !== undefined && (status === 429 || BUSY.has(name ?? ''))) {
    const message = 'Bedrock is asked too often. Raise the quota of the model or lower generative.below.';
    return { error: new VocError('generative.rate-limited', 'rate', message, options), repeatable: true };
  }
  if (status === 401 || status === 403 || isMissingCredentials(cause)) {
    const message = 'Bedrock refuses us. Check access to the model and the permission of the function.';
    return { error: new VocError('generative.unauthorized', 'auth', message, options), repeatable: false };
  }
  if (status === 400 || status === 404) {
    const message = 'Bedrock does not take the question. Check generative.modelId and its region.';
    return { error: new VocError('generative.refused', 'permanent', message, options), repeatable: false };
  }
  const message = timedOut
    ? 'The large model did not answer in time; the reading stays as it was.'
    : 'The large model cannot be asked now; the reading stays as it was.';
  return {
    error: new VocError('generative.unavailable', 'transient', message, options),
    repeatable: status !== undefined && status >= 500,
  };
}

function isMissingCredentials(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'CredentialsProviderError';
}
