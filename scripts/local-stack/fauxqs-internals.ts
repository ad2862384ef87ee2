import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { forgettingMessages, keepBodiesOnDisk } from './bodies-on-disk.ts';

/** The parts of fauxqs' stores that the local stack uses. The version is pinned exactly in package.json. */
export interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  readonly messageGroupId?: string;
}
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Body: string;
  readonly MessageAttributes?: Readonly<
    Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>
  >;
}
export interface FauxqsQueue {
  readonly name: string;
  readonly inflightMessages: ReadonlyMap<
    string,
    {
      readonly message: {
        readonly sentTimestamp: number;
        readonly approximateReceiveCount: number;
        readonly approximateFirstReceiveTimestamp?: number;
        readonly messageGroupId?: string;
        readonly messageDeduplicationId?: string;
        readonly sequenceNumber?: string;
      };
    }
  >;
  readonly attributes: Record<string, string>;
  isFifo(): boolean;
  getAttribute(name: string): string | undefined;
  setAttributes(attributes: Record<string, string>): void;
  enqueue(message: StoredMessage): void;
  dequeue(
    maxCount: number,
    visibilitySeconds: number | undefined,
    deadLetterQueue: (arn: string) => FauxqsQueue | undefined,
  ): ReceivedMessage[];
  deleteMessage(receiptHandle: string): boolean;
  changeVisibility(receiptHandle: string, seconds: number): void;
  waitForMessages(seconds: number): Promise<void>;
  cancelWaiters(): void;
}
interface SqsStore {
  persistence?: PersistenceManager;
  createQueue(name: string, url: string, arn: string, attributes: Record<string, string>): FauxqsQueue;
  getQueueByName(name: string): FauxqsQueue | undefined;
  getQueueByArn(arn: string): FauxqsQueue | undefined;
  allQueues(): Iterable<FauxqsQueue>;
}
interface S3Store {
  persistence?: ObjectFiles;
  hasBucket(name: string): boolean;
  createBucket(name: string): void;
  headObject(bucket: string, key: string): { contentLength: number; etag: string };
}
interface PersistenceManager {
  readonly db: DatabaseSync;
  updateMessageReady(messageId: string): void;
  insertMessage(queueName: string, message: StoredMessage): void;
  deleteMessage(messageId: string): void;
  loadSqsAndSns(sqs: SqsStore, sns: object): void;
  close(): void;
}
interface ObjectFiles {
  loadS3(s3: S3Store): void;
  close(): void;
}
interface Modules {
  SqsStore: (new () => SqsStore) & {
    createMessage(
      body: string,
      attributes: Record<string, never>,
      delaySeconds?: number,
      groupId?: string,
      deduplicationId?: string,
    ): StoredMessage;
  };
  SnsStore: new () => object & { persistence?: PersistenceManager };
  S3Store: new () => S3Store;
  PersistenceManager: new (dataDir: string) => PersistenceManager;
  FileS3Persistence: new (dataDir: string) => ObjectFiles;
  INVALID_MESSAGE_BODY_CHAR: { test(text: string): boolean };
}

/**
 * What a message body may not contain. fauxqs forgets the characters above U+FFFF, so it refuses every emoji.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const INVALID_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

type FauxqsApp = ReturnType<typeof buildApp>;

/**
 * fauxqs with stores on disk. `startFauxqs` of its public interface does the same but listens on every address of the
 * machine; the stores are therefore put together here, from the same modules.
 */
export async function openFauxqs(
  dataDir: string,
  region: string,
): Promise<{
  app: FauxqsApp;
  sqs: SqsStore;
  s3: S3Store;
  message: Modules['SqsStore']['createMessage'];
}> {
  const base = import.meta.resolve('fauxqs');
  const load = async <Name extends keyof Modules>(file: string, name: Name): Promise<Modules[Name]> =>
    ((await import(/* @vite-ignore */ new URL(file, base).href)) as Pick<Modules, Name>)[name];
  const [Sqs, Sns, S3, Persistence, ObjectFiles, invalidCharacter] = await Promise.all([
    load('./sqs/sqsStore.js', 'SqsStore'),
    load('./sns/snsStore.js', 'SnsStore'),
    load('./s3/s3Store.js', 'S3Store'),
    load('./persistence.js', 'PersistenceManager'),
    load('./s3/fileS3Persistence.js', 'FileS3Persistence'),
    load('./sqs/sqsTypes.js', 'INVALID_MESSAGE_BODY_CHAR'),
  ]);
  invalidCharacter.test = (text) => INVALID_CHARACTER.test(text);
  Sqs.createMessage = forgettingMessages(Sqs.createMessage);
  const sqs = new Sqs();
  const sns = new Sns();
  const s3 = new S3();
  const persistence = new Persistence(dataDir);
  chmodSync(join(dataDir, 'fauxqs.db'), 0o600);
  // The write-ahead log survives the death of the process without a flush per message; only a power cut could lose some.
  persistence.db.exec('PRAGMA synchronous = NORMAL');
  // Whoever held a message died with the stack before this one, so it is visible again at once.
  persistence.db.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  // fauxqs sets the receive count to NULL here, which its own schema forbids.
  const ready = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => {
    ready.run(messageId);
  };
  keepBodiesOnDisk(persistence);
  persistence.loadSqsAndSns(sqs, sns);
  // Objects are files: a deleted drop is gone from the disk, where SQLite would keep its pages for reuse.
  const objects = new ObjectFiles(join(dataDir, 'objects'));
  objects.loadS3(s3);
  sqs.persistence = persistence;
  Object.assign(sns, { persistence });
  s3.persistence = objects;
  for (const queue of sqs.allQueues()) Object.assign(queue, { persistence });
  const stores = { sqsStore: sqs, snsStore: sns, s3Store: s3 } as unknown as NonNullable<
    BuildAppOptions['stores']
  >;
  const app = buildApp({ logger: false, defaultRegion: region, stores });
  app.addHook('onClose', (_instance, done) => {
    persistence.close();
    objects.close();
    done();
  });
  return { app, sqs, s3, message: Sqs.createMessage };
}
