import { readdir, readFile } from 'node:fs/promises';
import * as z from 'zod';
import { SourceKindSchema } from '../../shared/domain/taxonomy.ts';
import { DEMO_TOPICS } from './story.ts';

/** One hand-written voice, not yet placed in time. */
export const BankTextSchema = z.strictObject({
  source: SourceKindSchema,
  topic: z.enum(DEMO_TOPICS),
  /** Part of a planted event instead of everyday life. */
  wave: z.enum(['outage', 'campaign']).optional(),
  /** A day, or a local minute, which the words of the text demand. */
  on: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/)
    .optional(),
  rating: z.int().min(1).max(5).optional(),
  /** What the survey asked. */
  question: z.string().optional(),
  title: z.string().optional(),
  /** May hold `{phone}`, `{email}`, `{order}`, `{name}`, filled in with the author's. */
  text: z.string().min(1),
});
export type BankText = z.infer<typeof BankTextSchema>;

/** All texts of `scripts/demo/texts`, in a fixed order. */
export async function loadTextBank(directory: URL): Promise<BankText[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.ndjson')).sort();
  const files = await Promise.all(names.map((name) => readFile(new URL(name, directory), 'utf8')));
  return files.flatMap((file) => parseLines(file, BankTextSchema));
}

/** Parses NDJSON; every line must satisfy the schema. */
export function parseLines<T>(file: string, schema: z.ZodType<T>): T[] {
  return file
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}
