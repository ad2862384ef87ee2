import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGE_POLICY } from '../../shared/runtime/page-headers.ts';
import { ROOT_DIR } from './synthesized-stack.ts';

interface Values {
  [name: string]: { value: string };
}
interface ViewerRequest {
  uri: string;
  headers: Values;
  cookies: Values;
}

const source = readFileSync(join(ROOT_DIR, 'infra/constructs/viewer-request.js'), 'utf8');
const handler = new Function(`${source}; return handler;`)() as (event: {
  viewer: { ip: string };
  request: ViewerRequest;
}) => ViewerRequest;

function pass(uri: string, headers: Values = {}, cookies: Values = {}): ViewerRequest {
  const request = { uri, headers: { host: { value: 'voc.example.com' }, ...headers }, cookies };
  return handler({ viewer: { ip: '203.0.113.7' }, request });
}

const SESSION = { '__Host-voc_session': { value: 'token-1' }, other: { value: 'x' } };

describe('what CloudFront does with a request', () => {
  it.each([
    ['/', '/index.html'],
    ['/weeks/2026-W46', '/index.html'],
    ['/assets/app-1a2b.js', '/assets/app-1a2b.js'],
    ['/favicon.svg', '/favicon.svg'],
  ])('asks for %s as %s', (uri, file) => expect(pass(uri).uri).toBe(file));

  it('hands the session to the API as a token, and no cookie with it', () => {
    const { headers, cookies, uri } = pass('/v1/status', {}, SESSION);
    expect(headers.authorization?.value).toBe('Bearer token-1');
    expect(cookies).toEqual({});
    expect(uri).toBe('/v1/status');
  });

  it('leaves the token of a program and gives nobody one that they do not have', () => {
    const own = { authorization: { value: 'Bearer of-a-program' } };
    expect(pass('/v1/status', own, SESSION).headers.authorization?.value).toBe('Bearer of-a-program');
    expect(pass('/v1/status').headers.authorization).toBeUndefined();
    expect(pass('/index.html', {}, SESSION).headers.authorization).toBeUndefined();
  });

  it('says anew where the request comes from, whatever it says itself', () => {
    const forged = { 'x-voc-viewer': { value: '1.2.3.4' }, 'x-forwarded-host': { value: 'evil.example' } };
    const { headers } = pass('/v1/status', forged);
    expect(headers['x-voc-viewer']?.value).toBe('203.0.113.7');
    expect(headers['x-forwarded-host']?.value).toBe('voc.example.com');
  });

  it('leaves their cookies to signing in and out', () => {
    expect(Object.keys(pass('/v1/session/sign-in', {}, SESSION).cookies)).toHaveLength(2);
  });
});

it('The policy of the pages runs nothing inline and asks nobody else', () => {
  expect(PAGE_POLICY).not.toMatch(/unsafe|\*|http/);
  expect(PAGE_POLICY).toContain("default-src 'none'");
});
