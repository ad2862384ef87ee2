import { SQSClient } from '@aws-sdk/client-sqs';
import { REGION } from './dynamodb-wire.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { Kernel } from './kernel.ts';
import { jsonResponse, textOf, type WireResponse } from './wire-errors.ts';

export interface QueueDefinition {
  readonly name: string;
  readonly fifo?: boolean;
  readonly delayMs?: number;
}

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAtMs: number;
  readonly groupId: string | undefined;
  readonly sequence: number;
  visibleAtMs: number;
  receives: number;
  /** While a consumer has it; another delivery has another number. */
  delivery: number;
}

interface Queue {
  readonly definition: QueueDefinition;
  messages: Message[];
  deadLetters: Message[];
  readonly taken: Map<string, number>;
}

interface SendBatch {
  readonly QueueUrl: string;
  readonly Entries: readonly {
    readonly Id: string;
    readonly MessageBody: string;
    readonly MessageGroupId?: string;
    readonly MessageDeduplicationId?: string;
    readonly DelaySeconds?: number;
  }[];
}

const DEDUPLICATION_MS = 5 * 60_000;
export const VISIBILITY_MS = 120_000;
const MAX_RECEIVES = 5;

/** Queues with the promises of SQS and no more: at least once, in any order, FIFO by group with deduplication. */
export function createQueues(kernel: Kernel, faults: FaultPlan, definitions: readonly QueueDefinition[]) {
  const queues = new Map<string, Queue>(
    definitions.map((definition) => [
      definition.name,
      { definition, messages: [], deadLetters: [], taken: new Map() },
    ]),
  );
  let sequence = 0;

  function queue(name: string): Queue {
    const found = queues.get(name);
    if (found === undefined) throw new Error(`there is no queue ${name}`);
    return found;
  }

  function put(
    name: string,
    body: string,
    more: Partial<Pick<Message, 'groupId'>> & { delayMs?: number } = {},
  ) {
    const { definition, messages } = queue(name);
    sequence += 1;
    messages.push({
      id: `${name}-${sequence}`,
      body,
      sentAtMs: kernel.now(),
      groupId: more.groupId,
      sequence,
      visibleAtMs: kernel.now() + (more.delayMs ?? definition.delayMs ?? 0),
      receives: 0,
      delivery: 0,
    });
  }

  function take(name: string, entry: SendBatch['Entries'][number]): void {
    const { definition, taken } = queue(name);
    const groupId = entry.MessageGroupId;
    if (definition.fifo === true && entry.MessageDeduplicationId !== undefined) {
      const id = `${groupId}|${entry.MessageDeduplicationId}`;
      const before = taken.get(id);
      if (before !== undefined && kernel.now() - before < DEDUPLICATION_MS) return;
      taken.set(id, kernel.now());
    }
    if (definition.fifo === true && faults.strikes('lostMark')) {
      faults.struck('lostMark', entry.MessageBody);
      return;
    }
    put(name, entry.MessageBody, {
      groupId,
      ...(entry.DelaySeconds === undefined ? {} : { delayMs: entry.DelaySeconds * 1000 }),
    });
    if (definition.fifo === true && faults.strikes('repeatedMark')) {
      faults.struck('repeatedMark', entry.MessageBody);
      put(name, entry.MessageBody, { groupId, delayMs: 1000 * faults.chance.int(300) });
    }
  }

  function sendBatch({ QueueUrl, Entries }: SendBatch, partial: number | undefined): WireResponse {
    const name = QueueUrl.split('/').at(-1) ?? '';
    const successful: unknown[] = [];
    const failed: unknown[] = [];
    for (const entry of Entries) {
      if (partial !== undefined && faults.chance.next() > partial) {
        failed.push({ Id: entry.Id, SenderFault: false, Code: 'InternalError', Message: 'simulated' });
        continue;
      }
      take(name, entry);
      successful.push({ Id: entry.Id, MessageId: entry.Id, MD5OfMessageBody: undefined });
    }
    return jsonResponse(200, { Successful: successful, Failed: failed });
  }

  return {
    put,
    names: () => [...queues.keys()],
    deadLetters: () => [...queues.values()].flatMap(({ deadLetters }) => deadLetters),
    waiting: () => [...queues.values()].flatMap(({ messages }) => messages),

    /** Brings every dead letter back, as `voc dlq` does. */
    redrive(): void {
      for (const one of queues.values()) {
        for (const message of one.deadLetters) {
          one.messages.push({ ...message, receives: 0, visibleAtMs: kernel.now(), delivery: 0 });
        }
        one.deadLetters = [];
      }
    },

    /** When the next message can be received; undefined where none is. */
    nextVisibleMs(): number | undefined {
      const times = [...queues.values()].flatMap(({ messages }) => messages.map((one) => one.visibleAtMs));
      const later = times.filter((at) => at > kernel.now());
      return later.length === 0 ? undefined : Math.min(...later);
    },

    hasVisible(name: string): boolean {
      return available(queue(name), kernel.now()).length > 0;
    },

    /** Hands out up to `limit` messages, in the order of the queue or, for a random `mix`, in any that SQS may choose. */
    receive(name: string, limit: number, mix: (<Item>(items: Item[]) => Item[]) | null): Message[] {
      const from = queue(name);
      const found = available(from, kernel.now());
      const chosen = (mix === null || from.definition.fifo === true ? found : mix(found)).slice(0, limit);
      const handed: Message[] = [];
      for (const message of chosen) {
        message.receives += 1;
        if (message.receives > MAX_RECEIVES) {
          from.messages = from.messages.filter((one) => one !== message);
          from.deadLetters.push(message);
          continue;
        }
        message.delivery += 1;
        const twice = from.definition.fifo !== true && faults.strikes('duplicate');
        if (twice) faults.struck('duplicate', `${name} ${message.id}`);
        else message.visibleAtMs = kernel.now() + VISIBILITY_MS;
        handed.push(message);
      }
      return handed;
    },

    delete(name: string, ids: readonly string[]): void {
      const from = queue(name);
      from.messages = from.messages.filter(({ id }) => !ids.includes(id));
    },

    sqsClient(): SQSClient {
      const handle = async (request: { headers: Record<string, string>; body?: unknown }) => {
        const body = JSON.parse(textOf(request.body)) as SendBatch;
        const name = body.QueueUrl.split('/').at(-1) ?? '';
        if (request.headers['x-amz-target']?.endsWith('GetQueueAttributes') === true) {
          const asked = { service: 'sqs', operation: 'GetQueueAttributes', target: name } as const;
          const waiting = async () => String(available(queue(name), kernel.now()).length);
          const answer = async () =>
            jsonResponse(200, { Attributes: { ApproximateNumberOfMessages: await waiting() } });
          return { response: await kernel.send(asked, answer) };
        }
        const partial = faults.partial('sqs', 'SendMessageBatch');
        const call = { service: 'sqs', operation: 'SendMessageBatch', target: name } as const;
        return { response: await kernel.send(call, async () => sendBatch(body, partial)) };
      };
      return new SQSClient({
        region: REGION,
        endpoint: 'http://queues.local',
        md5: false,
        useQueueUrlAsEndpoint: false,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } } as never,
      });
    },
  };
}
export type Queues = ReturnType<typeof createQueues>;

export function queueUrl(name: string): string {
  return `http://queues.local/000000000000/${name}`;
}

/** Of a FIFO queue only the head of each group, and only while none of the group is with a consumer. */
function available({ definition, messages }: Queue, nowMs: number): Message[] {
  const inOrder = [...messages].sort((a, b) => a.sequence - b.sequence);
  if (definition.fifo !== true) return inOrder.filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
  const seen = new Set<string>();
  return inOrder.filter((message) => {
    const group = message.groupId ?? '';
    const first = !seen.has(group);
    seen.add(group);
    return first && message.visibleAtMs <= nowMs;
  });
}
