import { isDeepStrictEqual } from 'node:util';
import type { Dump } from './dump.ts';

/** Sections that only a history with a weekly review has. */
const PUBLISHED: ReadonlySet<string> = new Set([
  'reviews',
  'points',
  'suggestions',
  'deliveries',
  'point-status',
  'files',
]);

/** What differs between two dumps, in words; the first ones, at most `limit`. */
export function differences(
  clean: Dump['sections'],
  faulty: Dump['sections'],
  { publishes = true, limit = 5 } = {},
): string[] {
  const found: string[] = [];
  const isCompared = (section: string, key: string) =>
    publishes || (!PUBLISHED.has(section) && !(section === 'told' && key.includes(' review ')));
  for (const section of Object.keys(clean)) {
    const [wanted, got] = [clean[section] ?? {}, faulty[section] ?? {}];
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
      if (!isCompared(section, key)) continue;
      if (found.length >= limit) return found;
      if (!(key in got)) found.push(`${section}: ${key} is missing`);
      else if (!(key in wanted)) found.push(`${section}: ${key} should not be there: ${short(got[key])}`);
      else if (!isDeepStrictEqual(wanted[key], got[key])) {
        found.push(`${section}: ${key} ${firstDifference(wanted[key], got[key])}`);
      }
    }
  }
  return found;
}

/** The path to the first difference and both values there. */
function firstDifference(wanted: unknown, got: unknown, path = ''): string {
  if (typeof wanted === 'object' && typeof got === 'object' && wanted !== null && got !== null) {
    const [a, b] = [wanted as Record<string, unknown>, got as Record<string, unknown>];
    for (const field of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (!isDeepStrictEqual(a[field], b[field]))
        return firstDifference(a[field], b[field], `${path}.${field}`);
    }
  }
  return `at ${path === '' ? 'the value' : path}: clean ${short(wanted)}, with faults ${short(got)}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
