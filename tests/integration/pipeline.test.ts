import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DropFile } from '../../scripts/load-files.ts';
import { loadAndPublish } from '../../scripts/local-stack/load-and-publish.ts';
import { type WeeklyReview, WeeklyReviewSchema } from '../../shared/domain/insight.ts';
import { aggregateOf, emptyAggregate, mergeAggregates } from '../../shared/insight/aggregate.ts';
import { launchBrowser, openPage, saveScreenshot, sidewaysOverflow } from '../browser/browser.ts';
import { deadLetters, dropFile, type Pipeline, startPipeline } from './running-pipeline.ts';

const demo = (name: string): string => join('scripts', 'demo', 'data', name);
const DEMO_FILES: DropFile[] = [
  { kind: 'customers', path: demo('customers.csv') },
  { kind: 'messages', path: demo('messages.csv') },
  { kind: 'funnel', path: demo('funnel.csv') },
  { kind: 'drops', path: demo('documents.ndjson'), dropName: 'demo' },
];
const demoLines = readFileSync(demo('documents.ndjson'), 'utf8').trim().split('\n');

let pipeline: Pipeline;
let token: string;

beforeAll(async () => {
  pipeline = await startPipeline({ withDashboard: true });
  const quiet = { update: () => undefined, done: () => undefined };
  await loadAndPublish(pipeline.stack, pipeline.dataDir, DEMO_FILES, quiet);
  token = await pipeline.stack.issueToken();
});

afterAll(async () => {
  await pipeline?.stop();
});

async function expectRollupsToEqualARecount(): Promise<number> {
  const days = await pipeline.rollups.listDays();
  expect(days.length).toBeGreaterThan(30);
  let documents = 0;
  for (const day of days) {
    const rolledUp = (await pipeline.rollups.readDay(day))
      .map(({ aggregate }) => aggregate)
      .reduce(mergeAggregates, emptyAggregate());
    const recounted = aggregateOf(await pipeline.contributions.listDay(day));
    expect(rolledUp).toEqual(recounted);
    documents += recounted.cells.total?.all?.documents ?? 0;
  }
  return documents;
}

async function get(
  path: string,
  headers: Record<string, string> = { authorization: `Bearer ${token}` },
): Promise<Response> {
  return fetch(`${pipeline.stack.url}${path}`, { headers });
}

async function review(): Promise<WeeklyReview> {
  const response = await get('/v1/reviews/2026-W46');
  expect(response.status).toBe(200);
  return WeeklyReviewSchema.parse(await response.json());
}

