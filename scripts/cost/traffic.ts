import * as z from 'zod';
import { itemSize } from './item-size.ts';

/** What went over the wire between two readings. */
export interface Traffic {
  readonly writeUnits: Record<string, number>;
  readonly readUnits: Record<string, number>;
  calls: number;
  standardRequests: number;
  fifoRequests: number;
  objectWrites: number;
  objectReads: number;
}

export function noTraffic(): Traffic {
  return {
    writeUnits: {},
    readUnits: {},
    calls: 0,
    standardRequests: 0,
    fifoRequests: 0,
    objectWrites: 0,
    objectReads: 0,
  };
}

const WRITES =
  /\.(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems|BatchExecuteStatement|ExecuteStatement)$/;
/** SQS bills each 64 KiB of a request. @see https://aws.amazon.com/sqs/pricing/ */
const BILLED_CHUNK_BYTES = 65_536;

const ConsumedSchema = z.object({ TableName: z.string(), CapacityUnits: z.number() });
const AnswerSchema = z.object({
  ConsumedCapacity: z.union([ConsumedSchema, z.array(ConsumedSchema)]).optional(),
  Item: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** The same request, but the answer tells its capacity units. */
export function askForUnits(body: string): string {
  const request: unknown = JSON.parse(body);
  return JSON.stringify({ ...(request as object), ReturnConsumedCapacity: 'TOTAL' });
}

/** Adds a call of DynamoDB. `nameOf` gives our name of a table. */
export function addDynamoCall(
  traffic: Traffic,
  target: string,
  call: { request: string; answer: string; failed: boolean },
  nameOf: (tableName: string) => string,
): void {
  traffic.calls += 1;
  const parsed = AnswerSchema.safeParse(JSON.parse(call.answer));
  const answer = parsed.success ? parsed.data : {};
  const units = WRITES.test(target) ? traffic.writeUnits : traffic.readUnits;
  if (call.failed) {
    // A refused condition costs as much as the item that is there, one unit at least.
    const { TableName } = z.object({ TableName: z.string().optional() }).parse(JSON.parse(call.request));
    const bytes = answer.Item === undefined ? 0 : itemSize(answer.Item);
    add(units, nameOf(TableName ?? ''), Math.max(1, Math.ceil(bytes / 1024)));
    return;
  }
  for (const { TableName, CapacityUnits } of [answer.ConsumedCapacity ?? []].flat())
    add(units, nameOf(TableName), CapacityUnits);
}

/** Adds a call of SQS; its queue says which price it has. */
export function addQueueCall(traffic: Traffic, request: string): void {
  traffic.calls += 1;
  const requests = Math.max(1, Math.ceil(Buffer.byteLength(request) / BILLED_CHUNK_BYTES));
  const { QueueUrl } = z.object({ QueueUrl: z.string() }).parse(JSON.parse(request));
  if (QueueUrl.endsWith('.fifo')) traffic.fifoRequests += requests;
  else traffic.standardRequests += requests;
}

/** Adds a call of S3; deleting is free. */
export function addObjectCall(traffic: Traffic, method: string): void {
  traffic.calls += 1;
  if (method === 'PUT' || method === 'POST') traffic.objectWrites += 1;
  else if (method !== 'DELETE') traffic.objectReads += 1;
}

function add(units: Record<string, number>, name: string, value: number): void {
  units[name] = (units[name] ?? 0) + value;
}
