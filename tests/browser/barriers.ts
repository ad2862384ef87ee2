import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds serious or critical by WCAG 2.2 A and AA and its best practices, each with where it is first. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  // The page in the frame of a review has a policy that lets no script run; it is a document for itself.
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}, at ${nodes.length} places, first ${nodes[0]?.target} ${nodes[0]?.html}`,
    );
}
