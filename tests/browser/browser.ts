import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import packedChromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const SCREENSHOTS = fileURLToPath(new URL('../../test-output/', import.meta.url));

/**
 * The Chromium of the npm package. Its own switches are left out: they are for Lambda, and one of them turns the
 * same-origin policy off, which these tests are about.
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await packedChromium.executablePath(),
    args: ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}

/** What a page did that no page of ours may do. */
export interface Misbehaviour {
  /** Errors on the console and uncaught exceptions, refused content included. */
  readonly errors: string[];
  /** Requests that left our own origin. */
  readonly foreignRequests: string[];
}

/** A page of a context, watched from its first request on. */
export async function openPage(
  context: BrowserContext,
  origin: string,
): Promise<{ page: Page; misbehaviour: Misbehaviour }> {
  const page = await context.newPage();
  const misbehaviour: Misbehaviour = { errors: [], foreignRequests: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') misbehaviour.errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => misbehaviour.errors.push(error.message));
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (/^https?:$/.test(address.protocol) && address.origin !== origin) {
      misbehaviour.foreignRequests.push(address.href);
    }
  });
  return { page, misbehaviour };
}

/** Saves what the page looks like to `test-output/<name>.png`. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
}

/** How many pixels the page is wider than its window; more than 0 makes a reader scroll sideways. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
