import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { EVENT_SOURCES, FUNCTIONS, type FunctionName, type Handler, type Platform } from './composition.ts';
import type { Choice } from './kernel.ts';
import type { Message } from './queues.ts';
import type { Random } from './random.ts';

/** A process of a function: made at its first event, thrown away when it dies. */
interface Slot {
  readonly name: FunctionName;
  handler: Handler | null;
  busy: boolean;
}

const PROCESSES = 2;
/** Below the visibility time-out, as in AWS. */
const USUAL_TIMEOUT_MS = 100_000;
/** Settings settle within the time of these, see functions/common/start-reanalysis.ts. */
const TIMEOUTS_MS: Partial<Record<FunctionName, number>> = { analyze: 60_000, link: 60_000 };
/** AWS tries an asynchronous event twice more. */
const ATTEMPTS = 3;
const RETRY_MS = 60_000;

/** Runs functions as Lambda does: one event at a time per process, dead after a time-out, batches from queues. */
export function createLambda(platform: Platform, random: Random | null) {
  const { kernel, queues, faults } = platform;
  const slots: Slot[] = (Object.keys(FUNCTIONS) as FunctionName[]).flatMap((name) =>
    Array.from({ length: PROCESSES }, () => ({ name, handler: null, busy: false })),
  );
  let requests = 0;
  const errors: string[] = [];

  function freeSlot(name: FunctionName): Slot | undefined {
    return slots.find((slot) => slot.name === name && !slot.busy);
  }

  function start(slot: Slot, event: unknown, ended: (result: unknown) => void): void {
    slot.busy = true;
    requests += 1;
    const timeoutMs = TIMEOUTS_MS[slot.name] ?? USUAL_TIMEOUT_MS;
    const deadlineMs = kernel.now() + timeoutMs;
    const context = {
      awsRequestId: `request-${requests}`,
      functionName: slot.name,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - kernel.now()),
    } as unknown as Context;
    let deadline: number | undefined;
    const done = (result: unknown) => {
      slot.busy = false;
      if (deadline !== undefined) kernel.cancel(deadline);
      ended(result);
    };
    const invocation = kernel.invoke(
      slot.name,
      async () => {
        slot.handler ??= FUNCTIONS[slot.name](platform);
        return slot.handler(event, context);
      },
      {
        ended: done,
        died: (reason) => {
          slot.handler = null;
          done(new Error(`${slot.name}: ${reason}`));
        },
      },
    );
    deadline = kernel.after(timeoutMs, () => kernel.kill(invocation, 'timed out'), undefined, true);
  }

  function deliver(source: (typeof EVENT_SOURCES)[number], slot: Slot): void {
    const mix = random === null ? null : shuffled(random);
    const limit = random === null ? source.batchSize : 1 + random.int(source.batchSize);
    const messages = queues.receive(source.queue, limit, mix);
    if (messages.length === 0) return;
    if (platform.sabotage.acknowledgesFirst?.includes(source.queue) === true) {
      queues.delete(
        source.queue,
        messages.map(({ id }) => id),
      );
    }
    start(slot, batchOf(source.queue, messages), (result) => {
      if (result instanceof Error) {
        errors.push(result.message);
        return;
      }
      if (faults.strikes('lostReceipt')) {
        faults.struck('lostReceipt', source.queue);
        return;
      }
      const failed = new Set(
        (result as SQSBatchResponse).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      );
      queues.delete(
        source.queue,
        messages.map(({ id }) => id).filter((id) => !failed.has(id)),
      );
    });
  }

  /** One attempt at an event that somebody waits for. Waits for a free process. */
  function call(name: FunctionName, event: unknown): Promise<unknown> {
    const answered = new Promise<unknown>((resolve) => {
      const attempt = () => {
        const slot = freeSlot(name);
        if (slot === undefined) kernel.after(1_000, attempt, undefined);
        else start(slot, event, resolve);
      };
      attempt();
    });
    return kernel.waitFor(answered);
  }

  return {
    call,
    errors,

    /** An asynchronous event, tried as often as Lambda tries it; the error where all attempts failed. */
    async invokeEvent(name: FunctionName, event: unknown): Promise<unknown> {
      for (let attempt = 1; ; attempt += 1) {
        const result = await call(name, event);
        if (!(result instanceof Error) || attempt === ATTEMPTS) return result;
        await kernel.sleep(RETRY_MS);
      }
    },

    /** The batches that could be handed out now. */
    choices(): Choice[] {
      return EVENT_SOURCES.flatMap((source) => {
        const slot = queues.hasVisible(source.queue) ? freeSlot(source.to) : undefined;
        return slot === undefined ? [] : [{ weight: 2, run: () => deliver(source, slot) }];
      });
    },
  };
}
export type Lambda = ReturnType<typeof createLambda>;

function shuffled(random: Random) {
  return <Item>(items: Item[]): Item[] =>
    items
      .map((item) => ({ item, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
}

function batchOf(queue: string, messages: readonly Message[]): SQSEvent {
  return {
    Records: messages.map((message) => ({
      messageId: message.id,
      receiptHandle: `${message.id}/${message.delivery}`,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sentAtMs),
        SenderId: 'simulated',
        ApproximateFirstReceiveTimestamp: String(message.sentAtMs),
        ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:ap-northeast-2:000000000000:${queue}`,
      awsRegion: 'ap-northeast-2',
    })),
  };
}
