import { createHmac, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { VocError } from '../../shared/domain/errors.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { type CollectDocumentsDeps, createDocumentCollector } from '../common/collect-documents.ts';

const MAX_AGE_MS = 5 * 60_000;
const MAX_BODY_BYTES = 256 * 1024;

export interface WebhookDeps extends CollectDocumentsDeps {
  readonly signingKey: () => Promise<string>;
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** What the sender is told: which documents of the body were taken, and what is wrong with the others. */
export interface Receipt {
  readonly accepted: number;
  readonly rejected: readonly { index: number; id?: string; field?: string; code: string; message: string }[];
}

/**
 * Takes one signed delivery of a document or an array of documents. The signature covers time and body
 * (`v1=` + hex HMAC-SHA-256 of `timestamp.body`) and is compared in constant time.
 * @throws VocError `webhook.too-large`, `webhook.stale`, `webhook.bad-signature`, `record.bad-json` (permanent);
 *   `storage.*` (transient)
 */
export async function receive(deps: WebhookDeps, event: APIGatewayProxyEventV2): Promise<Receipt> {
  const body = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64')
    : Buffer.from(event.body ?? '', 'utf8');
  if (body.length > MAX_BODY_BYTES) {
    throw new VocError(
      'webhook.too-large',
      'permanent',
      'The body is larger than 256 kB. Send fewer documents at once.',
    );
  }
  const now = deps.clock();
  const timestamp = header(event, 'x-voc-timestamp');
  checkSignature(await deps.signingKey(), timestamp, body, header(event, 'x-voc-signature'));
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() - Number(timestamp) * 1000) > MAX_AGE_MS) {
    throw new VocError(
      'webhook.stale',
      'permanent',
      'x-voc-timestamp is not within five minutes of now. Sign anew.',
    );
  }

  const documents = documentsOf(body.toString('utf8'));
  const collector = createDocumentCollector(deps, {
    connector: dropNameOf(event),
    keys: await deps.tokenKeys(),
    timeZone: deps.timeZone,
    firstSeenAt: now.toISOString(),
    runId: `webhook-${event.requestContext?.requestId ?? now.getTime()}`,
    origin: `webhook ${dropNameOf(event)}`,
    requireDate: true,
    occurredAt: now.toISOString(),
  });
  const rejected: Receipt['rejected'][number][] = [];
  for (const [index, value] of documents.entries()) {
    const problem = await collector.add({ line: index + 1, raw: JSON.stringify(value), value });
    if (problem === null) continue;
    const { id, field, code, message } = problem;
    rejected.push({
      index,
      ...(id === undefined ? {} : { id }),
      ...(field === undefined ? {} : { field }),
      code,
      message,
    });
  }
  await collector.flush();
  return { accepted: collector.totals.accepted, rejected };
}

/** The signature header for a body; what senders compute. */
export function signatureOf(signingKey: string, timestamp: string, body: Uint8Array | string): string {
  return `v1=${createHmac('sha256', signingKey).update(`${timestamp}.`).update(body).digest('hex')}`;
}

function checkSignature(signingKey: string, timestamp: string, body: Uint8Array, given: string): void {
  const expected = Buffer.from(signatureOf(signingKey, timestamp, body));
  const actual = Buffer.from(given);
  if (actual.length === expected.length && timingSafeEqual(actual, expected)) return;
  throw new VocError(
    'webhook.bad-signature',
    'permanent',
    'x-voc-signature does not fit. Check the signing key.',
  );
}

function documentsOf(body: string): unknown[] {
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) ? value : [value];
  } catch {
    throw new VocError(
      'record.bad-json',
      'permanent',
      'The body is not JSON. Send one document or an array of them.',
    );
  }
}

function dropNameOf(event: APIGatewayProxyEventV2): string {
  const name = event.pathParameters?.dropName ?? event.rawPath.split('/').at(-1) ?? '';
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(name)) return name;
  throw new VocError(
    'record.bad-json',
    'permanent',
    'The last part of the address must be a name of letters and digits.',
  );
}

function header(event: APIGatewayProxyEventV2, name: string): string {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
}
