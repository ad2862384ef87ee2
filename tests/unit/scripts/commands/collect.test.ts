import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dryRun, runOf } from '../../../../scripts/commands/collect.ts';
import { VocRecordSchema } from '../../../../shared/domain/record.ts';
import { type FeedServer, startFeedServer } from '../../../contract/sources/harness/feed-server.ts';
import { errorRecords, playedIo } from '../run-voc.ts';

let server: FeedServer;
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());

const review = (id: string, text: string, rating = '1') => ({
  id: { label: id },
  author: { name: { label: '구름과자' } },
  updated: { label: '2026-10-30T18:02:11-07:00' },
  'im:rating': { label: rating },
  content: { label: text },
});
const source = () => ({
  id: 'apple-test',
  connector: 'apple-feed',
  enabled: false,
  schedule: 'rate(1 hour)',
  config: { appId: '1', baseUrl: server.url, pauseMs: 0 },
});

const config = () => ({ timeZone: 'Asia/Seoul', network: { privateHosts: [new URL(server.url).host] } });

describe('voc collect', () => {
  it.each([
    ['voices', 'collect', { sourceId: 'x' }],
    ['customers', 'import-customers', { customerSourceId: 'x' }],
    ['messages', 'import-messages', { messageSourceId: 'x' }],
    ['funnel', 'import-funnel', { funnelSourceId: 'x' }],
  ] as const)('runs a source of %s by %s, also where it is parked', (brings, name, event) => {
    expect(runOf({ source: { id: 'x' }, brings }, false)).toEqual({
      name,
      event: { ...event, force: true, restart: false },
    });
  });
});

describe('voc collect --dry-run', () => {
  it('prints the records that would be sent, without personal data, and names what would be refused', async () => {
    server.answer = (path) => ({
      body: JSON.stringify({
        feed: path.includes('page=1/')
          ? { entry: [review('11', '제 번호 010-2345-6789 로 전화 주세요'), review('12', '별로예요', '9')] }
          : {},
      }),
    });
    const io = playedIo();
    expect(await dryRun(source(), config(), io)).toBe(0);
    const records = io.written.map((line) => VocRecordSchema.parse(JSON.parse(line)));
    expect(records).toMatchObject([
      { id: '11', connector: 'apple-test', publishedAt: '2026-10-31T01:02:11.000Z' },
    ]);
    expect(io.written.join()).not.toMatch(/2345|구름과자/);
    expect(errorRecords(io.notes)).toMatchObject([{ line: 2, id: '12', field: 'rating' }]);
  });

  it('says what is wrong with a source that answers something else', async () => {
    server.answer = () => ({ body: '<html></html>' });
    await expect(dryRun(source(), config(), playedIo())).rejects.toMatchObject({
      code: 'source.bad-response',
    });
  });
});
