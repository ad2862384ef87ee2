import { cpus } from 'node:os';
import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { bucketOf, SHARDS } from '../../shared/domain/document-identity.ts';
import { dirtyGroupId, dropObjectKey, postingKey, rollupPartition } from '../../shared/storage/keys.ts';
import { itemSize } from './item-size.ts';
import type { Measured, Point, Use } from './measured.ts';
import { type MeasuringStack, openMeasuringStack } from './measuring-stack.ts';
import { sampleDocuments, sampleTexts, TEXT_CHARACTERS } from './sample-documents.ts';

const HOUR_MS = 3_600_000;
/** Documents that warm the compilers up and are not counted. */
const WARM_UP = 300;
const MARKS_PER_BATCH = 10;
const TIME_ZONE = 'Asia/Seoul';
const POSTING_PARTITION = postingKey('', 0).pk;

const STEPS = [
  'collect',
  'analyze',
  'link',
  'recount',
  'detect',
  'sweep',
  'sweepAgain',
  'followUps',
] as const satisfies (keyof Measured)[];
type Step = (typeof STEPS)[number];

/**
 * Sends documents of 100 characters, all of one hour, through the bundled functions: first one by one, then by tens,
 * then by hundreds, and looks after each step at what a recount, a look of the detector and the nightly sweep use.
 * @param documents how many in the end; 4,096 fill each of the 16 shards with 256
 */
export async function measurePipeline(documents: number, note: (line: string) => void): Promise<Measured> {
  const { origin, texts } = await sampleTexts();
  const stack = await openMeasuringStack();
  const hour = new Date(Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS);
  const points = Object.fromEntries(STEPS.map((step) => [step, [] as Point[]])) as Record<Step, Point[]>;
  const rollupBytes: Measured['rollupBytes'] = [];
  try {
    note('cost: warming up …');
    const early = new Date(hour.getTime() - 2 * HOUR_MS);
    await send(stack, sampleDocuments(texts, WARM_UP, early, 'w'), 'w', 10);
    await send(stack, sampleDocuments(texts.slice(WARM_UP), WARM_UP, early, 'v'), 'v', 100);
    await recountAll(stack, early);
    await stack.use('detect-spikes', [{ detect: {} }]);

    let stored = 0;
    for (const { upTo, batch } of stepsTo(documents)) {
      const adding = upTo - stored;
      note(`cost: ${upTo} documents, ${batch} at a time …`);
      const made = sampleDocuments(texts.slice((stored * 3) % texts.length), adding, hour, `d${stored}`);
      const sent = await send(stack, made, `d${stored}`, batch);
      points.collect.push({ size: adding, invocations: 1, use: sent.collect });
      for (const name of ['analyze', 'link'] as const)
        points[name].push({ size: adding / sent[name].invocations, ...sent[name] });
      stored = upTo;
      const recounts = await recountAll(stack, hour);
      points.recount.push({ size: stored / SHARDS, invocations: SHARDS, use: per(recounts, SHARDS) });
      rollupBytes.push({ documents: stored / SHARDS, bytes: await meanRollupBytes(stack, hour) });
      const { day } = bucketOf(hour.toISOString(), 'instant', TIME_ZONE);
      const all = stored + 2 * WARM_UP;
      const once = async (step: Step, name: string, size: number, event: object) =>
        points[step].push({ size, invocations: 1, use: await stack.use(name, [event]) });
      await once('detect', 'detect-spikes', all, { detect: {} });
      await once('sweep', 'rollup', all, { sweep: { days: [day] } });
      await once('sweepAgain', 'rollup', all, { sweep: { days: [day] } });
      await once('followUps', 'publish-insights', all, { followUps: {} });
    }
    return {
      measuredAt: new Date().toISOString(),
      machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version },
      texts: { origin, characters: TEXT_CHARACTERS, documents },
      ...points,
      collect: merged(points.collect),
      analyze: merged(points.analyze),
      link: merged(points.link),
      rollupBytes,
      ...(await atRest(stack)),
    };
  } finally {
    await stack.close();
  }
}

/** Two steps with one document at a time, then tens, then hundreds; each ends with four times the documents. */
function stepsTo(documents: number): { upTo: number; batch: number }[] {
  const steps = [
    { upTo: 16, batch: 1 },
    { upTo: 64, batch: 1 },
    { upTo: 256, batch: 10 },
  ].filter(({ upTo }) => upTo <= documents);
  for (let upTo = 1024; upTo <= documents; upTo *= 4) steps.push({ upTo, batch: 100 });
  return steps;
}

