import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VocError } from '../../shared/domain/errors.ts';

const LOCK_FILE = 'lock.db';
const SQLITE_BUSY = 5;

/**
 * Takes the data folder for this process. The lock is one of the operating system on a SQLite file, so it is gone with
 * the process that held it, however that ended.
 * @throws VocError `stack.unavailable` (config) when another local stack uses the folder
 */
export function lockDataDir(dataDir: string): { release(): void } {
  const lock = tryLock(join(dataDir, LOCK_FILE));
  if (lock !== undefined) return lock;
  throw new VocError(
    'stack.unavailable',
    'config',
    `Another local stack uses ${dataDir}. Stop it (Ctrl-C in its terminal), or give this one a folder of its own with --data DIR.`,
  );
}

/** Takes a lock file for this process, or answers undefined when another one holds it. */
export function tryLock(file: string): { release(): void } | undefined {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

/** Files of the data folder that must stay when its contents are cleared. */
export function isLockFile(name: string): boolean {
  return name.startsWith(LOCK_FILE);
}
