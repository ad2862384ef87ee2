import { describe, expect, it } from 'vitest';
import { addDynamoCall, addObjectCall, addQueueCall, noTraffic } from '../../../../scripts/cost/traffic.ts';

const nameOf = (table: string): string => table.replace('Physical', '');

describe('traffic', () => {
  it('takes the units that the answer tells, by table and direction', () => {
    const traffic = noTraffic();
    const call = { request: '{"TableName":"docsPhysical"}', failed: false };
    const answer = '{"ConsumedCapacity":{"TableName":"docsPhysical","CapacityUnits":3}}';
    addDynamoCall(traffic, 'DynamoDB_20120810.PutItem', { ...call, answer }, nameOf);
    const many = '{"ConsumedCapacity":[{"TableName":"docsPhysical","CapacityUnits":2.5}]}';
    addDynamoCall(traffic, 'DynamoDB_20120810.BatchGetItem', { ...call, answer: many }, nameOf);
    expect(traffic).toMatchObject({ writeUnits: { docs: 3 }, readUnits: { docs: 2.5 }, calls: 2 });
  });

  it('counts a refused condition by the item that is there, one unit at least', () => {
    const traffic = noTraffic();
    const request = '{"TableName":"docsPhysical"}';
    const large = JSON.stringify({ Item: { pk: { S: 'x'.repeat(1500) } } });
    addDynamoCall(traffic, 'DynamoDB_20120810.PutItem', { request, answer: large, failed: true }, nameOf);
    addDynamoCall(traffic, 'DynamoDB_20120810.PutItem', { request, answer: '{}', failed: true }, nameOf);
    expect(traffic.writeUnits).toEqual({ docs: 3 });
  });

  it('counts each 64 KiB of a queue call as a request, and deleting objects as free', () => {
    const traffic = noTraffic();
    const body = (url: string, size: number) => JSON.stringify({ QueueUrl: url, Entries: 'x'.repeat(size) });
    addQueueCall(traffic, body('http://q/records', 10));
    addQueueCall(traffic, body('http://q/records', 150_000));
    addQueueCall(traffic, body('http://q/dirty.fifo', 10));
    addObjectCall(traffic, 'PUT');
    addObjectCall(traffic, 'GET');
    addObjectCall(traffic, 'DELETE');
    expect(traffic).toMatchObject({ standardRequests: 4, fifoRequests: 1, objectWrites: 1, objectReads: 1 });
  });
});
