import type { Analysis } from '../../shared/domain/analysis.ts';
import type { InputDocument } from '../../shared/domain/input-document.ts';
import type { Analyzer } from '../../shared/nlp/analyze.ts';
import { redact } from '../../shared/privacy/redact.ts';
import type { Command } from '../command.ts';
import { type LoadedAnalyzer, loadAnalyzer } from '../load-analyzer.ts';
import { noOperands, parseOptions } from '../parse-options.ts';
import { emptyTally, exitOf, goodDocuments } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readProjectConfig } from '../project-files.ts';
import { readInputLines } from '../read-input.ts';

const help = `
Reads customer voices: what they feel, why they hesitate, at which stage, in which words.

Usage: npm run -s voc -- analyze [--input FILE|-] [--model DIR]

  --input FILE   NDJSON or CSV of documents (default: standard input); .gz is unpacked
  --model DIR    a model of "voc train"

A document needs "id" and "text"; source (app-review, community, ticket, survey), title, rating, author,
publishedAt or date and others are optional. One analysis per document, in the order of the input:
{"id","language","text" (without personal data),"pii","sentiment","keywords","hesitations","stage","urgency",
"analysisVersion"}
A line that cannot be read gives {"error":{"line","id","field","code","message"}} on standard error; the rest
goes on.

Examples:
  echo '{"id":"1","text":"본인인증이 계속 실패해요"}' | npm run -s voc -- analyze
  npm run -s voc -- analyze --input reviews.csv > analyses.ndjson
  npm run -s voc -- analyze --input reviews.ndjson 2> errors.ndjson | head -3
`;

/** The analysis of one document, as `voc analyze` prints it. */
export function analysisOf(analyzer: Analyzer, document: InputDocument): Analysis {
  const { text, pii } = redact(document.text);
  const title = document.title === undefined ? undefined : redact(document.title).text;
  const reading = analyzer.read({
    text,
    title,
    source: document.source,
    rating: document.rating,
    app: document.app,
  });
  const { language, sentiment, keywords, hesitations, stage, urgency, analysisVersion } = reading;
  return {
    id: document.id,
    language,
    text,
    pii,
    sentiment,
    keywords,
    hesitations,
    stage,
    urgency,
    analysisVersion,
  };
}

export const analyze: Command = {
  name: 'analyze',
  summary: 'customer voices in, readings out',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      input: { type: 'string' },
      model: { type: 'string' },
    });
    noOperands(positionals);
    const config = await readProjectConfig();
    let loading: Promise<LoadedAnalyzer> | undefined;
    const tally = emptyTally();
    const progress = createProgress(io);
    for await (const document of goodDocuments(readInputLines(values.input, io), io, tally, {
      requireDate: false,
    })) {
      // Loaded for the first good document only: a wrong file name is said at once.
      loading ??= loadAnalyzer(config, values.model);
      const { analyzer } = await loading;
      await io.out.write(JSON.stringify(analysisOf(analyzer, document)));
      progress.update(`analyze: ${tally.handled} documents read, ${tally.rejected} refused`);
    }
    progress.done(`analyze: ${tally.handled} documents read, ${tally.rejected} refused`);
    return exitOf(tally);
  },
};
