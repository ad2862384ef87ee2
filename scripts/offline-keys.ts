import { randomBytes } from 'node:crypto';
import type { TokenKeys } from '../shared/privacy/token-keys.ts';

/** Keys that live as long as the process: without a store nothing has to meet a token of another run. */
export function offlineKeys(): TokenKeys {
  return { current: 'local', keys: { local: randomBytes(32).toString('hex') } };
}
