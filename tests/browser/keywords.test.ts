import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Misbehaviour, openPage, saveScreenshot, sidewaysOverflow } from './browser.ts';
import { type RunningDashboard, startDashboard } from './running-dashboard.ts';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 780 };

let browser: Browser;
let dashboard: RunningDashboard;
let session: Awaited<ReturnType<BrowserContext['storageState']>>;

beforeAll(async () => {
  [browser, dashboard] = await Promise.all([launchBrowser(), startDashboard()]);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(dashboard.loginUrl);
  session = { cookies: await context.cookies(), origins: [] };
  await context.close();
}, 420_000);

afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
});

async function journey(
  options: { viewport: { width: number; height: number }; language: 'ko' | 'en'; theme?: 'dark' },
  walk: (page: Page, misbehaviour: Misbehaviour) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    viewport: options.viewport,
    storageState: session,
    acceptDownloads: true,
    colorScheme: options.theme ?? 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await context.addInitScript(
    `localStorage.getItem('voc.language') ?? localStorage.setItem('voc.language', '${options.language}')`,
  );
  const { page, misbehaviour } = await openPage(context, dashboard.origin);
  try {
    await walk(page, misbehaviour);
    expect(misbehaviour).toEqual({ errors: [], foreignRequests: [] });
  } finally {
    await context.close();
  }
}

describe('a marketer', () => {
  it('goes from a hesitation point to an accepted suggestion, its tag and the CSV of what is shown', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${dashboard.origin}/keywords`);
      await page.locator('.suggestion').first().waitFor();
      const all = await page.locator('.suggestion').count();
      await page.getByLabel('망설이는 포인트').selectOption({ index: 1 });
      await page.waitForURL(/[?&]point=/);
      const suggestion = page.locator('.suggestion').first();
      await suggestion.waitFor();
      const shown = await page.locator('.suggestion').count();
      expect(shown).toBeLessThan(all);
      await suggestion.locator('.suggestion-facts a').first().click();
      await page.waitForURL(/\/points\//);
      await page.getByRole('link', { name: '문구 고르기' }).click();
      await page.waitForURL(/\/keywords\?week=.*point=/);

      await suggestion.getByRole('button', { name: '쓰지 않기', exact: true }).click();
      await suggestion.getByLabel('쓰지 않는 이유 (선택)').fill('법무 검토가 먼저입니다');
      await suggestion.getByRole('button', { name: '쓰지 않기로 하기' }).click();
      await suggestion.getByText('쓰지 않는 이유: 법무 검토가 먼저입니다').waitFor();

      await suggestion.getByRole('button', { name: '고쳐 쓰기' }).click();
      await suggestion.getByLabel(/문구$/).fill('비용은 신청 전에 화면에서 먼저 보여 드립니다.');
      await suggestion.locator('button[type=submit]').click();
      await suggestion.getByText('고쳐서 쓰기로 함').first().waitFor();
      await suggestion.getByText(/^voc:[0-9a-f]{16}$/).waitFor();
      await suggestion.getByText('초안을 보낼 도구가 설정되어 있지 않습니다', { exact: false }).waitFor();
      await suggestion.getByRole('button', { name: '태그 복사' }).click();
      expect(await page.evaluate<string>('navigator.clipboard.readText()')).toMatch(/^voc:[0-9a-f]{16}$/);
      await saveScreenshot(page, 'keywords-accepted');

      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'CSV 받기' }).click(),
      ]);
      expect(csv.suggestedFilename()).toMatch(/^voc-\d{4}-W\d{2}-keywords\.csv$/);
      const text = await readFile(await csv.path(), 'utf8');
      expect(text.split('\r\n').filter((line) => /^\d{4}-W\d{2},/.test(line))).toHaveLength(shown);
      expect(text).toMatch(/^\uFEFF주,표현,/);

      await page.getByRole('link', { name: '이 제안 링크' }).first().click();
      await page.locator('.suggestion-named').waitFor();
    });
  });

  it('finds a message by its words, reads what it did, and who took it for a fraud', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${dashboard.origin}/messages`);
      await page.locator('.campaigns > li').first().waitFor();
      await saveScreenshot(page, 'messages');
      const newest = await page.locator('.campaigns > li a').first().textContent();
      await page.getByLabel('문구나 캠페인 이름').fill('미수령');
      await page.getByRole('button', { name: '찾기' }).click();
      await page.waitForURL(/text=/);
      await page.locator('.campaigns > li').first().waitFor();
      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        page
          .locator('section', { hasText: '메시지' })
          .last()
          .getByRole('button', { name: 'CSV 받기' })
          .click(),
      ]);
      expect(csv.suggestedFilename()).toBe('voc-messages.csv');
      await page.locator('.campaigns > li a').first().click();
      await page.waitForURL(/\/messages\/.+/);
      await page.getByRole('heading', { name: '“이 메시지 진짜인가요?”' }).waitFor();
      expect(await page.locator('table tbody tr').count()).toBe(7);
      await saveScreenshot(page, 'message');
      expect(newest).not.toBe('');
    });
  });
});

describe('a CX lead', () => {
  it('sees which lists of customers there are, and reads one', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(dashboard.origin);
      await page.getByRole('link', { name: /고객 명단/ }).click();
      await page.getByRole('heading', { name: '메시지가 도움이 될 고객' }).waitFor();
      await saveScreenshot(page, 'follow-ups');
    });
  });
});

describe.each([
  ['a phone, dark, in English', { viewport: PHONE, language: 'en', theme: 'dark' } as const],
  ['a phone, in Korean', { viewport: PHONE, language: 'ko' } as const],
])('on %s', (name, options) => {
  it.each(['/keywords', '/messages', '/follow-ups'])('%s fits the screen', async (path) => {
    await journey(options, async (page) => {
      await page.goto(`${dashboard.origin}${path}`);
      await page.locator('section').first().waitFor();
      await page.waitForLoadState('networkidle');
      await saveScreenshot(page, `phone${path.replace('/', '-')}-${options.language}`);
      expect(await sidewaysOverflow(page), `${path} on ${name}`).toBeLessThanOrEqual(0);
      if (path !== '/messages') return;
      await page.locator('.campaigns > li a').first().click();
      await page.locator('table').waitFor();
      await saveScreenshot(page, `phone-message-${options.language}`);
      expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
    });
  });
});
