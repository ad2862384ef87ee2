/**
 * `npm run cost`: what the pipeline costs at list prices, from the measurement in docs/measurements. With `--measure` the
 * measurement is made anew on this machine first (Linux). `--json` writes everything as JSON; `--write` puts tables and
 * picture into docs.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runIfStale, SYNTHESIS } from '../local-stack/build-steps.ts';
import { PROJECT_ROOT, readProjectConfig } from '../project-files.ts';
import { billOf, comprehendPerMillion } from './bill.ts';
import { costPicture } from './cost-picture.ts';
import {
  count,
  fixedTable,
  type Level,
  largestTable,
  loadTable,
  perMillionTable,
  perMonthTable,
  priceTable,
  table,
} from './cost-tables.ts';
import { countCustomMetrics } from './count-metrics.ts';
import { concurrencyOf, heatOf, lastLevelOf, rollupLoadOf } from './limits.ts';
import { measurePipeline } from './measure-pipeline.ts';
import { type Measured, MeasuredSchema } from './measured.ts';
import { LEVELS } from './scenario.ts';
import { readTemplateFacts } from './template-facts.ts';

const MEASURED = fileURLToPath(new URL('docs/measurements/pipeline.json', PROJECT_ROOT));
const PICTURE = fileURLToPath(new URL('docs/images/cost.svg', PROJECT_ROOT));
const SCALE = fileURLToPath(new URL('docs/scale.md', PROJECT_ROOT));
const BOUND_USD = 5;
const BOUND_WRITES = 3;
const SOURCES = 10;
const LONG_STEPS = ['recount', 'detect', 'first look', 'sweep', 'follow-ups', 'weekly review'];

const { values } = parseArgs({
  options: {
    measure: { type: 'boolean', default: false },
    documents: { type: 'string', default: '4096' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const note = (line: string): void => console.error(line);

await runIfStale(SYNTHESIS, note);
const measured = values.measure ? await measureAnew(Number(values.documents)) : await readMeasured();
const facts = await readTemplateFacts(countCustomMetrics(SOURCES));
const { retention } = await readProjectConfig();
const levels = LEVELS.map(
  (documentsPerDay): Level => ({
    bill: billOf(measured, facts, documentsPerDay, retention.documentDays),
    concurrency: concurrencyOf(measured, facts, documentsPerDay),
    heat: heatOf(measured, documentsPerDay),
    rollups: rollupLoadOf(documentsPerDay),
  }),
);
const limits = LONG_STEPS.map((step) => ({ step, documentsPerDay: lastLevelOf(measured, facts, step) }));
const million = levels.find(({ bill }) => bill.documentsPerDay === 1_000_000);
const comprehend = comprehendPerMillion(measured.texts.characters);

if (values.json)
  console.log(JSON.stringify({ measured, levels, limits, comprehendPerMillion: comprehend }, null, 2));
else console.log(text());
if (values.write) {
  await writeFile(PICTURE, costPicture(levels, BOUND_USD));
  const scale = await readFile(SCALE, 'utf8');
  const [before = ''] = scale.split(/^<!-- made by npm run cost -->$/m);
  const after = scale.split(/^<!-- end -->$/m)[1] ?? '\n';
  await writeFile(SCALE, `${before}<!-- made by npm run cost -->\n\n${text()}\n\n<!-- end -->${after}`);
  note(`cost: written to ${PICTURE} and ${SCALE}`);
}

function text(): string {
  const held = (fact: boolean): string => (fact ? 'holds' : '**does not hold**');
  const bill = million?.bill;
  return [
    `Measured ${measured.measuredAt.slice(0, 10)} on ${measured.machine.cores} × ${measured.machine.cpu} (Node ${measured.machine.node}), ${count(measured.texts.documents)} documents of ${measured.texts.characters} characters: ${measured.texts.origin}.`,
    bill === undefined
      ? ''
      : `At a million documents a day: ${count(bill.perMillion, 2)} USD per million, at most ${BOUND_USD}: ${held(bill.perMillion <= BOUND_USD)}. ${count(bill.writeUnitsPerDocument, 2)} write units per document, at most ${BOUND_WRITES}: ${held(bill.writeUnitsPerDocument <= BOUND_WRITES)}. Comprehend asks ${count(comprehend)} USD, ${count(comprehend / bill.perMillion)} times as much, at least 100: ${held(comprehend / bill.perMillion >= 100)}.`,
    perMillionTable(levels),
    perMonthTable(levels),
    ...(million === undefined ? [] : [largestTable(million, 14), fixedTable(million)]),
    loadTable(levels),
    table(
      ['Ends within its time limit up to', 'documents a day'],
      limits.map(({ step, documentsPerDay }) => [step, count(Number(documentsPerDay.toPrecision(2)))]),
    ),
    table(
      ['Item at rest', 'bytes'],
      [
        ['document', count(measured.itemBytes.document)],
        ['contribution', count(measured.itemBytes.contribution)],
        [
          `posting (${count(measured.postingsPerDocument, 2)} per document)`,
          count(measured.itemBytes.posting),
        ],
        ...measured.rollupBytes.map(({ documents, bytes }) => [
          `roll-up of a bucket shard of ${count(documents)}`,
          count(bytes),
        ]),
      ],
    ),
    priceTable(),
  ].join('\n\n');
}

async function readMeasured(): Promise<Measured> {
  return MeasuredSchema.parse(JSON.parse(await readFile(MEASURED, 'utf8')));
}

async function measureAnew(documents: number): Promise<Measured> {
  const found = await measurePipeline(documents, note);
  await mkdir(fileURLToPath(new URL('.', `file://${MEASURED}`)), { recursive: true });
  await writeFile(MEASURED, `${JSON.stringify(found, rounded, 1)}\n`);
  return found;
}

/** Two decimals say all that a measurement says. */
function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
