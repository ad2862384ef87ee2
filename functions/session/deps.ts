import { randomBytes } from 'node:crypto';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { EnvSchema } from './env.ts';
import type { SessionDeps } from './session.ts';

/** Everything `session` uses. */
export function createDeps(source: EnvSource): SessionDeps {
  const env = loadEnv(EnvSchema, source);
  return {
    signInUrl: env.SIGN_IN_URL,
    clientId: env.SIGN_IN_CLIENT_ID,
    post: (address, form) =>
      fetch(address, { method: 'POST', body: form, redirect: 'error', signal: AbortSignal.timeout(5_000) }),
    randomText: () => randomBytes(32).toString('base64url'),
  };
}
