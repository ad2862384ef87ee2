import type { VocConfig } from '../../shared/runtime/config.ts';
import type { Command } from '../command.ts';
import { appNames, createKeywordCorpus, type Side } from '../keyword-corpus.ts';
import { keywordLines, keywordTables } from '../keyword-tables.ts';
import { loadAnalyzer } from '../load-analyzer.ts';
import { noOperands, oneOf, parseOptions, usage } from '../parse-options.ts';
import { emptyTally, exitOf, goodDocuments } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readProjectConfig } from '../project-files.ts';
import { readInputLines } from '../read-input.ts';

const DEFAULT_TOP = 30;

const help = `
What customers talk about: words of one group more than of another, words of a while, words that are new.

Usage: npm run -s voc -- keywords [--input FILE|-] [OPTIONS]

  --input FILE       NDJSON or CSV of documents (default: standard input); .gz is unpacked
  --background FILE  documents to compare with (default: the negative documents of the input against its others)
  --top N            at most so many of each (default ${DEFAULT_TOP})
  --brand NAME       a name that is no keyword; may be given several times. Names of voc.config.yaml and the "app" of a
                     document need not be given
  --model DIR        a model of "voc train"
  --language ko|en   of the headings (default: that of voc.config.yaml)
  --json             one JSON line per finding instead of the tables

Three tables, or with --json one line per finding:
  terms that the input says more than the background: documents of both, z (how clearly they differ; above 2 is rarely
    chance), how customers spell them, in which phrases
    {"kind":"keyword","term","count","backgroundCount","z","spellings","phrases"}
  terms that were said more than usual for some days, where documents have dates
    {"kind":"burst","term","from","to","count","documents" (of these days),"weight"}
  words that neither the dictionary nor shared/settings/domain-words.yaml has, with the line that adds them there
    {"kind":"new-word","word","documents","examples","file","add"}
Texts are redacted first and not kept: only terms with their counts per day are.

Examples:
  npm run -s voc -- keywords --input reviews.csv
  npm run -s voc -- keywords --input this-month.ndjson --background last-year.ndjson --top 50
  npm run -s voc -- keywords --input reviews.ndjson --json | grep '"kind":"new-word"'
`;

const OPTIONS = {
  input: { type: 'string' },
  background: { type: 'string' },
  top: { type: 'string', default: String(DEFAULT_TOP) },
  brand: { type: 'string', multiple: true, default: [] as string[] },
  model: { type: 'string' },
  language: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const keywords: Command = {
  name: 'keywords',
  summary: 'what customers talk about: telling, sudden and new words',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, OPTIONS);
    noOperands(positionals);
    const { input, background, model } = values;
    const limit = topOf(values.top);
    if (background === '-' && (input ?? '-') === '-')
      throw usage('Only one of --input and --background can be standard input.');
    const project = await readProjectConfig();
    const language = oneOf('language', values.language ?? project.language, ['ko', 'en']);
    const apps = await appNames([input, background], io);
    const aliases = [...project.brand.aliases, ...values.brand, ...apps];
    const config: VocConfig = { ...project, brand: { ...project.brand, aliases } };

    let corpus: Promise<ReturnType<typeof createKeywordCorpus>> | undefined;
    const tally = emptyTally();
    const progress = createProgress(io);
    const read = async (file: string | undefined, side: Side, counted = tally) => {
      const documents = goodDocuments(readInputLines(file, io), io, counted, {
        requireDate: false,
        ...(background === undefined ? {} : { file: file ?? '-' }),
      });
      for await (const document of documents) {
        corpus ??= loadAnalyzer(config, model).then((loaded) => createKeywordCorpus(config, loaded));
        (await corpus).add(document, side);
        progress.update(`keywords: ${counted.handled} documents read, ${counted.rejected} refused`);
      }
    };
    await read(input, background === undefined ? 'by-sentiment' : 'input');
    if (background !== undefined) {
      const compared = emptyTally();
      await read(background, 'background', compared);
      if (compared.handled === 0) throw new Error(`There is no document in ${background} to compare with.`);
    }
    const found = tally.handled > 0 ? (await corpus)?.report(limit) : undefined;
    progress.done(`keywords: ${tally.handled} documents read, ${tally.rejected} refused`);
    if (found !== undefined) {
      const comparison = background === undefined ? 'sentiment' : 'background';
      for (const line of values.json ? keywordLines(found) : keywordTables(found, { comparison, language }))
        await io.out.write(line);
    }
    return exitOf(tally);
  },
};

function topOf(given: string): number {
  const top = Number(given);
  if (!Number.isSafeInteger(top) || top < 1)
    throw usage(`--top takes a whole number from 1, not "${given}".`);
  return top;
}
