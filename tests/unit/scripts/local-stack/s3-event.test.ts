import { describe, expect, it } from 'vitest';
import { objectCreation, wantsEvent } from '../../../../scripts/local-stack/s3-event.ts';

describe('objectCreation', () => {
  it.each([
    ['PUT', {}, {}, 'Put'],
    ['PUT', {}, { 'x-amz-copy-source': '/b/k' }, 'Copy'],
    ['POST', { uploadId: '1' }, {}, 'CompleteMultipartUpload'],
    ['PUT', { uploadId: '1', partNumber: '1' }, {}, undefined],
    ['POST', { uploads: '' }, {}, undefined],
    ['GET', {}, {}, undefined],
    ['DELETE', { uploadId: '1' }, {}, undefined],
  ])('says of %s %j %j: %s', (method, query, headers, expected) => {
    expect(objectCreation(method, query, headers)).toBe(expected);
  });
});

describe('wantsEvent', () => {
  it('respects event, prefix and suffix', () => {
    const notification = {
      events: ['s3:ObjectCreated:Put'],
      queueArn: 'arn',
      prefix: 'drops/',
      suffix: '.ndjson',
    };
    expect(wantsEvent(notification, 'Put', 'drops/a.ndjson')).toBe(true);
    expect(wantsEvent(notification, 'Copy', 'drops/a.ndjson')).toBe(false);
    expect(wantsEvent(notification, 'Put', 'customers/a.ndjson')).toBe(false);
    expect(wantsEvent(notification, 'Put', 'drops/a.csv')).toBe(false);
  });
});
