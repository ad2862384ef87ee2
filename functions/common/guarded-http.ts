import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../shared/runtime/clock.ts';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { createGuardedFetch } from '../../shared/runtime/guarded-fetch.ts';
import { createHttpFetch, type HttpWriter } from '../../shared/sources/access/http.ts';

/** HTTP to outside services: retried as they ask, and never into our own network but for the hosts that are named. */
export function createGuardedHttp(
  { privateHosts }: VocConfig['network'],
  options: { readonly timeoutMs?: number } = {},
): HttpWriter {
  return createHttpFetch({
    fetch: createGuardedFetch({ privateHosts }),
    sleep,
    random: Math.random,
    now: systemClock,
    ...options,
  });
}
