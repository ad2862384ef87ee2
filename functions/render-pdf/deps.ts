import { S3Client } from '@aws-sdk/client-s3';
import chromium from '@sparticuz/chromium';
import { chromium as browserType } from 'playwright-core';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { EnvSchema } from './env.ts';
import type { RenderPdfDeps } from './render-pdf.ts';

const RENDER_TIMEOUT_MS = 60_000;

/** Everything `render-pdf` uses. */
export function createDeps(source: EnvSource): RenderPdfDeps {
  const env = loadEnv(EnvSchema, source);
  return {
    reports: createObjectStore({ client: new S3Client({}), bucket: env.REPORTS_BUCKET }),
    renderPdf,
  };
}

/** Without scripts and without network: what a customer wrote can neither run nor call out. */
async function renderPdf(html: string): Promise<Uint8Array> {
  const browser = await browserType.launch({
    args: chromium.args,
    executablePath: await chromium.executablePath(),
    headless: true,
    timeout: RENDER_TIMEOUT_MS,
  });
  try {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.route('**/*', (route) => route.abort());
    await page.setContent(html, { waitUntil: 'load', timeout: RENDER_TIMEOUT_MS });
    return await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true });
  } finally {
    await browser.close();
  }
}
