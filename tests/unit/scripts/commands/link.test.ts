import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ndjson, runVoc } from '../run-voc.ts';

let directory: string;
let customers: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voc-link-'));
  customers = join(directory, 'customers.csv');
  await writeFile(
    customers,
    [
      'customerId,name,phone,email,nickname,appUserId,zendeskUserId,orders,consentAnalytics',
      'C1,한별,010-2345-6789,byeol@example.com,별빛고래,app-1,9001,"[{""no"":""A-1"",""date"":""2026-11-01""}]",true',
      'C2,미나,010-3456-7890,mina@example.com,,app-2,9002,[],',
      ',이름없음,,,,,,[],',
    ].join('\n'),
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// Each run is a process or loads the dictionary; a busy machine needs its time.
vi.setConfig({ testTimeout: 90_000 });

describe('voc link', () => {
  it('links in the order of the input, with null exactly for the unlinked, and reports bad rows of both files', async () => {
    const { code, out, errors } = await runVoc(['link', '--customers', customers], {
      input: ndjson([
        { id: 't1', source: 'ticket', text: '문의드려요', author: { email: 'BYEOL@example.com' } },
        { id: 't2', source: 'community', text: '써 보신 분?', author: '별빛고래' },
        { id: 't3' },
        { id: 't4', source: 'survey', text: '좋았어요', author: { userId: 'app-2' } },
        { id: 't5', text: '제 친구 번호는 010-2345-6789 인데 안 돼요' },
      ]),
    });
    expect(code).toBe(0);
    const links = out.map((line) => JSON.parse(line));
    expect(links.map(({ documentId }) => documentId)).toEqual(['t1', 't2', 't4', 't5']);
    expect(links[0]).toMatchObject({ customerId: 'C1', status: 'linked', evidence: [{ kind: 'email' }] });
    expect(links[1].status).not.toBe('linked');
    expect(links[2]).toMatchObject({ customerId: 'C2', status: 'linked' });
    expect(links[3]).toMatchObject({ customerId: null, status: 'unlinked' });
    for (const { customerId, status } of links) expect(customerId === null).toBe(status === 'unlinked');
    expect(errors.map(({ line, field }) => [line, field])).toEqual([
      [4, 'customerId'],
      [3, 'text'],
    ]);
  });

  it('needs customers', async () => {
    expect((await runVoc(['link'])).code).toBe(2);
    expect((await runVoc(['link', '--customers', join(directory, 'absent.csv')])).code).toBe(1);
  });
});
