import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createSessionRoutes } from '../../../../functions/session/session.ts';

const SIGN_IN = 'https://voc-1.auth.ap-northeast-2.amazoncognito.com';

/** A browser that keeps cookies, in front of the function and a sign-in that knows one code and one refresh token. */
function makeBrowser({ reachable = true } = {}) {
  const jar = new Map<string, string>();
  const asked: Record<string, string>[] = [];
  const headers: string[] = [];
  const chances: string[] = [];
  const respond = createSessionRoutes({
    signInUrl: SIGN_IN,
    clientId: 'client-1',
    randomText: () => `random-${chances.push('')}`,
    post: async (address, form) => {
      if (!reachable) throw new DOMException('The operation timed out.', 'TimeoutError');
      asked.push({ address, ...Object.fromEntries(form) });
      const known = form.get('code') === 'good' || form.get('refresh_token') === 'refresh-1';
      if (!known) return Response.json({ error: 'invalid_grant' }, { status: 400 });
      return Response.json({ id_token: 'id-1', ...(form.has('code') ? { refresh_token: 'refresh-1' } : {}) });
    },
  });
  const visit = async (step: string, query: Record<string, string> = {}, method = 'GET', site?: string) => {
    const event = {
      headers: {
        'x-forwarded-host': 'voc.example.com',
        ...(site === undefined ? {} : { 'sec-fetch-site': site }),
      },
      cookies: [...jar].map(([name, value]) => `${name}=${value}`),
      pathParameters: { step },
      queryStringParameters: query,
      requestContext: { http: { method }, domainName: 'api.example.com' },
    } as unknown as APIGatewayProxyEventV2;
    const answer = await respond(event);
    for (const cookie of answer.cookies ?? []) {
      headers.push(cookie);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/Max-Age=0/.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  return { visit, jar, asked, headers };
}

describe('signing in', () => {
  it('sends to the sign-in page with a challenge, and takes the code for cookies on the way back', async () => {
    const { visit, jar, asked, headers } = makeBrowser();
    const first = await visit('sign-in', { to: '/voices?week=2026-W46' });
    const address = new URL(String(first.headers?.location));
    expect(address.origin).toBe(SIGN_IN);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: 'https://voc.example.com/v1/session/callback',
    });
    const state = address.searchParams.get('state') ?? '';
    const second = await visit('callback', { code: 'good', state });
    expect(second).toMatchObject({ statusCode: 303, headers: { location: '/voices?week=2026-W46' } });
    expect(asked).toMatchObject([{ code_verifier: 'random-2', grant_type: 'authorization_code' }]);
    expect(Object.fromEntries(jar)).toEqual({
      '__Host-voc_session': 'id-1',
      '__Secure-voc_refresh': 'refresh-1',
    });
    for (const cookie of headers) expect(cookie).toMatch(/; Secure; HttpOnly; SameSite=(Strict|Lax)$/);
    expect(headers.find((cookie) => cookie.startsWith('__Host-'))).toMatch(/; Path=\/;.*SameSite=Strict$/);
  });

  it('refuses a code that comes without what was begun here', async () => {
    const { visit, jar } = makeBrowser();
    expect((await visit('callback', { code: 'good', state: 'random-1' })).statusCode).toBe(400);
    await visit('sign-in');
    expect((await visit('callback', { code: 'good', state: 'another' })).statusCode).toBe(400);
    expect((await visit('callback', { code: 'bad', state: 'random-1' })).statusCode).toBe(401);
    expect(jar.has('__Host-voc_session')).toBe(false);
  });

  it('renews a session without asking the person again', async () => {
    const { visit, jar } = makeBrowser();
    jar.set('__Secure-voc_refresh', 'refresh-1');
    expect(await visit('sign-in', { to: '/points' })).toMatchObject({ headers: { location: '/points' } });
    expect(jar.get('__Host-voc_session')).toBe('id-1');
    jar.set('__Secure-voc_refresh', 'revoked');
    expect((await visit('sign-in')).headers?.location).toContain('/oauth2/authorize');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/a\r\nb', 'javascript:1'])(
    'never goes on to %j',
    async (to) => {
      const { visit, jar } = makeBrowser();
      jar.set('__Secure-voc_refresh', 'refresh-1');
      expect((await visit('sign-in', { to })).headers?.location).toBe('/');
    },
  );
});

describe('signing out', () => {
  it('takes the cookies away and ends the session at the sign-in, for our own page only', async () => {
    const { visit, jar, asked } = makeBrowser();
    jar.set('__Host-voc_session', 'id-1');
    jar.set('__Secure-voc_refresh', 'refresh-1');
    expect((await visit('sign-out', {}, 'POST', 'cross-site')).statusCode).toBe(403);
    expect((await visit('sign-out', {}, 'GET')).statusCode).toBe(404);
    expect(jar.size).toBe(2);
    const answer = await visit('sign-out', {}, 'POST', 'same-origin');
    expect(JSON.parse(answer.body ?? '')).toEqual({ next: expect.stringContaining(`${SIGN_IN}/logout?`) });
    expect(jar.size).toBe(0);
    expect(asked).toMatchObject([{ address: `${SIGN_IN}/oauth2/revoke`, token: 'refresh-1' }]);
  });

  it('takes the cookies away also where the sign-in does not answer', async () => {
    const { visit, jar } = makeBrowser({ reachable: false });
    jar.set('__Secure-voc_refresh', 'refresh-1');
    expect((await visit('sign-out', {}, 'POST', 'same-origin')).statusCode).toBe(200);
    expect(jar.size).toBe(0);
  });
});
