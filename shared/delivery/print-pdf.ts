import chromium from '@sparticuz/chromium';
import { chromium as browserType } from 'playwright-core';

const TIMEOUT_MS = 60_000;

/**
 * A self-contained HTML page as an A4 PDF, with the Chromium of the npm package. Without scripts and without network:
 * what a customer wrote can neither run nor call out.
 */
export async function printPdf(html: string): Promise<Uint8Array> {
  const browser = await browserType.launch({
    args: chromium.args,
    executablePath: await chromium.executablePath(),
    headless: true,
    timeout: TIMEOUT_MS,
  });
  try {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.route('**/*', (route) => route.abort());
    await page.setContent(html, { waitUntil: 'load', timeout: TIMEOUT_MS });
    return await page.pdf({
      format: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      tagged: true,
      outline: true,
    });
  } finally {
    await browser.close();
  }
}
