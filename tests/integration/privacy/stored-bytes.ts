import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Something that the stack has stored, and where. */
export interface StoredBytes {
  readonly place: string;
  readonly bytes: Buffer;
}

/**
 * Every file of a stack's folder: tables and queues as the pages of their databases, where rows that are gone still
 * stand, with their write-ahead logs; objects of the buckets, logs of every function, mail and events. Left out are
 * the drop bucket and what is known to be secret.
 */
export function storedFiles(dataDir: string, dropBucket: string): StoredBytes[] {
  const files: StoredBytes[] = [];
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) {
        if (name !== dropBucket) walk(path);
      } else files.push({ place: relative(dataDir, path), bytes: readFileSync(path) });
    }
  };
  walk(dataDir);
  return files;
}

/** The messages that wait in the queues and dead-letter queues, whole: a page of a database may cut one. */
export function waitingMessages(dataDir: string): StoredBytes[] {
  const database = new DatabaseSync(join(dataDir, 'fauxqs.db'), { readOnly: true });
  try {
    return database
      .prepare('SELECT * FROM sqs_messages')
      .all()
      .map((row) => ({ place: `queue ${String(row.queue_name)}`, bytes: Buffer.from(JSON.stringify(row)) }));
  } finally {
    database.close();
  }
}
