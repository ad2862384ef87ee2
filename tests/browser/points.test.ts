import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { barriers } from './barriers.ts';
import { saveScreenshot, sidewaysOverflow } from './browser.ts';
import { DESKTOP, dashboardOrigin, PHONE, useJourneys } from './journey.ts';

/** The week of the demo's story. */
const WEEK = '2026-W46';

const journey = useJourneys();
const origin = dashboardOrigin();

/** A field of the filters by its label; the label of a list also holds the words of its choices. */
function filter(page: Page, label: string) {
  return page
    .locator('.filters label', { has: page.getByText(label, { exact: true }) })
    .locator('select, input');
}

async function download(page: Page, name: string | RegExp): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).first().click(),
  ]);
  return readFile(await file.path(), 'utf8');
}

describe('a marketer, in Korean, at a desk', () => {
  it('finds what matters first, learns why, and takes the table along', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/points`);
      await page.locator('.point-card').first().waitFor();
      await page.locator('.point-card .priority summary').first().click();
      await page.getByText('확실하게 늘었나 (두 배가 확실하면 만점)').first().waitFor();
      await saveScreenshot(page, 'points');
      expect(await barriers(page)).toEqual([]);

      const csv = await download(page, 'CSV 받기: 한눈에 보기');
      expect(csv.startsWith('\uFEFF포인트,우선순위,목소리')).toBe(true);
      expect(csv.split('\r\n').length).toBeGreaterThan(10);
      const scores = csv
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => Number(/,(\d+),\d+,[\d.]+,[\d.]+,/.exec(line)?.[1]));
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    });
  });

  it('narrows to tickets of one day, and the address says so', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/points?week=${WEEK}`);
      await page.locator('.point-card').first().waitFor();
      await filter(page, '들어온 곳').selectOption('ticket');
      await page.waitForURL(/source=ticket/);
      await page.getByText('지금 센 값입니다').waitFor();
      await filter(page, '기간').selectOption('day');
      await filter(page, '날짜').fill('2026-11-11');
      await page.waitForURL(/day=2026-11-11/);
      await page.locator('.point-card').first().waitFor();
      await saveScreenshot(page, 'points-of-a-day');
      const address = page.url();
      await page.reload();
      await page.locator('.point-card h3 a').first().waitFor();
      expect(page.url()).toBe(address);

      // The evening on which nobody could pass the identity check.
      await page
        .locator('.point-card')
        .getByRole('link', { name: '본인인증·로그인', exact: true })
        .first()
        .click();
      await page.waitForURL(/\/points\/2026-11-11\/auth\/[a-z]+\?source=ticket/);
      await page.locator('.quote-list .quote').first().waitFor();
      expect(await page.locator('.number-tile strong').first().textContent()).toMatch(/^\d+건$/);
      await page.getByRole('link', { name: '망설이는 포인트 목록' }).click();
      await page.waitForURL(/day=2026-11-11.*source=ticket|source=ticket.*day=2026-11-11/);
    });
  });

  it('sees that the doubts about the fee fell after the words changed', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/points/${WEEK}/price/usage`);
      const outcome = page.locator('.outcome').first();
      await outcome.waitFor();
      expect(await outcome.textContent()).toContain('의심이 줄었습니다');
      expect(await outcome.textContent()).toContain('세무사의 공제 검토');
      expect(await outcome.locator('.messages a').first().getAttribute('href')).toMatch(/^\/messages\/M/);
      await saveScreenshot(page, 'point-outcome');
      expect(await barriers(page)).toEqual([]);

      // The line by the keyboard, and as a table.
      const line = page.getByRole('slider', { name: /하루 목소리 추이/ });
      await line.focus();
      const last = await line.getAttribute('aria-valuetext');
      await line.press('ArrowLeft');
      await expect.poll(() => line.getAttribute('aria-valuetext')).not.toBe(last);
      await page.getByText('표로 보기').first().click();
      const rows = page.getByRole('region', { name: '하루 목소리 추이 표' }).locator('tbody tr');
      await expect.poll(() => rows.count()).toBe(35);
    });
  });

  it('writes who takes care of a point and finds it in its history', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/points/${WEEK}/delay/usage`);
      await page.getByLabel('담당').fill('환급 운영팀');
      await page.getByRole('button', { name: '저장', exact: true }).click();
      await page.locator('.history').getByText('담당: 환급 운영팀').waitFor();
    });
  });
});

describe('a CX lead, in English, on a phone', () => {
  it('reads the points of a range and one of them, in the dark, without scrolling sideways', async () => {
    await journey({ viewport: PHONE, language: 'en', theme: 'dark' }, async (page) => {
      await page.goto(`${origin}/points?from=2026-10-26&to=2026-11-15&sort=change`);
      await page.locator('.point-card').first().waitFor();
      expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
      await saveScreenshot(page, 'points-phone');
      expect(await barriers(page)).toEqual([]);

      await page.goto(`${origin}/points/2026-10-26~2026-11-15/price/usage`);
      await page.locator('.quote-list .quote').first().waitFor();
      await page.getByText('Doubts fell').waitFor();
      expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
      await saveScreenshot(page, 'point-phone');
      expect(await barriers(page)).toEqual([]);
    });
  });

  it('is told where a period has no voice, and what a range may be', async () => {
    await journey({ viewport: PHONE, language: 'en' }, async (page) => {
      await page.goto(`${origin}/points?day=2020-01-01`);
      await page.getByText('No voice of this period matches.').waitFor();
      await filter(page, 'Period').selectOption('range');
      await filter(page, 'From').fill('2026-11-20');
      await filter(page, 'To').fill('2026-11-01');
      await page.getByText('From must not be after to').waitFor();
      expect(await page.getByRole('button', { name: 'Show', exact: true }).isDisabled()).toBe(true);
    });
  });
});
