import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { audienceFiles, emptyAudienceReason } from '../../shared/delivery/audience-files.ts';
import { followUpCsv } from '../../shared/delivery/follow-up-csv.ts';
import { reviewFiles } from '../../shared/delivery/review-files.ts';
import { FunnelStepSchema } from '../../shared/domain/funnel.ts';
import type { WeeklyReview } from '../../shared/domain/insight.ts';
import { SentMessageSchema } from '../../shared/domain/sent-message.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import { daysOfWeek } from '../../shared/domain/time.ts';
import { type Command, type CommandIo, EXIT } from '../command.ts';
import { loadAnalyzer } from '../load-analyzer.ts';
import { NO_CUSTOMERS, readCustomers } from '../offline-customers.ts';
import { offlineKeys } from '../offline-keys.ts';
import { createOfflinePipeline, weekOf } from '../offline-pipeline.ts';
import { noOperands, oneOf, parseOptions, usage } from '../parse-options.ts';
import { emptyTally, goodDocuments } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { PROJECT_ROOT, readProjectConfig } from '../project-files.ts';
import { readInputLines } from '../read-input.ts';
import { goodRows } from '../read-rows.ts';

const help = `
The weekly review from files, without any server: hesitation points with quotes, words to use, changes.

Usage: npm run -s voc -- report --input FILE… --out DIR [OPTIONS]

  --input FILE      NDJSON or CSV of documents with a date; may be given several times
  --out DIR         gets review.html, review.json, hesitations.csv, keywords.csv and a CSV of every other table
  --week 2026-W46   the week (default: the last one that has documents); 4 weeks before it are compared
  --customers CSV   links voices to customers: distinct people, segments; adds DIR/customers/: whom to answer first, to
                    whom to send nothing now, who complains again, who may leave, whom a message may help (for cx only:
                    they name customers)
  --messages CSV    our sent messages with results: which words are missing, what a campaign set off
  --funnel CSV      date,stage,entered,completed
  --model DIR       a model of "voc train"
  --pdf             prints review.pdf too (A4, with the packaged Chromium; Linux x64)
  --language ko|en  of the page and the CSV headers (default: that of voc.config.yaml)

Examples:
  npm run -s voc -- report --input reviews.ndjson --out review/
  npm run -s voc -- report --input reviews.csv --input tickets.ndjson --customers crm.csv --messages sent.csv \\
    --funnel funnel.csv --week 2026-W46 --out review/
`;

const OPTIONS = {
  input: { type: 'string', multiple: true },
  out: { type: 'string' },
  week: { type: 'string' },
  customers: { type: 'string' },
  messages: { type: 'string' },
  funnel: { type: 'string' },
  model: { type: 'string' },
  language: { type: 'string' },
  pdf: { type: 'boolean' },
} as const;

