import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser, type Misbehaviour, openPage } from './browser.ts';
import { startDashboard } from './running-dashboard.ts';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 360, height: 780 };

interface Traveller {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly language: 'ko' | 'en';
}

/** The dashboard with the demo data, a browser, and a session; each journey has a context of its own. */
export async function startJourneys() {
  const [browser, dashboard] = await Promise.all([launchBrowser(), startDashboard()]);
  const first = await browser.newContext();
  await (await first.newPage()).goto(dashboard.loginUrl);
  // A copy: what a context is given becomes its own.
  const cookies = await first.cookies();
  await first.close();
  return {
    origin: dashboard.origin,
    /** Walks, then checks that the page has neither failed nor asked anybody else. */
    async journey(
      { viewport, language }: Traveller,
      walk: (page: Page, misbehaviour: Misbehaviour, context: BrowserContext) => Promise<void>,
    ): Promise<void> {
      const context = await browser.newContext({ viewport });
      await context.addCookies(cookies);
      await context.addInitScript(
        `localStorage.getItem('voc.language') ?? localStorage.setItem('voc.language', '${language}')`,
      );
      const { page, misbehaviour } = await openPage(context, dashboard.origin);
      try {
        await walk(page, misbehaviour, context);
        expect(misbehaviour).toEqual({ errors: [], foreignRequests: [] });
      } finally {
        await context.close();
      }
    },
    async stop(): Promise<void> {
      await browser.close();
      await dashboard.stop();
    },
  };
}
export type Journeys = Awaited<ReturnType<typeof startJourneys>>;

/** Takes answers out that a journey asks for on purpose: browsers note every refused request on the console. */
export function forgiveStatus(misbehaviour: Misbehaviour, status: number): void {
  const others = misbehaviour.errors.filter((error) => !error.includes(String(status)));
  misbehaviour.errors.splice(0, misbehaviour.errors.length, ...others);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds that keeps people out; `rule: element`. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ' ' + failureSummary)))`);
}
