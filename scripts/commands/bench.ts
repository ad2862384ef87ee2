import { mkdir, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, EXIT } from '../command.ts';
import { apiLatencies } from '../eval/bench-api.ts';
import { collectingRate } from '../eval/bench-collecting.ts';
import { importingRate } from '../eval/bench-importing.ts';
import { pipelineRate, writeUnits } from '../eval/bench-pipeline.ts';
import { publishingRate } from '../eval/bench-publishing.ts';
import { analyzerStart } from '../eval/bench-start.ts';
import {
  detectorRate,
  englishReadingRate,
  koreanReadingRate,
  linkerRate,
  loadReaders,
  type ReadingRate,
} from '../eval/bench-tasks.ts';
import { runIfStale, SYNTHESIS } from '../local-stack/build-steps.ts';
import { noOperands, parseOptions, wholeNumber } from '../parse-options.ts';
import { PROJECT_ROOT } from '../project-files.ts';

const PUBLISHED_DOCUMENTS = 100_000;
const PIPELINE_DOCUMENTS = 10_000;

const help = `
Measures how fast this machine collects, reads, links and detects. Reading is measured on the development sets where they are
there (../shared/data/), else on texts made up on the spot.

Usage: npm run -s voc -- bench [--out FILE] [--publish-documents N | --pipeline-documents N]

  --out FILE              where the figures go as JSON, with facts about the machine (default: .voc/bench.json)
  --publish-documents N   of the week whose review is published (default: 100000); alone with it, nothing else is measured
  --pipeline-documents N  carried through the whole pipeline (default: 10000); alone with it, nothing else is measured

Figures: from the first import to the first analysed document in ms (the median of five new processes), and
memory after it in MB; documents read per second (personal
data removed, analysed), those that bare Lindera or bare wink-nlp tokenizes per second in the same run, and the first as a
multiple of the second; tickets per second collected from a source shaped like Zendesk into a real queue (each in its own
process, the pauses of the real API's rate limit left out), that as a share of only sending such messages, and the memory of
the collector in a heap of 64 MB; customers of a file of 50,000 imported per second into the embedded DynamoDB on disk,
the same file once more where nothing has changed, and the memory of the import; the 95th percentile in ms of every read
of the API over HTTP on the local stack with 200,000 documents; documents of 100 characters per second from the drop bucket
to the roll-ups on the local stack, as many through a null pipeline (the same queues, calls and sizes of items, handlers that
do nothing) and the first as a share of the second, the processor time of both, how many times as long ten times as many
take, and memory during a tenth and at most; DynamoDB write units per document by what is known of it; documents linked
per second; points decided per second; the publication of the weekly review of a week of 100,000 documents, with four such
weeks before it, from the embedded DynamoDB on disk, and the most memory of it.

Example:
  npm run -s voc -- bench
`;

