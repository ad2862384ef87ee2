import { readFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, inject, it } from 'vitest';
import { openRunningStack } from '../../scripts/running-stack.ts';
import { followUpCsv } from '../../shared/delivery/follow-up-csv.ts';
import { drafted } from '../../shared/insight/messages/suggestion-decisions.ts';
import { loadSettings } from '../../shared/runtime/settings.ts';
import { followUpKey } from '../../shared/storage/keys.ts';
import { createSuggestionRepository } from '../../shared/storage/suggestion-repository.ts';
import { barriers } from './barriers.ts';
import { saveScreenshot, sidewaysOverflow } from './browser.ts';
import { DESKTOP, dashboardOrigin, PHONE, useJourneys } from './journey.ts';

const { taxonomy } = await loadSettings(new URL('../../shared/settings/', import.meta.url));
const journey = useJourneys();
const origin = dashboardOrigin();

/** What the publisher writes when a tool has taken the draft. */
async function makeDraft(tag: string | null): Promise<void> {
  const { dynamo, name } = await openRunningStack(inject('dashboardDataDir'));
  const suggestions = createSuggestionRepository({ client: dynamo, tableName: name('INSIGHTS_TABLE') });
  const record = await suggestions.get((tag ?? '').slice('voc:'.length));
  if (record === undefined) throw new Error(`nobody has decided on ${tag}`);
  const made = { tool: 'notion', reference: 'draft-page', url: 'https://www.notion.so/draft-page' } as const;
  const after = drafted(record, made, { by: 'copy-notion', at: new Date().toISOString() });
  expect(await suggestions.save(after, record.revision)).toBe(true);
}

describe('a marketer', () => {
  it('goes from a hesitation point to an accepted suggestion, its tag and the CSV of what is shown', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/keywords`);
      await page.locator('.suggestion').first().waitFor();
      const all = await page.locator('.suggestion').count();
      await page.getByLabel('망설이는 포인트').selectOption({ index: 1 });
      await page.waitForURL(/[?&]point=/);
      const suggestion = page.locator('.suggestion').first();
      await expect.poll(() => page.locator('.suggestion').count()).toBeLessThan(all);
      await suggestion.waitFor();
      const shown = await page.locator('.suggestion').count();
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
      const [draft] = await Promise.all([
        page.waitForEvent('download'),
        suggestion.getByRole('button', { name: '초안 CSV 받기' }).click(),
      ]);
      const draftText = await readFile(await draft.path(), 'utf8');
      expect(draftText).toMatch(/비용은 신청 전에 화면에서 먼저 보여 드립니다\.,voc:[0-9a-f]{16},click,/);
      await makeDraft(await suggestion.getByText(/^voc:[0-9a-f]{16}$/).textContent());
      await page.reload();
      await suggestion.getByText('Notion 페이지').first().waitFor();
      expect(await suggestion.getByRole('link', { name: '열기' }).getAttribute('href')).toBe(
        'https://www.notion.so/draft-page',
      );
      await saveScreenshot(page, 'keywords-accepted');
      expect(await barriers(page)).toEqual([]);

      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'CSV 받기', exact: true }).click(),
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
      await page.goto(`${origin}/messages`);
      await page.locator('.campaigns > li').first().waitFor();
      await saveScreenshot(page, 'messages');
      expect(await barriers(page)).toEqual([]);
      await page.getByLabel('문구나 캠페인 이름').fill('미수령');
      await page.getByRole('button', { name: '찾기' }).click();
      await page.waitForURL(/text=/);
      await expect
        .poll(async () =>
          (await page.locator('.campaigns > li').allTextContents()).every((text) => text.includes('미수령')),
        )
        .toBe(true);
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
      expect(await barriers(page)).toEqual([]);
    });
  });
});

describe('a CX lead', () => {
  it('sees which lists of customers there are, reads one, takes it along, and is on record for it', async () => {
    await putLists();
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(origin);
      await page.getByRole('link', { name: /고객 명단/ }).click();
      await page.getByRole('heading', { name: '메시지가 도움이 될 고객' }).waitFor();
      await page.getByText('60명').waitFor();
      await page.getByText('마케팅 동의 없음 4명', { exact: false }).waitFor();
      await page.getByRole('link', { name: /명단 보기\s+지금은 권유하지 않을 고객/ }).click();
      await page.waitForURL(/list=hold/);
      await page.getByText('50명을 보고 있습니다').waitFor();
      await page.getByRole('button', { name: '더 보기' }).click();
      await page.getByText('60명을 보고 있습니다').waitFor();
      await saveScreenshot(page, 'follow-ups');
      expect(await barriers(page)).toEqual([]);
      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'hold.csv 받기' }).click(),
      ]);
      expect(csv.suggestedFilename()).toBe('voc-hold.csv');
      const seen = await page.evaluate<number[]>(
        `fetch('/v1/lookups').then((answer) => answer.json()).then(({ lookups }) =>
          lookups.filter(({ action }) => action === 'follow-ups').map(({ customers }) => customers))`,
      );
      expect(seen).toEqual([60, 10, 50]);
    });
  });
});

/** Lists as the hourly run leaves them: sixty customers on hold, nobody to write to. */
async function putLists(): Promise<void> {
  const { s3, name } = await openRunningStack(inject('dashboardDataDir'));
  const generatedAt = new Date().toISOString();
  const holds = Array.from({ length: 60 }, (_, index) => ({
    customerId: `C-${String(index).padStart(3, '0')}`,
    until: generatedAt,
    code: 'auth',
    documentKey: 'a'.repeat(64),
  }));
  const lists = { generatedAt, fastFollows: [], holds, repeats: [], churnRisks: [], withoutConsent: 2 };
  const excluded = { withoutConsent: 4, onHold: 1, wantsFewer: 0, overCap: 0 };
  const audience = {
    generatedAt,
    lists: [],
    excluded,
    emptyBecause: 'all-held-back',
    left: [],
    ledger: { week: '2026-W46', pointIds: {} },
  };
  for (const [file, body] of [
    ['follow-ups.json', JSON.stringify(lists)],
    ['audience.json', JSON.stringify(audience)],
    ['hold.csv', followUpCsv(lists as never, { language: 'ko', taxonomy })['hold.csv']],
  ] as const) {
    const object = { Bucket: name('REPORTS_BUCKET'), Key: followUpKey(file), Body: body };
    await s3.send(new PutObjectCommand(object));
  }
}

describe.each([
  ['a phone, dark, in English', { viewport: PHONE, language: 'en', theme: 'dark' } as const],
  ['a phone, in Korean', { viewport: PHONE, language: 'ko' } as const],
])('on %s', (name, options) => {
  it.each(['/keywords', '/messages', '/follow-ups'])('%s fits the screen', async (path) => {
    await journey(options, async (page) => {
      await page.goto(`${origin}${path}`);
      await page.locator('section').first().waitFor();
      await page.waitForLoadState('networkidle');
      await saveScreenshot(page, `phone${path.replace('/', '-')}-${options.language}`);
      expect(await sidewaysOverflow(page), `${path} on ${name}`).toBeLessThanOrEqual(0);
      expect(await barriers(page)).toEqual([]);
      if (path !== '/messages') return;
      await page.locator('.campaigns > li a').first().click();
      await page.locator('table').waitFor();
      await saveScreenshot(page, `phone-message-${options.language}`);
      expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
    });
  });
});