interface Sent {
  readonly collect: Use;
  readonly analyze: { invocations: number; use: Use };
  readonly link: { invocations: number; use: Use };
}

async function send(
  stack: MeasuringStack,
  documents: readonly object[],
  name: string,
  batch: number,
): Promise<Sent> {
  const body = documents.map((document) => JSON.stringify(document)).join('\n');
  await stack.putDrop(dropObjectKey('cost', `${name}.ndjson`), body);
  const collect = await stack.use('collect', eventsOf(await stack.drain('collect'), 1));
  const use = async (of: 'analyze' | 'link') => {
    const events = eventsOf(await stack.drain(of), batch);
    return { invocations: events.length, use: per(await stack.use(of, events), events.length) };
  };
  return { collect, analyze: await use('analyze'), link: await use('link') };
}

function eventsOf(records: readonly object[], batch: number): { Records: object[] }[] {
  const events: { Records: object[] }[] = [];
  for (let start = 0; start < records.length; start += batch)
    events.push({ Records: records.slice(start, start + batch) });
  return events;
}

async function recountAll(stack: MeasuringStack, hour: Date): Promise<Use> {
  const place = bucketOf(hour.toISOString(), 'instant', TIME_ZONE);
  const records = Array.from({ length: SHARDS }, (_, shard) => ({
    messageId: `mark-${shard}`,
    receiptHandle: `mark-${shard}`,
    body: JSON.stringify({ ...place, shard }),
    attributes: { SentTimestamp: String(Date.now()), MessageGroupId: dirtyGroupId({ ...place, shard }) },
    messageAttributes: {},
  }));
  return stack.use('rollup', eventsOf(records, MARKS_PER_BATCH));
}

/** The mean of so many invocations. */
function per(use: Use, invocations: number): Use {
  const share = (value: number): number => value / Math.max(1, invocations);
  const shares = (units: Record<string, number>) =>
    Object.fromEntries(Object.entries(units).map(([table, value]) => [table, share(value)]));
  return {
    cpuMs: share(use.cpuMs),
    logBytes: share(use.logBytes),
    writeUnits: shares(use.writeUnits),
    readUnits: shares(use.readUnits),
    calls: share(use.calls),
    standardRequests: share(use.standardRequests),
    fifoRequests: share(use.fifoRequests),
    objectWrites: share(use.objectWrites),
    objectReads: share(use.objectReads),
  };
}

/** Of several steps with one size the last: its process was the warmest. */
function merged(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [point.size, point])).values()].sort((a, b) => a.size - b.size);
}

/** Bytes of the items of one bucket shard, on average over the shards. */
async function meanRollupBytes(stack: MeasuringStack, hour: Date): Promise<number> {
  const { day, bucket } = bucketOf(hour.toISOString(), 'instant', TIME_ZONE);
  const stored = (await items(stack, 'ROLLUPS_TABLE')).filter(
    ({ item }) => item.pk?.S === rollupPartition(day) && item.sk?.S?.startsWith(bucket) === true,
  );
  return stored.reduce((sum, { bytes }) => sum + bytes, 0) / SHARDS;
}

async function atRest(stack: MeasuringStack): Promise<Pick<Measured, 'itemBytes' | 'postingsPerDocument'>> {
  const documents = await items(stack, 'DOCUMENTS_TABLE');
  const contributions = await items(stack, 'CONTRIBUTIONS_TABLE');
  const postings = (await items(stack, 'STATE_TABLE')).filter(({ item }) =>
    item.pk?.S?.startsWith(POSTING_PARTITION),
  );
  const mean = (of: readonly { bytes: number }[]): number =>
    Math.round(of.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, of.length));
  return {
    itemBytes: { document: mean(documents), contribution: mean(contributions), posting: mean(postings) },
    postingsPerDocument: postings.length / Math.max(1, documents.length),
  };
}

async function items(
  stack: MeasuringStack,
  variable: string,
): Promise<{ item: Record<string, AttributeValue>; bytes: number }[]> {
  const found: { item: Record<string, AttributeValue>; bytes: number }[] = [];
  const pages = paginateScan({ client: stack.dynamo }, { TableName: stack.tableName(variable) });
  for await (const page of pages) {
    for (const item of page.Items ?? []) found.push({ item, bytes: itemSize(item) });
  }
  return found;
}
