import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { SESSION_COOKIE } from './login.ts';
import { ACCOUNT_ID } from './physical-names.ts';

export interface HttpRequest {
  readonly method: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  readonly at: Date;
}

/**
 * The event of an HTTP API in payload format 2.0. The session cookie of the local login is left out: behind API Gateway
 * a handler sees claims, not sessions.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent(request: HttpRequest): object {
  const { 'content-type': contentType, cookie, ...others } = request.headers;
  const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const cookies = (cookie ?? '')
    .split(/;\s*/)
    .filter((one) => one !== '' && !one.startsWith(`${SESSION_COOKIE}=`));
  const isText =
    contentType === undefined || /^(text\/|application\/(.+\+)?(json|xml|javascript))/i.test(contentType);
  const query = queryParameters(request.rawQueryString);
  return {
    version: '2.0',
    routeKey: request.routeKey,
    rawPath: request.rawPath,
    rawQueryString: request.rawQueryString,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(Object.keys(request.pathParameters).length === 0 ? {} : { pathParameters: request.pathParameters }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: 'local',
      domainName: request.headers.host ?? '127.0.0.1',
      domainPrefix: 'local',
      http: {
        method: request.method,
        path: request.rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: request.routeKey,
      stage: '$default',
      time: request.at.toUTCString(),
      timeEpoch: request.at.getTime(),
      ...(request.claims === undefined
        ? {}
        : { authorizer: { jwt: { claims: claimTexts(request.claims), scopes: null } } }),
    },
    ...(request.body.length === 0 ? {} : { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** API Gateway gives claims as text, a list as `[a b]`. */
function claimTexts(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}

function queryParameters(rawQueryString: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

const ResponseSchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Reads the answer of a handler; an object without `statusCode` is the JSON body of a 200, as API Gateway infers. */
export function httpAnswer(result: unknown): HttpAnswer {
  const parsed = ResponseSchema.safeParse(result);
  if (!parsed.success) {
    const hasStatus = typeof result === 'object' && result !== null && 'statusCode' in result;
    return hasStatus
      ? {
          status: 500,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from('{"message":"Internal Server Error"}'),
        }
      : {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from(JSON.stringify(result)),
        };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  return {
    status: statusCode,
    headers: {
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      ),
      ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}
