import type { DatabaseSync } from 'node:sqlite';

interface MessageFields {
  readonly messageId: string;
  readonly body: string;
}

interface MessageStore {
  readonly db: DatabaseSync;
  insertMessage(queueName: string, message: MessageFields): void;
  deleteMessage(messageId: string): void;
}

/** A message of fauxqs, whose body is read from disk once it is there. Its other fields are few bytes. */
class StoredMessage implements MessageFields {
  readonly messageId: string;
  #body: string | undefined;
  #read: ((messageId: string) => string) | undefined;

  constructor({ messageId, body, ...fields }: MessageFields) {
    this.messageId = messageId;
    this.#body = body;
    Object.assign(this, fields);
  }

  get body(): string {
    return this.#body ?? this.#read?.(this.messageId) ?? '';
  }

  forgetBody(read: (messageId: string) => string): void {
    this.#body = undefined;
    this.#read = read;
  }
}

/** A way to make messages that can forget their bodies, out of one to make messages. */
export function forgettingMessages<Arguments extends unknown[], Message extends MessageFields>(
  create: (...given: Arguments) => Message,
): (...given: Arguments) => Message {
  return (...given) => {
    const message = create(...given);
    return message instanceof StoredMessage
      ? message
      : (new StoredMessage(message) as MessageFields as Message);
  };
}

/**
 * Makes messages forget their bodies once a store has them on disk, and read them there when somebody takes them. fauxqs
 * keeps both: a hundred thousand waiting messages were most of the memory of the stack.
 */
export function keepBodiesOnDisk(store: MessageStore): void {
  const select = store.db.prepare('SELECT body FROM sqs_messages WHERE message_id = ?');
  const remove = store.db.prepare('DELETE FROM sqs_messages WHERE message_id = ? RETURNING body');
  const insert = store.insertMessage.bind(store);
  /** A message that goes to a dead-letter queue is deleted first and inserted with its body right after. */
  let deleted: MessageFields | undefined;

  function read(messageId: string): string {
    if (deleted?.messageId === messageId) return deleted.body;
    const row = select.get(messageId);
    if (row === undefined) throw new Error(`The message ${messageId} is not on disk any more.`);
    return String(row.body);
  }
  store.insertMessage = (queueName, message) => {
    insert(queueName, message);
    if (message instanceof StoredMessage) message.forgetBody(read);
  };
  store.deleteMessage = (messageId) => {
    const row = remove.get(messageId);
    deleted = row === undefined ? undefined : { messageId, body: String(row.body) };
  };
}
