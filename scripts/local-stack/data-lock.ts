import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VocError } from '../../shared/domain/errors.ts';

const LOCK_FILE = 'lock.db';

/**
 * Takes the data folder for this process. The lock is one of the operating system on a SQLite file, so it is gone with
 * the process that held it, however that ended.
 * @throws VocError `stack.unavailable` (config) when another local stack uses the folder
 */
export function lockDataDir(dataDir: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(dataDir, LOCK_FILE));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new VocError(
      'stack.unavailable',
      'config',
      `Another local stack uses ${dataDir}. Stop it (Ctrl-C in its terminal), or give this one a folder of its own with --data DIR.`,
      { cause },
    );
  }
  return { release: () => database.close() };
}

/** Files of the data folder that must stay when its contents are cleared. */
export function isLockFile(name: string): boolean {
  return name.startsWith(LOCK_FILE);
}