export const bench: Command = {
  name: 'bench',
  summary: 'the performance table of this machine',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      out: { type: 'string' },
      'publish-documents': { type: 'string' },
      'pipeline-documents': { type: 'string' },
    });
    noOperands(positionals);
    const out = values.out ?? fileURLToPath(new URL('.voc/bench.json', PROJECT_ROOT));
    if (values['publish-documents'] !== undefined) {
      const documents = wholeNumber('publish-documents', values['publish-documents']);
      await io.out.write(JSON.stringify(await publishingRate(documents)));
      return EXIT.ok;
    }
    if (values['pipeline-documents'] !== undefined) {
      const documents = wholeNumber('pipeline-documents', values['pipeline-documents']);
      await runIfStale(SYNTHESIS, (line) => io.note(line));
      await io.out.write(JSON.stringify(await pipelineRate(documents)));
      return EXIT.ok;
    }
    io.note('bench: starting the analyzer …');
    const start = await analyzerStart();
    const { loaded, tokenizer } = await loadReaders();
    io.note('bench: reading texts …');
    const korean = await koreanReadingRate(loaded, tokenizer);
    const english = await englishReadingRate(loaded);
    io.note('bench: collecting 100,000 tickets …');
    const collecting = await collectingRate();
    io.note('bench: importing 50,000 customers …');
    const importing = await importingRate();
    await runIfStale(SYNTHESIS, (line) => io.note(line));
    const answers = await apiLatencies({ days: 200, perDay: 1_000 }, (line) => io.note(line));
    io.note('bench: carrying 10,000 documents through the pipeline and through one that does nothing …');
    const pipeline = await pipelineRate(PIPELINE_DOCUMENTS);
    io.note('bench: counting write units …');
    const writes = await writeUnits();
    io.note('bench: publishing the review of 100,000 documents …');
    const publishing = await publishingRate(PUBLISHED_DOCUMENTS);
    io.note('bench: linking and detecting …');
    const figures = {
      analyzerColdStartMs: start.milliseconds,
      memoryAfterFirstReadingMb: start.memoryMb,
      ...readingFigures('korean', 'lindera', korean),
      ...(english === null ? {} : readingFigures('english', 'wink', english)),
      collectedTicketsPerSecond: collecting.ticketsPerSecond,
      collectingAsShareOfBareSending: collecting.shareOfBareSending,
      collectorMemoryAfterAFifthMb: collecting.warmMb,
      collectorMemoryAtMostMb: collecting.peakMb,
      importedCustomersPerSecond: importing.customersPerSecond,
      importedUnchangedCustomersPerSecond: importing.unchangedPerSecond,
      importerMemoryAtMostMb: importing.peakMb,
      ...Object.fromEntries(answers.map(({ request, p95Ms }) => [`p95Ms of ${request}`, p95Ms])),
      pipelineDocumentsPerSecond: pipeline.documentsPerSecond,
      nullPipelineDocumentsPerSecond: pipeline.nullDocumentsPerSecond,
      pipelineAsShareOfNull: pipeline.shareOfNull,
      pipelineGrowthOverTenTimesAsMany: pipeline.growthOverTenTimesAsMany,
      pipelineProcessorMsPerDocument: pipeline.processorMs,
      nullPipelineProcessorMsPerDocument: pipeline.nullProcessorMs,
      stackMemoryDuringATenthMb: pipeline.stackWarmMb,
      stackMemoryAtMostMb: pipeline.stackPeakMb,
      stackAndFunctionsMemoryDuringATenthMb: pipeline.allWarmMb,
      stackAndFunctionsMemoryAtMostMb: pipeline.allPeakMb,
      ...Object.fromEntries(writes.map(({ work, perDocument }) => [`writeUnits of ${work}`, perDocument])),
      publishedReviewSeconds: publishing.seconds,
      publishedReviewProcessorSeconds: publishing.processorSeconds,
      publisherMemoryAtMostMb: publishing.peakMb,
      linkedDocumentsPerSecond: linkerRate(),
      detectedPointsPerSecond: await detectorRate(),
    };
    const [cpu] = cpus();
    const machine = {
      cpu: cpu?.model ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 1024 ** 3),
      platform: `${platform()} ${arch()}`,
      node: process.version,
    };
    await mkdir(join(out, '..'), { recursive: true });
    await writeFile(
      out,
      `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, figures }, null, 2)}\n`,
    );
    for (const [name, value] of Object.entries(figures)) {
      await io.out.write(
        `${name.padEnd(48)}${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(12)}`,
      );
    }
    io.note(`bench: written to ${out}`);
    return EXIT.ok;
  },
};

function readingFigures(language: string, anchor: string, rate: ReadingRate): Record<string, number> {
  return {
    [`${language}ReadPerSecond`]: rate.readPerSecond,
    [`${language}Bare${anchor[0]?.toUpperCase()}${anchor.slice(1)}PerSecond`]: rate.tokenizedPerSecond,
    [`${language}ReadAsMultipleOf${anchor[0]?.toUpperCase()}${anchor.slice(1)}`]: rate.ratio,
  };
}
