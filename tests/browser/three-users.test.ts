import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { openRunningStack } from '../../scripts/running-stack.ts';
import type { VoiceList, WeekList } from '../../shared/domain/dashboard-api.ts';
import type { SuggestionList } from '../../shared/domain/suggestion-record.ts';
import { en } from '../../web/src/i18n/en.ts';
import { ko } from '../../web/src/i18n/ko.ts';
import { saveScreenshot, sidewaysOverflow } from './browser.ts';
import { DESKTOP, dashboardOrigin, PHONE, useJourneys } from './journey.ts';

const journey = useJourneys();
const origin = dashboardOrigin();

describe.each([
  { language: 'ko', viewport: DESKTOP, place: 0, owner: 'CX 1팀' },
  { language: 'ko', viewport: PHONE, place: 1, owner: 'CX 2팀' },
  { language: 'en', viewport: DESKTOP, place: 2, owner: 'CX team 3' },
  { language: 'en', viewport: PHONE, place: 3, owner: 'CX team 4' },
] as const)('in $language at $viewport.width pixels', ({ language, viewport, place, owner }) => {
  const text = language === 'ko' ? ko : en;
  const name = (screen: string) => `${screen}-${language}-${viewport.width}`;

  it('a marketer goes from a hesitation point to an accepted suggestion and its CSV', async () => {
    await journey({ viewport, language }, async (page) => {
      const { week, suggestions } = await newestSuggestions(page);
      const chosen = suggestions.filter(({ state }) => state === 'proposed')[0];
      if (chosen === undefined) throw new Error('Nothing is left to decide on.');
      const { pointId, phrase } = chosen.suggestion;
      await page.goto(`${origin}/points/${week}/${pointId.replace('.', '/')}`);
      await page.getByRole('link', { name: text.keywords.decide }).click();
      await page.waitForURL(/\/keywords\?.*point=/);
      await page.locator('.suggestion', { hasText: phrase }).first().waitFor();
      expect(await sidewaysOverflow(page)).toBe(0);

      const card = page.locator('.suggestion', { hasText: phrase }).first();
      await card
        .getByRole('button', { name: new RegExp(`^(${text.keywords.edit}|${text.keywords.fill})$`) })
        .first()
        .click();
      const words =
        language === 'ko' ? '비용은 신청 전에 먼저 보여 드립니다.' : 'We show the fee before you apply.';
      await card.locator('form textarea').first().fill(words);
      await card.locator('button[type=submit]').click();
      await card.getByText(text.keywords.state.edited).first().waitFor();
      await saveScreenshot(page, name('marketer'));

      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: /CSV/ }).first().click(),
      ]);
      expect(csv.suggestedFilename()).toMatch(/keywords.*\.csv$/);
    });
  });

  it('a CX lead opens the weekly review, gives a point an owner and prints', async () => {
    await journey({ viewport, language }, async (page) => {
      await page.goto(origin);
      await page.getByRole('link', { name: text.thisWeek.openReview }).click();
      const review = page.frameLocator('iframe.review-frame');
      await review.locator('h1').first().waitFor();
      expect(await sidewaysOverflow(page)).toBe(0);
      // What the button does is the printing of the frame; a headless browser has no printer to show.
      await page.evaluate(
        `window.printed = 0; document.querySelector('iframe.review-frame').contentWindow.print = () => { window.printed += 1; }`,
      );
      await page.getByRole('button', { name: text.review.print }).click();
      await expect.poll(() => page.evaluate('window.printed')).toBe(1);
      await saveScreenshot(page, name('cx-lead-review'));

      await page.goto(`${origin}/points`);
      await page.locator('.point-card h3 a').nth(place).click();
      await page.getByLabel(text.tracking.owner, { exact: true }).fill(owner);
      await page.getByLabel(text.tracking.dueDate, { exact: true }).fill('2099-01-31');
      await page.getByRole('button', { name: text.tracking.save, exact: true }).click();
      await page.getByText(text.tracking.saved, { exact: true }).waitFor();
      await page.reload();
      await page.getByLabel(text.tracking.owner, { exact: true }).waitFor();
      await expect.poll(() => page.getByLabel(text.tracking.owner, { exact: true }).inputValue()).toBe(owner);
      await saveScreenshot(page, name('cx-lead-point'));
    });
  });

  it('somebody on call comes from the link of an alert to its quotes, takes it and mutes its series', async () => {
    await journey({ viewport, language }, async (page) => {
      const id = `on-call-${place}`;
      await storeIncident(
        id,
        `code:${['auth', 'error', 'delay', 'support'][place]}`,
        await negativeVoices(page),
      );
      await page.goto(`${origin}/alerts/${id}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.locator('.number-tile').first().textContent()).toContain(text.alerts.usual('3'));
      expect(await sidewaysOverflow(page)).toBe(0);
      await saveScreenshot(page, name('alert'));

      await page.locator('.quote figcaption a').first().click();
      await page.waitForURL(/\/voices\/[0-9a-f]{64}$/);
      await page.locator('.voice-words').waitFor();
      await page.goBack();

      await page.getByRole('button', { name: text.alerts.acknowledge }).press('Enter');
      await page.getByRole('button', { name: text.alerts.acknowledge }).waitFor({ state: 'detached' });
      await page.getByLabel(text.alerts.muteFor).selectOption({ label: text.alerts.hours[8] });
      await page.getByRole('button', { name: text.alerts.mute, exact: true }).press('Enter');
      await page.getByRole('button', { name: text.alerts.unmute }).waitFor();
      await saveScreenshot(page, name('alert-answered'));

      await page.getByRole('link', { name: text.alerts.back }).click();
      const row = page.locator('.alert-list li', { has: page.locator(`a[href="/alerts/${id}"]`) });
      await row.waitFor();
      await expect
        .poll(() => row.locator('.incident-acknowledged').textContent())
        .toBe(text.incident.status.acknowledged);
    });
  });
});

async function newestSuggestions(page: Page): Promise<SuggestionList> {
  const { request } = page.context();
  const { weeks } = (await (await request.get(`${origin}/v1/weeks`)).json()) as WeekList;
  const week = weeks.find(({ published }) => published)?.week;
  return (await (await request.get(`${origin}/v1/suggestions?week=${week}`)).json()) as SuggestionList;
}

async function negativeVoices(page: Page): Promise<VoiceList['voices']> {
  const { request } = page.context();
  const { weeks } = (await (await request.get(`${origin}/v1/weeks`)).json()) as WeekList;
  const filter = `limit=1&sentiment=negative&week=${weeks[0]?.week}`;
  const { voices } = (await (await request.get(`${origin}/v1/voices?${filter}`)).json()) as VoiceList;
  expect(voices).toHaveLength(1);
  return voices;
}

/** An incident that has just begun, as the detector keeps it, with the voices given as its quotes. */
async function storeIncident(id: string, series: string, voices: VoiceList['voices']): Promise<void> {
  const { repositories } = await openRunningStack(inject('dashboardDataDir'));
  const now = new Date();
  await repositories.alerts.saveIncident({
    id,
    series,
    seriesTogether: [series, 'all', 'version:5.2.0', 'phrase:인증 실패'],
    startedAt: new Date(now.getTime() - 3_600_000).toISOString(),
    seenAt: now.toISOString(),
    count: 39,
    expected: 3,
    upper: 9,
    severity: 'severe',
    status: 'open',
    codes: [{ code: 'auth', documents: 39 }],
    terms: ['본인인증', '인증번호'],
    causes: [{ kind: 'version', version: '5.2.0', share: 0.8, usual: 0.2 }],
    customers: 12,
    evidence: voices.map(({ documentKey, id: voiceId, connector, text, source, sentiment }) => ({
      documentKey,
      id: voiceId,
      connector,
      text,
      highlights: [],
      source,
      sentiment: sentiment.label,
      day: now.toISOString().slice(0, 10),
    })),
  });
}
