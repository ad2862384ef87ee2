import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROJECT_ROOT } from '../project-files.ts';

/**
 * How many metrics of our own the functions keep: names that they count, each under the function that counts it; those
 * of one source once for each of so many sources.
 */
export function countCustomMetrics(sources: number): number {
  const root = fileURLToPath(new URL('functions', PROJECT_ROOT));
  let metrics = 0;
  for (const folder of readdirSync(root)) {
    const code = readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, folder, file), 'utf8'))
      .join('\n');
    const names = (pattern: RegExp) => new Set([...code.matchAll(pattern)].map(([, name]) => name)).size;
    metrics += names(/\bcount\(\s*'(\w+)'/g) + names(/\bcountOf\([^,]+,\s*'(\w+)'/g) * sources;
  }
  return metrics;
}
