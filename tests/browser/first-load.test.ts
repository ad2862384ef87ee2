import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { DESKTOP, dashboardOrigin, useJourneys } from './journey.ts';

const MOST_SCRIPT_BYTES = 250_000;

const journey = useJourneys();

it('shows the first screen with at most 250 kB of packed script', async () => {
  await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
    const scripts = new Map<string, Promise<Buffer>>();
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.set(response.url(), response.body());
    });
    await page.goto(dashboardOrigin());
    await page.locator('.point-card').first().waitFor();
    const sizes = (await Promise.all(scripts.values())).map((body) => gzipSync(body).length);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
  });
});
