import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { barriers } from './barriers.ts';
import { saveScreenshot, sidewaysOverflow } from './browser.ts';
import { DESKTOP, dashboardOrigin, PHONE, useJourneys } from './journey.ts';

const journey = useJourneys();
const origin = dashboardOrigin();

/** Every screen, with what shows that it has its content. */
const SCREENS: readonly { name: string; path: (page: Page) => Promise<string> | string; sign: string }[] = [
  { name: 'this-week', path: () => '/', sign: '.point-card' },
  { name: 'reviews', path: () => '/reviews', sign: '.week-list li' },
  { name: 'review', path: async (page) => `/reviews/${await newestWeek(page)}`, sign: 'iframe.review-frame' },
  { name: 'points', path: () => '/points', sign: '.point-card' },
  { name: 'point', path: (page) => hrefOf(page, '/points', '.point-card h3 a'), sign: '.quote' },
  { name: 'keywords', path: () => '/keywords', sign: '.suggestion' },
  { name: 'voices', path: async (page) => `/voices?week=${await newestWeek(page)}`, sign: '.voice-card' },
  { name: 'voice', path: (page) => hrefOf(page, '/voices', '.voice-card footer a'), sign: '.voice-words' },
  { name: 'identity', path: () => '/identity', sign: 'main h1' },
  { name: 'alerts', path: () => '/alerts', sign: '.alert-list, .notice' },
  { name: 'messages', path: () => '/messages', sign: '.campaigns > li' },
  { name: 'follow-ups', path: () => '/follow-ups', sign: 'main h2, .empty' },
  { name: 'settings', path: () => '/settings', sign: 'main form, main h2' },
  { name: 'collection', path: () => '/collection', sign: '.connectors, .empty' },
  { name: 'nowhere', path: () => '/nowhere', sign: 'main h1' },
];

describe.each([
  { viewport: DESKTOP, language: 'ko', theme: 'light' },
  { viewport: DESKTOP, language: 'en', theme: 'dark' },
  { viewport: PHONE, language: 'ko', theme: 'dark' },
  { viewport: PHONE, language: 'en', theme: 'light' },
] as const)('in $language, $theme, $viewport.width pixels wide', ({ viewport, language, theme }) => {
  it.each(SCREENS)('$name can be used by everybody and scrolls down only', async ({ name, path, sign }) => {
    await journey({ viewport, language, theme }, async (page) => {
      await page.goto(`${origin}${await path(page)}`);
      await page.locator(sign).first().waitFor();
      expect(await sidewaysOverflow(page)).toBe(0);
      await saveScreenshot(page, `${name}-${language}-${theme}-${viewport.width}`);
      expect(await barriers(page)).toEqual([]);
    });
  });
});

async function newestWeek(page: Page): Promise<string> {
  const answer = await page.context().request.get(`${origin}/v1/weeks`);
  const { weeks } = (await answer.json()) as { weeks: { week: string; published: boolean }[] };
  return weeks.find(({ published }) => published)?.week ?? '';
}

async function hrefOf(page: Page, path: string, link: string): Promise<string> {
  await page.goto(`${origin}${path}`);
  return (await page.locator(link).first().getAttribute('href')) ?? '';
}
