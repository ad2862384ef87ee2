import { Agent, request as httpRequest } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import type { FaultPlan } from './fault-plan.ts';
import { type InsertStatement, insertOf } from './insert-statement.ts';
import type { Kernel } from './kernel.ts';
import { createMemoryDynamoDb } from './memory-dynamodb.ts';
import type { Random } from './random.ts';
import { jsonResponse, textOf, type WireResponse } from './wire-errors.ts';

/** The part of a request of the SDK that we forward. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

type Attributes = Record<string, { readonly S?: string }>;
interface WriteRequest {
  readonly PutRequest?: { readonly Item: Attributes };
  readonly DeleteRequest?: { readonly Key: Attributes };
}
interface Body {
  readonly TableName?: string;
  readonly Item?: Attributes;
  readonly Key?: Attributes;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Attributes;
  readonly RequestItems?: Record<string, WriteRequest[] | { readonly Keys: Attributes[] }>;
  readonly TransactItems?: readonly Record<string, { readonly TableName: string } & Body>[];
  readonly Statements?: readonly InsertStatement[];
}

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
export const REGION = 'ap-northeast-2';
/** The database in memory wants a signature and checks none. */
const UNSIGNED = {
  authorization: `AWS4-HMAC-SHA256 Credential=test/20261117/${REGION}/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
  'x-amz-date': '20261117T000000Z',
};

/** Which partitions have ever been written, so that the many empty days need no question. */
export type KnownPartitions = Map<string, Set<string>>;

/** A database behind the wire. */
export interface DynamoDbWire {
  readonly answer: (operation: string, text: string) => Promise<WireResponse>;
  readonly known: KnownPartitions;
}

/** A real DynamoDB-compatible server. */
export function serverWire(endpoint: string): DynamoDbWire {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  return { answer: (operation, text) => forward(endpoint, agent, operation, text), known: new Map() };
}

/** The database in memory. */
export function memoryWire(): DynamoDbWire {
  const answer = createMemoryDynamoDb();
  return { answer: async (operation, text) => answer(operation, text), known: new Map() };
}

/**
 * The document client of one process: real SDK, real database, and between them the kernel with its faults. Partial
 * answers (`UnprocessedItems`, `UnprocessedKeys`, errors of single statements) are made as DynamoDB makes them.
 */
export function createWiredDocumentClient(
  wire: DynamoDbWire,
  kernel: Kernel,
  faults: FaultPlan,
): DynamoDBDocumentClient {
  const handle = async (request: SdkRequest): Promise<{ response: WireResponse }> => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const text = textOf(request.body);
    const body = JSON.parse(text) as Body;
    const target = tableOf(body);
    // Most days of five weeks are empty: to read them costs no step of the world.
    if (isOfUnknownPartition(wire.known, operation, body)) {
      return { response: jsonResponse(200, { Items: [], Count: 0, ScannedCount: 0 }) };
    }
    const partial = faults.partial('dynamodb', operation);
    const response = await kernel.send({ service: 'dynamodb', operation, target }, () =>
      perform(wire, operation, { body, text, partial, chance: faults.chance }),
    );
    return { response };
  };
  return documentClientOver(handle);
}

/** A document client that nothing stands in the way of, for those who look from outside. */
export function createPlainDocumentClient(wire: DynamoDbWire): DynamoDBDocumentClient {
  return documentClientOver(async ({ headers, body }) => {
    const operation = String(headers['x-amz-target']).split('.').at(-1) ?? '';
    return { response: await wire.answer(operation, textOf(body)) };
  });
}

function documentClientOver(
  handle: (request: SdkRequest) => Promise<{ response: WireResponse }>,
): DynamoDBDocumentClient {
  return createDocumentClient(
    new DynamoDBClient({
      region: REGION,
      endpoint: 'http://database.local',
      credentials: CREDENTIALS,
      signer: { sign: async (unsigned: unknown) => unsigned } as never,
      requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } } as never,
    }),
  );
}

async function perform(
  wire: DynamoDbWire,
  operation: string,
  given: { body: Body; text: string; partial: number | undefined; chance: Random },
): Promise<WireResponse> {
  const { body, partial } = given;
  note(wire.known, body);
  if (partial !== undefined && body.Statements !== undefined)
    return performStatements(wire, body.Statements, partial, given.chance);
  if (partial === undefined || body.RequestItems === undefined) return wire.answer(operation, given.text);
  const [table = '', wanted] = Object.entries(body.RequestItems)[0] ?? [];
  if (Array.isArray(wanted)) {
    const done = wanted.slice(0, Math.floor(wanted.length * partial));
    const left = wanted.slice(done.length);
    if (done.length === 0) return jsonResponse(200, { UnprocessedItems: { [table]: left } });
    const answer = await wire.answer(operation, JSON.stringify({ ...body, RequestItems: { [table]: done } }));
    return changed(answer, (value) => ({ ...value, UnprocessedItems: { [table]: left } }));
  }
  const keys = wanted?.Keys ?? [];
  const done = keys.slice(0, Math.floor(keys.length * partial));
  const left = { ...wanted, Keys: keys.slice(done.length) };
  if (done.length === 0) return jsonResponse(200, { Responses: {}, UnprocessedKeys: { [table]: left } });
  const asked = { ...body, RequestItems: { [table]: { ...wanted, Keys: done } } };
  const answer = await wire.answer(operation, JSON.stringify(asked));
  return changed(answer, (value) => ({ ...value, UnprocessedKeys: { [table]: left } }));
}

/** Each statement ends by itself: done, throttled, or done with an error for an answer. */
async function performStatements(
  wire: DynamoDbWire,
  statements: readonly InsertStatement[],
  partial: number,
  chance: Random,
): Promise<WireResponse> {
  const errors = statements.map(() =>
    chance.next() < partial
      ? undefined
      : chance.pick(['ProvisionedThroughputExceeded', 'InternalServerError']),
  );
  const sent = statements.flatMap((_, index) =>
    errors[index] === undefined || (errors[index] === 'InternalServerError' && chance.chance(0.5))
      ? [index]
      : [],
  );
  const responses: object[] = statements.map(() => ({}));
  if (sent.length > 0) {
    const text = JSON.stringify({ Statements: sent.map((index) => statements[index]) });
    const answer = await wire.answer('BatchExecuteStatement', text);
    if (answer.statusCode !== 200) return answer;
    const { Responses } = JSON.parse((answer.body as Buffer).toString('utf8')) as { Responses: object[] };
    for (const [at, index] of sent.entries()) responses[index] = Responses[at] ?? {};
  }
  return jsonResponse(200, {
    Responses: responses.map((response, index) =>
      errors[index] === undefined ? response : { Error: { Code: errors[index], Message: 'simulated' } },
    ),
  });
}

function changed(answer: WireResponse, change: (value: object) => object): WireResponse {
  if (answer.statusCode !== 200) return answer;
  return jsonResponse(200, change(JSON.parse((answer.body as Buffer).toString('utf8')) as object));
}

function forward(endpoint: string, agent: Agent, operation: string, body: string): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const headers = {
      ...UNSIGNED,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    const sent = httpRequest({ hostname, port, method: 'POST', path: '/', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          statusCode: answer.statusCode ?? 0,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function tableOf({ TableName, RequestItems, TransactItems, Statements }: Body): string {
  const transacted = TransactItems?.flatMap((item) => Object.values(item))[0]?.TableName;
  const [statement] = Statements ?? [];
  const inserted = statement === undefined ? undefined : insertOf(statement).table;
  return TableName ?? transacted ?? inserted ?? Object.keys(RequestItems ?? {})[0] ?? '';
}

function isOfUnknownPartition(known: KnownPartitions, operation: string, body: Body): boolean {
  if (operation !== 'Query' || !body.KeyConditionExpression?.startsWith('pk = :pk')) return false;
  const pk = body.ExpressionAttributeValues?.[':pk']?.S;
  return pk !== undefined && known.get(body.TableName ?? '')?.has(pk) !== true;
}

function note(known: KnownPartitions, body: Body): void {
  const add = (table: string | undefined, key: Attributes | undefined) => {
    if (table === undefined || key?.pk?.S === undefined) return;
    known.set(table, (known.get(table) ?? new Set()).add(key.pk.S));
  };
  add(body.TableName, body.Item ?? body.Key);
  for (const item of body.TransactItems ?? [])
    for (const write of Object.values(item)) add(write.TableName, write.Item ?? write.Key);
  for (const statement of body.Statements ?? []) {
    const { table, item } = insertOf(statement);
    add(table, item);
  }
  for (const [table, wanted] of Object.entries(body.RequestItems ?? {}))
    if (Array.isArray(wanted))
      for (const write of wanted) add(table, write.PutRequest?.Item ?? write.DeleteRequest?.Key);
}
