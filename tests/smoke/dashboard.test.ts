import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, saveScreenshot, sidewaysOverflow } from '../browser/browser.ts';
import { type RunningDashboard, startDashboard } from '../browser/running-dashboard.ts';

describe('the dashboard after the first start', () => {
  let browser: Browser | undefined;
  let dashboard: RunningDashboard | undefined;

  beforeAll(async () => {
    [browser, dashboard] = await Promise.all([launchBrowser(), startDashboard()]);
  }, 420_000);

  afterAll(async () => {
    await browser?.close();
    await dashboard?.stop();
  });

  it('shows the hesitation points of the week with Korean quotes, and opens the weekly review', async () => {
    if (browser === undefined || dashboard === undefined) throw new Error('not started');
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ko-KR' });
    const { page, misbehaviour } = await openPage(context, dashboard.origin);

    await page.goto(dashboard.loginUrl);
    const cards = page.locator('.point-card');
    await cards.first().waitFor();
    expect(await cards.count()).toBeGreaterThan(2);
    expect(await page.locator('.headline').textContent()).toMatch(/\d+건/);
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
    if (browser === undefined || dashboard === undefined) throw new Error('not started');
    const context = await browser.newContext({ locale: 'ko-KR' });
    const { page } = await openPage(context, dashboard.origin);
    await page.goto(`${dashboard.origin}/voices`);
    await page.getByRole('heading', { name: '로그인이 필요합니다' }).waitFor();
    const direct = await context.request.get(`${dashboard.origin}/v1/voices?week=2026-W46`);
    expect(direct.status()).toBe(401);
    await context.close();
  });
});
