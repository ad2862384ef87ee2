import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../../../functions/api/rate-limit.ts';
import { makeApi } from './api-world.ts';

describe('the rate limit', () => {
  it('lets a burst through, then a steady rate, and says how long to wait', () => {
    let nowMs = 0;
    const take = createRateLimit(() => new Date(nowMs));
    const passed = (tries: number) =>
      Array.from({ length: tries }, () => take('a')).filter((wait) => wait === 0).length;
    expect(passed(100)).toBe(80);
    expect(take('a')).toBe(1);
    nowMs += 1_000;
    expect(passed(100)).toBe(20);
    expect(take('b')).toBe(0);
  });

  it('goes on letting the steady rate through to who asks faster than it', () => {
    let nowMs = 0;
    const take = createRateLimit(() => new Date(nowMs));
    let passed = 0;
    for (; nowMs < 20_000; nowMs += 40) if (take('a') === 0) passed += 1;
    expect(passed).toBeGreaterThanOrEqual(80 + 19 * 20);
    expect(passed).toBeLessThanOrEqual(80 + 20 * 20);
  });

  it('answers 429 as a problem with the seconds to wait', async () => {
    const { as } = makeApi();
    const statuses = [];
    for (let index = 0; index < 81; index += 1) statuses.push((await as(['viewer'])('/v1/sources')).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(80);
    const refused = await as(['viewer'])('/v1/sources');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
  });
});

describe('requests of other sites', () => {
  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }, 200],
    [{ origin: 'http://voc.example.com', 'x-forwarded-host': 'voc.example.com' }, 200],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
    [{}, 200],
  ])('%o are answered with %d', async (headers, status) => {
    expect((await makeApi().as(['viewer'])('/v1/sources', { headers })).status).toBe(status);
  });
});
