import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { launchBrowser, type Misbehaviour, openPage } from './browser.ts';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 360, height: 780 };

export interface JourneyOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly language: 'ko' | 'en';
  readonly theme?: 'light' | 'dark';
}

export type Journey = (
  options: JourneyOptions,
  walk: (page: Page, misbehaviour: Misbehaviour) => Promise<void>,
) => Promise<void>;

/** Where the dashboard of this run is. */
export const dashboardOrigin = (): string => inject('dashboardOrigin');

/**
 * A browser for the tests of one file, and a way to walk in it as a signed-in person: in a context of its own, and with no
 * error on the console and no request elsewhere, which every walk ends with.
 */
export function useJourneys(): Journey {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  return async ({ viewport, language, theme = 'light' }, walk) => {
    if (browser === undefined) throw new Error('The browser of this file has not started.');
    const context = await browser.newContext({
      viewport,
      storageState: { cookies: inject('sessionCookies'), origins: [] },
      acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const choices = { 'voc.language': language, 'voc.theme': theme };
    // Only what is not there yet: a walk may change its choice and reload.
    await context.addInitScript(
      `for (const [key, value] of Object.entries(${JSON.stringify(choices)})) localStorage.getItem(key) ?? localStorage.setItem(key, value)`,
    );
    const { page, misbehaviour } = await openPage(context, dashboardOrigin());
    try {
      await walk(page, misbehaviour);
      expect(misbehaviour).toEqual({ errors: [], foreignRequests: [] });
    } finally {
      await context.close();
    }
  };
}

/** Takes answers out that a walk asks for on purpose: browsers note every refused request on the console. */
export function forgiveStatus({ errors }: Misbehaviour, status: number): void {
  errors.splice(0, errors.length, ...errors.filter((error) => !error.includes(String(status))));
}
