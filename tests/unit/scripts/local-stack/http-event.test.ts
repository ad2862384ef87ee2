import { describe, expect, it } from 'vitest';
import { httpAnswer, httpEvent } from '../../../../scripts/local-stack/http-event.ts';

const request = {
  method: 'POST',
  rawPath: '/v1/x',
  rawQueryString: '',
  headers: { host: '127.0.0.1:1', cookie: 'a=1; voc_session=secret; b=2' },
  body: Buffer.alloc(0),
  routeKey: 'POST /v1/x',
  pathParameters: {},
  claims: undefined,
  at: new Date('2026-11-21T00:00:00Z'),
};

describe('httpEvent', () => {
  it('hands cookies over apart from the headers, without the session', () => {
    const event = httpEvent(request);
    expect(event).toMatchObject({ cookies: ['a=1', 'b=2'], isBase64Encoded: false });
    expect(JSON.stringify(event)).not.toContain('secret');
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('requestContext.authorizer');
  });

  it.each([
    ['application/json', false],
    ['application/vnd.api+json; charset=utf-8', false],
    ['text/csv', false],
    ['application/octet-stream', true],
    ['image/png', true],
  ])('gives a body of type %s as base64: %s', (type, isBase64Encoded) => {
    const body = Buffer.from('환급');
    const event = httpEvent({ ...request, body, headers: { 'content-type': type } });
    expect(event).toMatchObject({
      isBase64Encoded,
      body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    });
  });

  it('gives list claims as text, as API Gateway does', () => {
    const event = httpEvent({ ...request, claims: { sub: 's', 'cognito:groups': ['admin', 'cx'], exp: 5 } });
    expect(event).toMatchObject({
      requestContext: {
        authorizer: { jwt: { claims: { sub: 's', 'cognito:groups': '[admin cx]', exp: '5' } } },
      },
    });
  });
});

describe('httpAnswer', () => {
  it('reads status, headers, cookies and a binary body', () => {
    const result = {
      statusCode: 201,
      headers: { 'X-A': 1 },
      cookies: ['c=1'],
      body: 'AAE=',
      isBase64Encoded: true,
    };
    expect(httpAnswer(result)).toEqual({
      status: 201,
      headers: { 'x-a': '1', 'set-cookie': ['c=1'] },
      body: Buffer.from([0, 1]),
    });
  });

  it('takes an object without a status as the body of a 200, and a malformed answer as a failure', () => {
    expect(httpAnswer({ ok: true })).toMatchObject({ status: 200, body: Buffer.from('{"ok":true}') });
    expect(httpAnswer({ statusCode: 'soon' }).status).toBe(500);
  });
});
