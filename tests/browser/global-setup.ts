import type { BrowserContext } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { launchBrowser } from './browser.ts';
import { startDashboard } from './running-dashboard.ts';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

declare module 'vitest' {
  interface ProvidedContext {
    dashboardOrigin: string;
    /** The folder of its stack. */
    dashboardDataDir: string;
    /** The session of the only login link. */
    sessionCookies: Cookies;
  }
}

/** One dashboard with the demo data for all files: to start it takes longer than any journey. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [browser, dashboard] = await Promise.all([launchBrowser(), startDashboard()]);
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(dashboard.loginUrl);
    project.provide('dashboardOrigin', dashboard.origin);
    project.provide('dashboardDataDir', dashboard.dataDir);
    project.provide('sessionCookies', await context.cookies());
  } finally {
    await browser.close();
  }
  return () => dashboard.stop();
}
