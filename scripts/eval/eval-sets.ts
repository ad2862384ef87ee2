import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { createDetector } from '../../shared/alerting/detector.ts';
import { type CountPoint, CountPointSchema } from '../../shared/domain/count-point.ts';
import { InputDocumentSchema } from '../../shared/domain/input-document.ts';
import { redact } from '../../shared/privacy/redact.ts';
import { toRecord } from '../../shared/sources/record/to-record.ts';
import type { CommandIo } from '../command.ts';
import { analysisOf } from '../commands/analyze.ts';
import type { LoadedAnalyzer } from '../load-analyzer.ts';
import { readCustomers } from '../offline-customers.ts';
import { offlineKeys } from '../offline-keys.ts';
import { readInputLines } from '../read-input.ts';
import type { EvalRow } from './eval-row.ts';
import { hesitationMetrics } from './hesitation-metrics.ts';
import { linkMetrics } from './link-metrics.ts';
import { nabSet } from './nab-set.ts';
import { piiMetrics } from './pii-metrics.ts';
import { POLE_SETS } from './pole-sets.ts';
import { QUIET_SETS } from './quiet-sets.ts';
import { spikeMetrics } from './spike-metrics.ts';
import { trivialAlerts, trivialLinker } from './trivial-methods.ts';

export interface EvalContext {
  readonly directory: URL;
  readonly io: CommandIo;
  readonly timeZone: string;
  readonly analyzer: () => Promise<LoadedAnalyzer>;
}

/** One development set: the files that it needs, and how it is measured. */
export interface EvalSet {
  readonly name: string;
  readonly files: readonly string[];
  measure(context: EvalContext): Promise<EvalRow[]>;
}

const GoldSchema = z.object({
  id: z.string(),
  text: z.string(),
  sentiment: z.string(),
  hesitations: z.array(z.string()),
  stage: z.string(),
});
const SpanSchema = z.object({ start: z.number(), end: z.number(), type: z.string() });
const PiiRowSchema = z.object({
  text: z.string(),
  spans: z.array(SpanSchema),
  ignore: z.array(z.object({ start: z.number(), end: z.number() })).default([]),
});
const TruthRowSchema = z.object({
  docId: z.string(),
  customerId: z.string().default(''),
  linkable: z.string(),
  samePerson: z.string().default(''),
});
const SpikeTruthSchema = z.object({
  start: z.string(),
  hours: z.number(),
  warmup_hours: z.number(),
  series: z.array(z.object({ series: z.string(), missing: z.array(z.number()) })),
  outbreaks: z.array(
    z.object({
      series: z.string(),
      kind: z.string(),
      start: z.string(),
      end: z.string(),
      detectable: z.boolean(),
    }),
  ),
});

const hesitationSet = (file: string): EvalSet => ({
  name: file.replace('.ndjson', ''),
  files: [file],
  async measure(context) {
    const { analyzer } = await context.analyzer();
    const pairs = [];
    for await (const gold of rows(context, file, GoldSchema)) {
      const reading = analysisOf(analyzer, InputDocumentSchema.parse({ id: gold.id, text: gold.text }));
      const hesitations = reading.hesitations.map(({ code }) => code);
      pairs.push({ gold, read: { sentiment: reading.sentiment.label, hesitations, stage: reading.stage } });
    }
    return hesitationMetrics(this.name, pairs);
  },
});

/** All development sets, in the order of the table. */
export const EVAL_SETS: readonly EvalSet[] = [
  hesitationSet('hesitation-gold-dev.ndjson'),
  hesitationSet('hesitation-gold-dev2.ndjson'),
  // What people corrected in the dashboard, where "voc corrections" has put it there.
  hesitationSet('corrections.ndjson'),
  ...POLE_SETS,
  {
    name: 'pii-dev',
    files: ['pii-dev.ndjson'],
    async measure(context) {
      const pairs = [];
      for await (const { text, spans, ignore } of rows(context, 'pii-dev.ndjson', PiiRowSchema)) {
        pairs.push({ text, gold: spans, ignore, found: redact(text).pii });
      }
      return piiMetrics(this.name, pairs);
    },
  },
  {
    name: 'linking-sample',
    files: ['linking-sample/customers.csv', 'linking-sample/documents.ndjson', 'linking-sample/truth.csv'],
    async measure(context) {
      const keys = offlineKeys();
      const customersFile = pathOf(context, 'linking-sample/customers.csv');
      const customers = await readCustomers(customersFile, { keys, timeZone: context.timeZone }, context.io);
      const trivial = await trivialLinker(customersFile, context.io);
      const truths = new Map<string, z.infer<typeof TruthRowSchema>>();
      for await (const row of rows(context, 'linking-sample/truth.csv', TruthRowSchema))
        truths.set(row.docId, row);
      const record = {
        connector: 'eval',
        keys,
        timeZone: context.timeZone,
        firstSeenAt: new Date(0).toISOString(),
        runId: 'eval',
        formats: customers.formats,
      };
      const pairs = [];
      for await (const document of rows(context, 'linking-sample/documents.ndjson', InputDocumentSchema)) {
        const truth = truths.get(document.id);
        if (truth === undefined) continue;
        const link = customers.link(toRecord(document, record));
        pairs.push({
          truth: {
            customerId: truth.customerId,
            samePerson: truth.samePerson.split(';').filter((id) => id !== ''),
            linkable: truth.linkable === 'yes',
          },
          linked: link.status === 'linked' ? link.customerId : null,
          suggested: link.status === 'candidate' ? link.customerId : null,
          confidence: link.confidence,
          trivial: trivial(document.author),
        });
      }
      return linkMetrics(this.name, pairs);
    },
  },
  {
    name: 'spikes-dev',
    files: ['spikes-dev/series.ndjson.gz', 'spikes-dev/truth.json'],
    async measure(context) {
      const text = await readFile(new URL('spikes-dev/truth.json', context.directory), 'utf8');
      const { warmup_hours: warmupHours, ...truth } = SpikeTruthSchema.parse(JSON.parse(text));
      const detector = createDetector({ interval: '1h', timeZone: context.timeZone });
      const points: CountPoint[] = [];
      const ours = new Map<string, string[]>();
      for await (const point of rows(context, 'spikes-dev/series.ndjson.gz', CountPointSchema)) {
        points.push(point);
        if (detector.push(point).alert)
          ours.set(point.series, [...(ours.get(point.series) ?? []), point.timestamp]);
      }
      return spikeMetrics(this.name, { ...truth, warmupHours }, ours, trivialAlerts(points));
    },
  },
  nabSet,
  ...QUIET_SETS,
];

/** The files of a set that are not there. */
export function missingFiles(set: EvalSet, directory: URL): string[] {
  return set.files.filter((file) => !existsSync(new URL(file, directory)));
}

function pathOf(context: EvalContext, file: string): string {
  return fileURLToPath(new URL(file, context.directory));
}

async function* rows<Schema extends z.ZodType>(
  context: EvalContext,
  file: string,
  schema: Schema,
): AsyncGenerator<z.output<Schema>> {
  for await (const line of readInputLines(pathOf(context, file), context.io)) {
    if ('error' in line) throw new Error(`${file}, line ${line.line}: ${line.error.message}`);
    yield schema.parse(line.value);
  }
}
