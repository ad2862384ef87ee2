import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import type { EvalContext, EvalSet } from './eval-sets.ts';
import { type PolePair, poleMetrics } from './pole-metrics.ts';

const RatedSchema = z.object({
  text: z.string(),
  rating: z.number().optional(),
  sentiment: z.string().optional(),
});

/** Stars 1–2 against 4–5, or hand labels positive against negative; everything else is left out. */
function poleOf({ rating, sentiment }: z.infer<typeof RatedSchema>): boolean | null {
  if (sentiment !== undefined)
    return sentiment === 'positive' ? true : sentiment === 'negative' ? false : null;
  if (rating === undefined || (rating > 2 && rating < 4)) return null;
  return rating >= 4;
}

const ratedSet = (file: string, name: string): EvalSet => ({
  name,
  files: [file],
  async measure(context) {
    const { analyzer } = await context.analyzer();
    const pairs: PolePair[] = [];
    for await (const line of linesOf(context, file)) {
      const row = RatedSchema.parse(JSON.parse(line));
      const positive = poleOf(row);
      if (positive !== null)
        pairs.push({ positive, readPositive: analyzer.read({ text: row.text }).sentiment.score >= 0 });
    }
    return poleMetrics(name, pairs);
  },
});

const filmSet = (file: string): EvalSet => ({
  name: 'nsmc-dev',
  files: [file],
  async measure(context) {
    const { analyzer } = await context.analyzer();
    const pairs: PolePair[] = [];
    for await (const line of linesOf(context, file)) {
      const [, label, text] = line.split('\t');
      if (text === undefined || (label !== '0' && label !== '1')) continue;
      pairs.push({ positive: label === '1', readPositive: analyzer.read({ text }).sentiment.score >= 0 });
    }
    return poleMetrics(this.name, pairs);
  },
});

/** Sets of texts with two poles: stars, film labels and hand labels, Korean and English. */
export const POLE_SETS: readonly EvalSet[] = [
  filmSet('nsmc-dev.tsv.gz'),
  ratedSet('kbank-reviews.ndjson', 'kbank stars'),
  ratedSet('bankapps-ko-2022.ndjson', 'bank apps stars'),
  ratedSet('shoppingapps-ko-2026.ndjson', 'shopping apps stars'),
  ratedSet('hesitation-gold-dev.ndjson', 'hand labels, bank'),
  ratedSet('hesitation-gold-dev2.ndjson', 'hand labels, five industries'),
  ratedSet('airline-tweets-en-2015.ndjson', 'airline tweets, English'),
  ratedSet('bankapps-en-2025.ndjson', 'bank apps stars, English'),
];

async function* linesOf(context: EvalContext, file: string): AsyncGenerator<string> {
  const stream = createReadStream(fileURLToPath(new URL(file, context.directory)));
  const input = file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') yield line;
  }
}
