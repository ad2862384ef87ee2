import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../../scripts/local-stack/start.ts';
import { type FixtureAssembly, fixtureAssembly } from './fixture-stack.ts';

const route = (routeKey: string, authorization: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: routeKey,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    ...authorization,
  },
});
const withJwt = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } };

let stack: LocalStack;
let fixture: FixtureAssembly;

beforeEach(async () => {
  fixture = await fixtureAssembly(
    {
      api: {
        code: `if (event.rawPath === '/v1/fail') throw new Error('no');
          return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };`,
      },
    },
    {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'voc', ProtocolType: 'HTTP' } },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: { 'Fn::GetAtt': ['Api2', 'Arn'] },
          PayloadFormatVersion: '2.0',
        },
      },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'Api' },
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: {
            Audience: [{ Ref: 'Client' }],
            Issuer: {
              'Fn::Join': ['', ['https://cognito-idp.ap-northeast-2.amazonaws.com/', { Ref: 'Pool' }]],
            },
          },
        },
      },
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
      Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: {} },
      Voices: route('GET /v1/voices/{key}', withJwt),
      Fail: route('GET /v1/fail', withJwt),
      Hook: route('POST /v1/webhooks/{dropName}'),
    },
    { api: 'Api2' },
  );
  const webDir = join(fixture.root, 'web');
  await mkdir(webDir);
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>dashboard</title>');
  await writeFile(join(fixture.root, 'secret.txt'), 'outside');
  stack = await startLocalStack({ ...fixture, webDir, log: () => undefined });
});
afterEach(async () => {
  await stack.stop();
  await fixture.remove();
});

it('refuses a route with an authorizer to a caller without a valid token', async () => {
  expect((await fetch(`${stack.url}/v1/voices/a`)).status).toBe(401);
  const headers = { authorization: `Bearer ${(await stack.issueToken()).slice(0, -4)}AAAA` };
  expect((await fetch(`${stack.url}/v1/voices/a`, { headers })).status).toBe(401);
});

it('hands a request with a token to the function in payload format 2.0, with the claims', async () => {
  const response = await fetch(`${stack.url}/v1/voices/a%2Fb?week=2026-W46&code=x&code=y`, {
    headers: { authorization: `Bearer ${await stack.issueToken()}` },
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    version: '2.0',
    routeKey: 'GET /v1/voices/{key}',
    rawPath: '/v1/voices/a%2Fb',
    rawQueryString: 'week=2026-W46&code=x&code=y',
    queryStringParameters: { week: '2026-W46', code: 'x,y' },
    pathParameters: { key: 'a/b' },
    requestContext: {
      http: { method: 'GET' },
      authorizer: {
        jwt: { claims: { sub: 'local-user', 'cognito:groups': expect.stringMatching(/^\[.*admin.*\]$/) } },
      },
    },
  });
});

it('lets a route without an authorizer through, with the body untouched', async () => {
  const body = '{"id": "1",  "text":"인증 문자가 안 와요"}';
  const response = await fetch(`${stack.url}/v1/webhooks/zendesk`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-voc-timestamp': '1' },
  });
  expect(await response.json()).toMatchObject({
    body,
    isBase64Encoded: false,
    headers: { 'x-voc-timestamp': '1' },
    pathParameters: { dropName: 'zendesk' },
  });
});

it('logs in once with a code: a cookie that scripts cannot read, then the dashboard', async () => {
  const { loginUrl } = stack;
  const first = await fetch(loginUrl, { redirect: 'manual' });
  expect(first.status).toBe(303);
  expect(first.headers.get('location')).toBe('/');
  const cookie = first.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\//);
  const voice = await fetch(`${stack.url}/v1/voices/a`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect(voice.status).toBe(200);
  expect(await voice.text()).not.toContain('voc_session');

  const second = await fetch(loginUrl, { redirect: 'manual' });
  expect(second.status).toBe(401);
  expect(second.headers.get('set-cookie')).toBeNull();
  expect((await fetch(`${stack.url}/login?code=wrong`)).status).toBe(401);
});

it('serves the dashboard for pages, but nothing outside its folder', async () => {
  for (const path of ['/', '/weeks/2026-W46']) {
    const page = await fetch(`${stack.url}${path}`);
    expect(await page.text()).toContain('<title>dashboard</title>');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  }
  expect((await fetch(`${stack.url}/%2e%2e/secret.txt`)).status).toBe(404);
  expect((await fetch(`${stack.url}/..%2fsecret.txt`)).status).toBe(404);
  expect((await fetch(`${stack.url}/assets/none.js`)).status).toBe(404);
});

it('answers 500 without details when the function fails', async () => {
  const headers = { authorization: `Bearer ${await stack.issueToken()}` };
  const response = await fetch(`${stack.url}/v1/fail`, { headers });
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ message: 'Internal Server Error' });
});

it('refuses a request whose Host is another name, on every server', async () => {
  const origins = [stack.url, stack.endpoints.AWS_ENDPOINT_URL_S3, stack.endpoints.AWS_ENDPOINT_URL_SESV2];
  for (const origin of origins) {
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(origin ?? '');
      request(
        { host: '127.0.0.1', port, path: '/', headers: { host: `attacker.example:${port}` } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  }
});
