import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { loadTextBank } from '../demo/text-bank.ts';
import { DEVELOPMENT_DATA } from '../project-files.ts';

/** The unit of the comparison: so long is a text. */
export const TEXT_CHARACTERS = 100;
const ReviewSchema = z.object({ text: z.string().min(10) });
const HOUR_MS = 3_600_000;

/** Texts that people wrote, and where they come from: the development set where it is there, else those of the demo. */
export async function sampleTexts(): Promise<{ origin: string; texts: string[] }> {
  const file = new URL('bankapps-ko-2022.ndjson', DEVELOPMENT_DATA);
  if (!existsSync(file)) {
    const bank = await loadTextBank(new URL('../demo/texts/', import.meta.url));
    return { origin: 'texts of the demo', texts: bank.map(({ text }) => text) };
  }
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const texts = lines.flatMap((line) => {
    const parsed = ReviewSchema.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data.text.replaceAll(/\s+/g, ' ')] : [];
  });
  return { origin: 'reviews of Korean banking apps (development set)', texts };
}

/**
 * Documents of exactly 100 characters, published evenly over one hour: seven of ten are app reviews, the others
 * community posts, tickets (with a phone number) and surveys.
 */
export function sampleDocuments(
  texts: readonly string[],
  count: number,
  hour: Date,
  prefix: string,
): object[] {
  let next = 0;
  const text = (): string => {
    let made = '';
    while (made.length < TEXT_CHARACTERS) {
      made = `${made}${made === '' ? '' : ' '}${texts[next % texts.length] ?? ''}`;
      next += 1;
    }
    return made.slice(0, TEXT_CHARACTERS);
  };
  return Array.from({ length: count }, (_, index) => {
    const base = {
      id: `${prefix}-${index}`,
      publishedAt: new Date(hour.getTime() + (index / count) * HOUR_MS * 0.99).toISOString(),
      text: text(),
    };
    const kind = index % 10;
    if (kind < 7) {
      const author = { displayName: `고객 ${prefix} ${index}` };
      const app = { app: 'com.example.app', appVersion: `5.${index % 4}.0` };
      return { ...base, ...app, source: 'app-review', rating: 1 + (index % 5), author };
    }
    if (kind === 7) return { ...base, source: 'community', author: { displayName: `글쓴이${index}` } };
    if (kind === 8) {
      const phone = `010${String(10_000_000 + index)}`;
      return { ...base, source: 'ticket', author: { userId: `u-${prefix}-${index}`, phone } };
    }
    return { ...base, source: 'survey', author: { userId: `u-${prefix}-${index}` } };
  });
}