describe('the pipeline, as deployed, on one machine', () => {
  it('stores every document of the demo once and loses none on the way', async () => {
    expect(await pipeline.totals()).toEqual({
      documents: demoLines.length,
      rolledUp: demoLines.length,
      errors: 0,
    });
    expect(await deadLetters(pipeline.stack)).toEqual({});
  });

  it('keeps roll-ups that equal a recount of all contributions', async () => {
    await pipeline.stack.waitUntilIdle();
    expect(await expectRollupsToEqualARecount()).toBe(demoLines.length);
  });

  it('changes no count when the same file comes again, under the same or another file name', async () => {
    const part = dropFile(pipeline.dataDir, 'part.ndjson', demoLines.slice(0, 150));
    await pipeline.send(
      { kind: 'drops', path: demo('documents.ndjson'), dropName: 'demo' },
      { ...part, dropName: 'demo' },
    );

    expect(await pipeline.totals()).toEqual({
      documents: demoLines.length,
      rolledUp: demoLines.length,
      errors: 0,
    });
    expect(await expectRollupsToEqualARecount()).toBe(demoLines.length);
  });

  it('moves a document to its earlier hour when an earlier publication time is seen, and counts it once', async () => {
    const original = {
      id: 'moving',
      source: 'ticket',
      connector: 'moves',
      text: '환급이 언제 되나요',
      publishedAt: '2026-10-20T10:00:00+09:00',
    };
    await pipeline.send(dropFile(pipeline.dataDir, 'moves-1.ndjson', [original]));
    await pipeline.send(
      dropFile(pipeline.dataDir, 'moves-2.ndjson', [
        { ...original, publishedAt: '2026-10-19T09:00:00+09:00', editedAt: '2026-10-21T10:00:00+09:00' },
      ]),
    );

    expect((await pipeline.totals()).documents).toBe(demoLines.length + 1);
    const connectors = async (day: string): Promise<number> =>
      (await pipeline.contributions.listDay(day)).filter((contribution) => contribution.connector === 'moves')
        .length;
    expect([await connectors('2026-10-19'), await connectors('2026-10-20')]).toEqual([1, 0]);
    expect(await expectRollupsToEqualARecount()).toBe(demoLines.length + 1);
  });

  it('refuses broken lines one by one, names line, field and reason, and processes the rest', async () => {
    const good = { id: 'good-1', text: '앱이 자주 멈춰요', date: '2026-11-01', connector: 'mixed' };
    await pipeline.send(
      dropFile(pipeline.dataDir, 'mixed.ndjson', [
        good,
        '{"id":"broken-json","text":"끝나지 않은',
        { id: 'no-text', date: '2026-11-01' },
        { id: 'bad-date', text: '날짜가 이상해요', publishedAt: '어제쯤' },
        { id: 'too-long', text: '가'.repeat(350_000), date: '2026-11-01' },
        { id: 'bad-rating', text: '별점이 이상해요', rating: 9, date: '2026-11-01' },
        { ...good, id: 'good-2' },
      ]),
    );

    const days = await pipeline.quarantine.listDays();
    const errors = (await Promise.all(days.map((day) => pipeline.quarantine.listDay(day)))).flat();
    const found = errors
      .map(({ line, field, id }) => ({ line, field, id }))
      .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    expect(found).toEqual([
      { line: 2, field: expect.any(String), id: undefined },
      { line: 3, field: 'text', id: 'no-text' },
      { line: 4, field: 'publishedAt', id: 'bad-date' },
      { line: 5, field: 'text', id: 'too-long' },
      { line: 6, field: 'rating', id: 'bad-rating' },
    ]);
    expect((await pipeline.totals()).documents).toBe(demoLines.length + 3);
    expect(await deadLetters(pipeline.stack)).toEqual({});

    const shown = await promisify(execFile)(process.execPath, [
      'scripts/voc.ts',
      'dlq',
      '--data',
      pipeline.dataDir,
    ]);
    for (const part of ['text', 'publishedAt', 'rating', 'bad-date', 'too-long'])
      expect(shown.stdout).toContain(part);
  });

  it('finds the planted story unaided: the outage, the doubt after the campaign, the falling fee complaint', async () => {
    const { codes, incidents, campaigns } = await review();
    const changeOf = (code: string) => codes.find((one) => one.code === code)?.change;

    expect(
      incidents.some(
        (incident) => incident.startedAt.startsWith('2026-11-11T1') && incident.codes[0]?.code === 'auth',
      ),
    ).toBe(true);
    expect(changeOf('trust')).toMatchObject({ significant: true, ratio: expect.any(Number) });
    expect(changeOf('price')).toMatchObject({ significant: true, ratio: expect.any(Number) });
    const ratio = (code: string): number => {
      const change = changeOf(code);
      return typeof change === 'object' ? change.ratio : Number.NaN;
    };
    expect(ratio('trust')).toBeGreaterThan(1.5);
    expect(ratio('price')).toBeLessThan(0.7);
    const alarming = campaigns.filter((campaign) => campaign.doubtsAfter > campaign.doubtsBefore * 2);
    expect(alarming.map((campaign) => campaign.sentAt.slice(0, 10))).toContain('2026-11-10');
  });

  it('claims no change where none was planted', async () => {
    const { codes } = await review();
    const claimed = codes
      .filter(({ change }) => typeof change === 'object' && change.significant)
      .map(({ code }) => code);
    const planted = new Set(['trust', 'price', 'auth', 'messaging']);
    expect(claimed.filter((code) => !planted.has(code))).toEqual([]);
  });

  it('gives every hesitation point quotes that lead to a stored voice', async () => {
    const { points } = await review();
    expect(points.length).toBeGreaterThan(4);
    for (const point of points.slice(0, 5)) {
      expect(point.evidence.length).toBeGreaterThan(0);
      const [quote] = point.evidence;
      const stored = await pipeline.documents.get(quote?.documentKey ?? '');
      expect(stored?.reading.hesitations.map((hesitation) => hesitation.code)).toContain(point.code);
    }
  });

  it('serves the review to those who are logged in, and to nobody else', async () => {
    expect((await get('/v1/reviews/2026-W46', {})).status).toBe(401);
    expect((await get('/v1/reviews/2026-W46', { authorization: 'Bearer forged' })).status).toBe(401);
    const html = await get('/v1/reviews/2026-W46/html');
    expect(html.status).toBe(200);
    expect(/<h1[^>]*>.*46주차/s.test(await html.text())).toBe(true);
  });

  it('opens the review of any week that has documents, also of one that was never published', async () => {
    expect((await get('/v1/reviews/2026-W43')).status).toBe(404);
    const asked = await fetch(`${pipeline.stack.url}/v1/reviews/2026-W43`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(asked.status).toBe(202);
    await pipeline.stack.waitUntilIdle();
    expect(WeeklyReviewSchema.parse(await (await get('/v1/reviews/2026-W43')).json()).week).toBe('2026-W43');
  });

  it('announces the review by mail and by an event that carries no customer text', async () => {
    expect(readdirSync(join(pipeline.dataDir, 'mail')).length).toBeGreaterThan(0);
    const events = readFileSync(join(pipeline.dataDir, 'events.ndjson'), 'utf8');
    expect(events).toContain('voc.insights.published');
    expect(events).not.toMatch(/[가-힣]/);
  });

  it('keeps no phone number or mail address in the clear: not in tables, queues, reports, mail or logs', () => {
    const raw = /(?<!\d)010-?0000-?\d{4}(?!\d)|[\w.+-]+@example\.(com|org)/;
    const allowed = /voc@example\.com|cx@example\.com|oncall@example\.com/g;
    expect(raw.test(demoLines.join('\n'))).toBe(true);
    const leaks = filesBelow(pipeline.dataDir)
      .filter((file) => !/\.(ndjson)$/.test(file) || file.endsWith('events.ndjson'))
      .flatMap((file) => {
        const bytes = readFileSync(file, 'latin1').replace(allowed, '');
        const found = raw.exec(bytes);
        return found === null
          ? []
          : [`${file}: ${bytes.slice(Math.max(0, found.index - 60), found.index + 60)}`];
      });
    expect(leaks).toEqual([]);
  });
});

describe('the dashboard of this pipeline, in a browser', () => {
  let browser: Browser | undefined;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it('shows the hesitation points of the week with Korean quotes, and opens the weekly review', async () => {
    const context = await browser?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ko-KR' });
    if (context === undefined) throw new Error('the browser did not start');
    const { page, misbehaviour } = await openPage(context, pipeline.stack.url);

    await page.goto(pipeline.stack.loginUrl);
    await page.locator('.point-card').first().waitFor();
    const quotes = await page.locator('.point-card blockquote').allInnerTexts();
    expect(quotes.length).toBeGreaterThan(2);
    for (const quote of quotes) expect(quote).toMatch(/[가-힣]/);
    expect(await sidewaysOverflow(page)).toBe(0);
    await saveScreenshot(page, 'this-week');

    await page.getByRole('link', { name: '주간 리뷰 열기' }).click();
    await page.waitForURL(/\/reviews\/\d{4}-W\d{2}$/);
    const review = page.frameLocator('iframe.review-frame').locator('body');
    await review
      .getByText(/[가-힣]/)
      .first()
      .waitFor();
    expect((await review.textContent())?.length).toBeGreaterThan(500);
    await saveScreenshot(page, 'weekly-review');

    expect(misbehaviour).toEqual({ errors: [], foreignRequests: [] });
    await context.close();
  });

  it('shows nobody anything without a session', async () => {
    const context = await browser?.newContext({ locale: 'ko-KR' });
    if (context === undefined) throw new Error('the browser did not start');
    const { page } = await openPage(context, pipeline.stack.url);
    await page.goto(`${pipeline.stack.url}/voices`);
    await page.getByRole('heading', { name: '로그인이 필요합니다' }).waitFor();
    const direct = await context.request.get(`${pipeline.stack.url}/v1/voices?week=2026-W46`);
    expect(direct.status()).toBe(401);
    await context.close();
  });
});

function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
