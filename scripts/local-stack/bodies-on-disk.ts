import type { DatabaseSync } from 'node:sqlite';

interface Message {
  readonly messageId: string;
  body: string;
}

interface MessageStore {
  readonly db: DatabaseSync;
  insertMessage(queueName: string, message: Message): void;
  deleteMessage(messageId: string): void;
}

/**
 * Makes a store of messages forget their bodies once they are on disk, and read them there when somebody takes them.
 * fauxqs keeps both: a hundred thousand waiting messages were most of the memory of the stack.
 */
export function keepBodiesOnDisk(store: MessageStore): void {
  const select = store.db.prepare('SELECT body FROM sqs_messages WHERE message_id = ?');
  const remove = store.db.prepare('DELETE FROM sqs_messages WHERE message_id = ? RETURNING body');
  const insert = store.insertMessage.bind(store);
  /** A message that goes to a dead-letter queue is deleted first and inserted with its body right after. */
  let deleted: Message | undefined;

  const stored = {
    get body(): string {
      const { messageId } = this as unknown as Message;
      if (deleted?.messageId === messageId) return deleted.body;
      const row = select.get(messageId);
      if (row === undefined) throw new Error(`The message ${messageId} is not on disk any more.`);
      return String(row.body);
    },
  };

  store.insertMessage = (queueName, message) => {
    insert(queueName, message);
    if (Object.getPrototypeOf(message) === stored) return;
    Reflect.deleteProperty(message, 'body');
    Object.setPrototypeOf(message, stored);
  };
  store.deleteMessage = (messageId) => {
    const row = remove.get(messageId);
    deleted = row === undefined ? undefined : { messageId, body: String(row.body) };
  };
}
