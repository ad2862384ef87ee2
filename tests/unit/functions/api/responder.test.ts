import { gunzipSync } from 'node:zlib';
import type { LambdaEvent } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { createApi } from '../../../../functions/api/app.ts';
import { createResponder } from '../../../../functions/api/responder.ts';
import { bucket, makeDeps, WEEK } from './api-world.ts';

/** The parts of an HTTP API event (payload 2.0) that the adapter reads. */
function eventOf(rawPath: string, groups: string | null, headers: Record<string, string> = {}): LambdaEvent {
  const authorizer =
    groups === null
      ? {}
      : { authorizer: { jwt: { claims: { sub: 'u1', 'cognito:groups': groups }, scopes: [] } } };
  const event = {
    version: '2.0',
    routeKey: 'ANY /v1/{proxy+}',
    rawPath,
    rawQueryString: '',
    headers: { host: 'api.example.com', accept: '*/*', ...headers },
    isBase64Encoded: false,
    requestContext: { domainName: 'api.example.com', http: { method: 'GET', path: rawPath }, ...authorizer },
  };
  return event as unknown as LambdaEvent;
}

const { deps } = makeDeps({
  rollups: [bucket('2026-11-10', 3, 1)],
  files: {
    'review.json': '{}',
    'review.html': '<!doctype html>',
    'keywords.csv': '\uFEFF표현,건수\n수수료,3\n',
    'review.pdf': '%PDF-1.7',
  },
});
const respond = createResponder(createApi(deps));

describe('the answer of the function to an HTTP API event', () => {
  it('keeps the byte order mark of a CSV, by which a spreadsheet reads Korean right', async () => {
    const answer = await respond(eventOf(`/v1/reviews/${WEEK}/keywords.csv`, '[viewer]'));
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    expect(Buffer.from(answer.body, 'base64').toString('utf8')).toBe('\uFEFF표현,건수\n수수료,3\n');
  });

  it('carries a PDF as bytes', async () => {
    const answer = await respond(eventOf(`/v1/reviews/${WEEK}/pdf`, '[viewer]'));
    expect(Buffer.from(answer.body, 'base64').toString('latin1')).toBe('%PDF-1.7');
  });

  it('reads the claims of the authorizer, and refuses an event without them', async () => {
    expect(await respond(eventOf('/v1/status', '[viewer]'))).toMatchObject({
      statusCode: 200,
      isBase64Encoded: false,
    });
    const refused = await respond(eventOf('/v1/status', null));
    expect(refused).toMatchObject({ statusCode: 401, isBase64Encoded: false });
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'not-signed-in' });
  });

  it('is packed where it is large and the asker can unpack it, under the tag of what is in it', async () => {
    const plain = await respond(eventOf('/v1/openapi.json', '[viewer]'));
    const packed = await respond(eventOf('/v1/openapi.json', '[viewer]', { 'accept-encoding': 'br, gzip' }));
    expect(packed).toMatchObject({ isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } });
    expect(gunzipSync(Buffer.from(packed.body, 'base64')).toString('utf8')).toBe(plain.body);
    expect(packed.body.length).toBeLessThan(plain.body.length / 4);
    const again = await respond(
      eventOf('/v1/openapi.json', '[viewer]', {
        'accept-encoding': 'gzip',
        'if-none-match': String(packed.headers?.etag),
      }),
    );
    expect(again).toMatchObject({ statusCode: 304, body: '' });
  });

  it('leaves the policy of a page as it was stored for who has the page already', async () => {
    const page = `/v1/reviews/${WEEK}/html`;
    const first = await respond(eventOf(page, '[viewer]'));
    expect(first.headers).toMatchObject({ 'x-frame-options': 'SAMEORIGIN' });
    const tag = String(first.headers?.etag);
    const again = await respond(eventOf(page, '[viewer]', { 'if-none-match': tag }));
    expect(again.statusCode).toBe(304);
    expect(Object.keys(again.headers ?? {})).not.toContain('content-security-policy');
    expect(Object.keys(again.headers ?? {})).not.toContain('x-frame-options');
  });

  it('is empty for who has it already', async () => {
    const first = await respond(eventOf('/v1/sources', '[viewer]'));
    const tag = String(first.headers?.etag);
    const again = await respond(eventOf('/v1/sources', '[viewer]', { 'if-none-match': tag }));
    expect(again).toMatchObject({ statusCode: 304, body: '' });
  });

  it('refuses a path that climbs before anything reads it', async () => {
    for (const path of ['/v1/reviews/../status', '/v1/../v1/status', '/v1/voices/%2e%2e/status']) {
      const refused = await respond(eventOf(path, '[viewer]'));
      expect(refused, path).toMatchObject({ statusCode: 400 });
      expect(JSON.parse(refused.body)).toMatchObject({ code: 'bad-request' });
    }
  });
});
