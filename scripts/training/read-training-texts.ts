import { readdir, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import {
  DEFAULT_HESITATION_CODES,
  FUNNEL_STAGES,
  type FunnelStage,
  type HesitationCode,
  type SentimentLabel,
} from '../../shared/domain/taxonomy.ts';

/** A customer's text with its labels, and the file (so the writer) it comes from. */
export interface LabelledText {
  readonly text: string;
  /** Most important first. */
  readonly codes: readonly HesitationCode[];
  readonly stage: FunnelStage;
  readonly sentiment: SentimentLabel;
  readonly file: string;
}

/** A text with a pole, and how much it counts. */
export interface PoleText {
  readonly text: string;
  readonly positive: boolean;
  readonly weight: number;
}

const SENTIMENTS: Readonly<Record<string, SentimentLabel>> = {
  neg: 'negative',
  neu: 'neutral',
  pos: 'positive',
};
/** MIT-licensed review sets; their labels are ours, their texts stay where they are. */
const LICENSED_SETS = ['laftel-ko-2025.ndjson', 'ksfc-ko-2025.ndjson'];
const ReviewSchema = z.object({ id: z.string(), text: z.string() });

/**
 * The texts written for this project (`texts/*.tsv`), and our labels (`licensed-labels.tsv`) of the MIT-licensed sets in
 * `data`, where these are there.
 * @throws Error that names file and line of a label that does not exist
 */
export async function readLabelledTexts(data: URL): Promise<{ texts: LabelledText[]; missing: string[] }> {
  const directory = new URL('texts/', import.meta.url);
  const texts: LabelledText[] = [];
  for (const file of (await readdir(directory)).filter((name) => name.endsWith('.tsv')).sort()) {
    for (const [fields, line] of await readFields(new URL(file, directory))) {
      const [codes = '', stage = '', sentiment = '', text = ''] = fields;
      texts.push(labelled(text, codes, stage, sentiment, file, line));
    }
  }
  const known = new Map<string, string>();
  const missing: string[] = [];
  for (const file of LICENSED_SETS) {
    const content = await readFile(new URL(file, data), 'utf8').catch(() => null);
    if (content === null) missing.push(file);
    for (const line of (content ?? '').split('\n').filter((each) => each !== '')) {
      const review = ReviewSchema.parse(JSON.parse(line));
      known.set(review.id, review.text);
    }
  }
  for (const [fields, line] of await readFields(new URL('licensed-labels.tsv', import.meta.url))) {
    const [id = '', codes = '', stage = '', sentiment = ''] = fields;
    const text = known.get(id);
    if (text !== undefined) texts.push(labelled(text, codes, stage, sentiment, 'licensed-labels.tsv', line));
  }
  return { texts, missing };
}

/** NSMC (CC0): the training rows at full weight, of the rest the clear ones more than the weak ones. */
export async function readMovieReviews(data: URL): Promise<PoleText[]> {
  const rows = async (file: string) =>
    gunzipSync(await readFile(new URL(file, data)))
      .toString('utf8')
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
  const train = (await rows('nsmc-train.tsv.gz')).map(([, label, text = '']) => ({
    text,
    positive: label === '1',
    weight: 1,
  }));
  const extra = (await rows('nsmc-extra.tsv.gz')).map(([, rating, text = '']) => {
    const stars = Number(rating);
    return { text, positive: stars >= 9, weight: stars <= 4 ? 1 : 0.35 };
  });
  return [...train, ...extra];
}

function labelled(
  text: string,
  codes: string,
  stage: string,
  sentiment: string,
  file: string,
  line: number,
): LabelledText {
  const list = codes === '-' ? [] : codes.split(',');
  const label = SENTIMENTS[sentiment];
  const unknown =
    list.find((code) => !DEFAULT_HESITATION_CODES.some((known) => known === code)) ??
    (FUNNEL_STAGES.some((known) => known === stage) ? undefined : stage) ??
    (label === undefined ? sentiment : undefined);
  if (unknown !== undefined || label === undefined || text === '')
    throw new Error(`${file}, line ${line}: "${unknown ?? ''}" is no label, or the text is missing.`);
  return { text, codes: list, stage: stage as FunnelStage, sentiment: label, file };
}

async function readFields(file: URL): Promise<[string[], number][]> {
  return (await readFile(file, 'utf8'))
    .split('\n')
    .map((line, index): [string[], number] => [line.split('\t'), index + 1])
    .filter(([fields]) => fields.length > 1);
}