export const report: Command = {
  name: 'report',
  summary: 'the weekly review from files, without any server',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, OPTIONS);
    noOperands(positionals);
    const { input: files, out } = values;
    if (files === undefined || out === undefined) throw usage('report needs --input FILE and --out DIR.');
    if (files.includes('-'))
      throw usage('report reads its files twice, so standard input cannot be one of them.');
    if (values.week !== undefined) assertWeek(values.week);
    const config = await readProjectConfig();
    const language = oneOf('language', values.language ?? config.language, ['ko', 'en']);

    const week = values.week ?? (await lastWeekWithDocuments(files, config.timeZone, io));
    if (week === null) {
      for (const file of files) {
        // Says of each line why it is no document.
        for await (const _ of goodDocuments(readInputLines(file, io), io, emptyTally(), {
          requireDate: true,
          file,
        }));
      }
      throw new Error('None of the files has a document with a date.');
    }
    const keys = offlineKeys();
    const loaded = await loadAnalyzer(config, values.model);
    const customers =
      values.customers === undefined
        ? NO_CUSTOMERS
        : await readCustomers(values.customers, { keys, timeZone: config.timeZone }, io);
    const now = new Date().toISOString();
    const pipeline = createOfflinePipeline({ config, loaded, customers, keys, week, now });

    const tally = emptyTally();
    const progress = createProgress(io);
    let inWindow = 0;
    for (const file of files) {
      for await (const document of goodDocuments(readInputLines(file, io), io, tally, {
        requireDate: true,
        file,
      })) {
        if (pipeline.add(document, file)) inWindow += 1;
        progress.update(`report: ${tally.handled} documents, ${inWindow} in the weeks of ${week}`);
      }
    }
    if (tally.handled === 0 && tally.rejected > 0)
      throw new Error('None of the lines is a document; see the errors above.');
    const review = pipeline.review({
      messages: await rowsOf(values.messages, SentMessageSchema, 'message.schema-mismatch', io),
      funnel: await rowsOf(values.funnel, FunnelStepSchema, 'funnel.schema-mismatch', io),
    });
    const { taxonomy } = loaded.settings;
    const written = await writeReview(out, review, { language, taxonomy, pdf: values.pdf === true });
    if (values.customers !== undefined) {
      const { followUps, audience } = pipeline.followUps();
      const columns = config.audience.columns;
      written.push(
        ...(await writeAll(join(out, 'customers'), {
          // Names customers: a folder of its own, so that it is not sent round with the review.
          'follow-ups.json': JSON.stringify(followUps, null, 2),
          ...followUpCsv(followUps, { language, taxonomy }),
          ...audienceFiles(audience, { language, taxonomy, columns }),
        })),
      );
      const empty = emptyAudienceReason(audience, language);
      if (empty !== null) io.note(`audience.csv: ${empty}`);
    }
    progress.done(
      `report: ${review.documents} documents of ${week} (${inWindow} with the weeks before), ${tally.rejected} lines refused`,
    );
    for (const file of written) await io.out.write(file);
    return EXIT.ok;
  },
};

async function lastWeekWithDocuments(
  files: readonly string[],
  timeZone: string,
  io: CommandIo,
): Promise<string | null> {
  const quiet = { note: () => undefined };
  let last: string | null = null;
  for (const file of files) {
    const documents = goodDocuments(readInputLines(file, io), quiet, emptyTally(), {
      requireDate: true,
      file,
    });
    for await (const document of documents) {
      const week = weekOf(document, timeZone);
      if (week !== null && (last === null || week > last)) last = week;
    }
  }
  return last;
}

async function rowsOf<Schema extends typeof SentMessageSchema | typeof FunnelStepSchema>(
  file: string | undefined,
  schema: Schema,
  code: 'message.schema-mismatch' | 'funnel.schema-mismatch',
  io: CommandIo,
): Promise<ReturnType<Schema['parse']>[]> {
  const rows: ReturnType<Schema['parse']>[] = [];
  if (file === undefined) return rows;
  for await (const { row } of goodRows(readInputLines(file, io), schema, code, io, emptyTally(), file)) {
    rows.push(row as ReturnType<Schema['parse']>);
  }
  return rows;
}

async function writeReview(
  directory: string,
  review: WeeklyReview,
  options: { language: 'ko' | 'en'; taxonomy: Taxonomy; pdf: boolean },
): Promise<string[]> {
  const { pdf, ...page } = options;
  const font = await readFile(
    new URL('node_modules/pretendard/dist/public/variable/PretendardVariable.ttf', PROJECT_ROOT),
  );
  const texts = await reviewFiles(review, { ...page, font });
  const files: Record<string, string | Uint8Array> = {
    ...texts,
    'review.json': JSON.stringify(review, null, 2),
  };
  if (pdf) {
    // Chromium is large and not needed for anything else here.
    const { printPdf } = await import('../../shared/delivery/print-pdf.ts');
    files['review.pdf'] = await printPdf(texts['review.html']);
  }
  return writeAll(directory, files);
}

async function writeAll(
  directory: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  return Object.keys(files).map((name) => join(directory, name));
}

function assertWeek(week: string): void {
  try {
    daysOfWeek(week);
  } catch {
    throw usage(`--week takes an ISO week such as 2026-W46, not "${week}".`);
  }
}
