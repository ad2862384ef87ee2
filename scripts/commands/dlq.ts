import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Command, type CommandIo, EXIT } from '../command.ts';
import { parseOptions, usage } from '../parse-options.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';
import { type StackQueue, stackQueues } from '../stack-queues.ts';

const help = `
What could not be processed, and why: lines that were refused, and messages that failed again and again.

Usage: npm run -s voc -- dlq [--limit N]           refused lines and failed messages, one JSON line each
       npm run -s voc -- dlq show QUEUE [--limit N] the failed messages of a queue as they are (redacted)
       npm run -s voc -- dlq redrive QUEUE          sends them through the pipeline once more

  --limit N         at most N lines of each kind (default 1000)
  --data DIR        the stack's data folder (default: .voc/local)

A refused line: {"kind":"error-record","origin","line","id","field","code","message","occurredAt"}; the value itself is
never kept: look it up in your file by its line, correct it and load the file again.
A failed message: {"kind":"message","queue","messageId","sentAt","received","documentId"}.

Examples:
  npm run -s voc -- dlq
  npm run -s voc -- dlq redrive records-dlq
`;

/** How long messages stay hidden while we look at them, in seconds; they are given back at once afterwards. */
const PEEK_SECONDS = 60;
const REDRIVE_SECONDS = 60;

export const dlq: Command = {
  name: 'dlq',
  summary: 'show what could not be processed, and why',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      ...STACK_OPTIONS,
      limit: { type: 'string', default: '1000' },
    });
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1) throw usage('--limit takes a whole number from 1 on.');
    const [action, queueName, ...more] = positionals;
    if (more.length > 0 || (action !== undefined && action !== 'show' && action !== 'redrive')) {
      throw usage('dlq takes nothing, show QUEUE, or redrive QUEUE.');
    }
    if (action !== undefined && queueName === undefined)
      throw usage(`dlq ${action} needs the name of a queue.`);
    const stack = await openRunningStack(values.data);
    const queues = (await stackQueues(stack.sqs, stack.file.resources)).filter(
      ({ deadLetter }) => deadLetter,
    );
    if (action === undefined) return list(stack, queues, limit, io);
    const queue = queues.find(({ name }) => name === queueName);
    if (queue === undefined)
      throw usage(`There is no such queue. There are: ${queues.map(({ name }) => name).join(', ')}.`);
    return action === 'show' ? show(stack, queue, limit, io) : redrive(stack, queue, io);
  },
};

async function list(stack: RunningStack, queues: readonly StackQueue[], limit: number, io: CommandIo) {
  const { quarantine } = stack.repositories;
  let shown = 0;
  let found = 0;
  for (const day of (await quarantine.listDays()).reverse()) {
    for (const { inputHash: _, ...error } of await quarantine.listDay(day)) {
      found += 1;
      if (shown >= limit) continue;
      shown += 1;
      await io.out.write(JSON.stringify({ kind: 'error-record', ...error }));
    }
  }
  let messages = 0;
  for (const queue of queues) {
    messages += queue.depth;
    if (queue.depth === 0) continue;
    for (const message of await peek(stack.sqs, queue, limit)) {
      await io.out.write(
        JSON.stringify({
          kind: 'message',
          queue: queue.name,
          messageId: message.MessageId,
          sentAt: sentAtOf(message),
          received: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
          documentId: documentIdOf(message),
        }),
      );
    }
  }
  const more = found > shown ? ` (${shown} shown; see --limit)` : '';
  io.note(`dlq: ${found} refused lines${more}, ${messages} failed messages in ${queues.length} queues`);
  return EXIT.ok;
}

async function show(stack: RunningStack, queue: StackQueue, limit: number, io: CommandIo) {
  for (const message of await peek(stack.sqs, queue, limit)) {
    await io.out.write(
      JSON.stringify({ messageId: message.MessageId, sentAt: sentAtOf(message), body: bodyOf(message) }),
    );
  }
  return EXIT.ok;
}

async function redrive(stack: RunningStack, queue: StackQueue, io: CommandIo) {
  const [target, ...others] = queue.sources;
  if (target === undefined || others.length > 0)
    throw usage(`${queue.name} serves several queues; nothing says where a message belongs.`);
  let moved = 0;
  for (
    let batch = await receive(stack.sqs, queue, REDRIVE_SECONDS);
    batch.length > 0;
    batch = await receive(stack.sqs, queue, REDRIVE_SECONDS)
  ) {
    for (const message of batch) {
      const { MessageGroupId, MessageDeduplicationId } = message.Attributes ?? {};
      await stack.sqs.send(
        new SendMessageCommand({
          QueueUrl: target,
          MessageBody: message.Body,
          ...(queue.fifo && MessageGroupId ? { MessageGroupId } : {}),
          ...(queue.fifo && MessageDeduplicationId
            ? { MessageDeduplicationId: `${MessageDeduplicationId}#again` }
            : {}),
        }),
      );
    }
    // Sent first: a crash in between repeats a message, which is harmless, and loses none.
    await stack.sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: batch.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    moved += batch.length;
  }
  await io.out.write(JSON.stringify({ queue: queue.name, redriven: moved }));
  return EXIT.ok;
}

/** Looks at the messages of a queue without taking them. */
async function peek(sqs: SQSClient, queue: StackQueue, limit: number): Promise<Message[]> {
  const messages: Message[] = [];
  while (messages.length < limit) {
    const batch = await receive(sqs, queue, PEEK_SECONDS);
    if (batch.length === 0) break;
    messages.push(...batch);
  }
  for (let start = 0; start < messages.length; start += 10) {
    await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queue.url,
        Entries: messages
          .slice(start, start + 10)
          .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 })),
      }),
    );
  }
  return messages.slice(0, limit);
}

async function receive(sqs: SQSClient, queue: StackQueue, hiddenSeconds: number): Promise<Message[]> {
  const answer = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queue.url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: hiddenSeconds,
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return answer.Messages ?? [];
}

function sentAtOf(message: Message): string | undefined {
  const sent = Number(message.Attributes?.SentTimestamp);
  return Number.isFinite(sent) ? new Date(sent).toISOString() : undefined;
}

function bodyOf(message: Message): unknown {
  try {
    return JSON.parse(message.Body ?? '');
  } catch {
    return message.Body;
  }
}

/** The id of the document that a message is about, where it is about one. */
function documentIdOf(message: Message): string | undefined {
  const body = bodyOf(message);
  const record = typeof body === 'object' && body !== null && 'record' in body ? body.record : body;
  const id = typeof record === 'object' && record !== null && 'id' in record ? record.id : undefined;
  return typeof id === 'string' ? id : undefined;
}
