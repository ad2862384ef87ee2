import { describe, expect, it } from 'vitest';
import { createHttpFetch, retryAfter } from '../../../../../shared/sources/access/http.ts';

const now = new Date('2026-11-02T00:00:00Z');

function withAnswers(answers: readonly (Response | Error)[], random = 0) {
  const waits: number[] = [];
  const left = [...answers];
  const seen: RequestInit[] = [];
  const http = createHttpFetch({
    fetch: async (_url, init) => {
      seen.push(init ?? {});
      const answer = left.shift();
      if (answer === undefined) throw new Error('asked once too often');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => random,
    now: () => now,
    baseWaitMs: 100,
  });
  return { http, waits, seen };
}

describe('createHttpFetch', () => {
  it('waits longer after each failure, with jitter between half and whole', async () => {
    const failures = () => [1, 2, 3].map(() => new Response('', { status: 503 }));
    const short = withAnswers([...failures(), new Response('ok')], 0);
    const long = withAnswers([...failures(), new Response('ok')], 1);
    expect((await short.http.get('https://example.com/')).text).toBe('ok');
    expect((await long.http.get('https://example.com/')).text).toBe('ok');
    expect(short.waits).toEqual([50, 100, 200]);
    expect(long.waits).toEqual([100, 200, 400]);
  });

  it('gives up after four attempts, and says that nobody answered in time', async () => {
    const timeout = () => Object.assign(new Error('late'), { name: 'TimeoutError' });
    const { http, seen } = withAnswers([timeout(), timeout(), timeout(), timeout()]);
    await expect(http.get('https://example.com/x?token=secret')).rejects.toMatchObject({
      code: 'source.unreachable',
      kind: 'transient',
      message: expect.stringContaining('did not answer within'),
      details: { host: 'example.com' },
    });
    expect(seen).toHaveLength(4);
    expect(seen.every(({ redirect, signal }) => redirect === 'manual' && signal instanceof AbortSignal)).toBe(
      true,
    );
  });

  it('takes 304 as an answer', async () => {
    expect(
      await withAnswers([new Response(null, { status: 304 })]).http.get('https://example.com/'),
    ).toMatchObject({ status: 304, text: '' });
  });
});

describe('retryAfter', () => {
  it('reads seconds and dates, and takes anything else as not said', () => {
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Mon, 02 Nov 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(retryAfter('Sun, 01 Nov 2026 00:00:00 GMT', now)).toBe(0);
    expect(retryAfter('soon', now)).toBeUndefined();
    expect(retryAfter(null, now)).toBeUndefined();
  });
});
