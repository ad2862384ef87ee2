import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { webhookSignature } from '../../shared/runtime/webhook-signature.ts';
import { readSecret } from '../../shared/sources/access/read-secret.ts';
import type { Page, SourceConnector } from '../../shared/sources/contract.ts';
import type { LearntRepository } from '../../shared/storage/learnt-repository.ts';
import { type CollectDocumentsDeps, createDocumentCollector } from '../common/collect-documents.ts';

const MAX_AGE_MS = 5 * 60_000;
const MAX_BODY_BYTES = 256 * 1024;

export interface WebhookDeps extends CollectDocumentsDeps {
  /** The configured sources; those whose connector can push have their own address and their own signature. */
  readonly sources: readonly SourceConfig[];
  readonly connectorById: (id: string) => SourceConnector;
  /** The text of a secret by its name. */
  readonly secretText: (name: string) => Promise<string>;
  readonly signingKey: () => Promise<string>;
  readonly tokenKeys: () => Promise<TokenKeys>;
  /** What the customer file has taught: how our own numbers look. */
  readonly learnt: Pick<LearntRepository, 'get'>;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** What the sender is told: which documents of the body were taken, and what is wrong with the others. */
export interface Receipt {
  readonly accepted: number;
  readonly rejected: readonly { index: number; id?: string; field?: string; code: string; message: string }[];
}

/**
 * Takes one signed delivery. Under the id of a source that pushes, the body and its signature are the provider's; under
 * any other name it is a document or an array of documents, and the signature covers time and body (`v1=` + hex
 * HMAC-SHA-256 of `timestamp.body`). Signatures are compared in constant time.
 * @throws VocError `webhook.too-large`, `webhook.stale`, `webhook.bad-signature`, `record.bad-json` (permanent);
 *   `source.secret-missing` (auth); `storage.*` (transient)
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
  const name = dropNameOf(event);
  const source = deps.sources.find(({ id }) => id === name);
  const connector = source === undefined ? undefined : deps.connectorById(source.connector);
  if (source !== undefined && connector?.webhook !== undefined) {
    const delivery = { headers: headersOf(event), query: queryOf(event), body, now: deps.clock() };
    const secret = await readSecret(z.unknown(), source, deps.secretText);
    const pushed = connector.webhook.receive(delivery, source.config, secret);
    return take(deps, event, { name, connector, requireDate: false }, pushed);
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
  return take(deps, event, { name, requireDate: true }, { documents: documentsOf(body.toString('utf8')) });
}

async function take(
  deps: WebhookDeps,
  event: APIGatewayProxyEventV2,
  from: { readonly name: string; readonly connector?: SourceConnector; readonly requireDate: boolean },
  pushed: Pick<Page, 'documents' | 'erasures' | 'problems'>,
): Promise<Receipt> {
  const now = deps.clock();
  const collector = createDocumentCollector(deps, {
    connector: from.name,
    keys: await deps.tokenKeys(),
    formats: (await deps.learnt.get()).formats,
    timeZone: deps.timeZone,
    firstSeenAt: now.toISOString(),
    runId: `webhook-${event.requestContext?.requestId ?? now.getTime()}`,
    keepUrl: from.connector?.keepsUrl ?? false,
    origin: `webhook ${from.name}`,
    requireDate: from.requireDate,
    occurredAt: now.toISOString(),
  });
  const rejected: Receipt['rejected'][number][] = [];
  for (const [index, value] of pushed.documents.entries()) {
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
  for (const [index, problem] of (pushed.problems ?? []).entries()) {
    collector.reject(problem, pushed.documents.length + index + 1);
  }
  for (const erasure of pushed.erasures ?? []) {
    await collector.erase(erasure, from.connector?.source ?? 'ticket');
  }
  await collector.flush();
  return { accepted: collector.totals.accepted, rejected };
}

function checkSignature(signingKey: string, timestamp: string, body: Uint8Array, given: string): void {
  const expected = Buffer.from(webhookSignature(signingKey, timestamp, body));
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
  return headersOf(event)[name] ?? '';
}

function headersOf(event: APIGatewayProxyEventV2): Record<string, string> {
  return Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );
}

function queryOf(event: APIGatewayProxyEventV2): Record<string, string> {
  return Object.fromEntries(
    Object.entries(event.queryStringParameters ?? {}).map(([name, value]) => [name, value ?? '']),
  );
}
