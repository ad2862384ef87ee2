import { SHARDS } from '../../shared/domain/document-identity.ts';
import { useAt, valueAt } from './curve.ts';
import type { Measured, Use } from './measured.ts';
import type { PriceId } from './price-table.ts';
import { MB_PER_CPU, SCENARIO } from './scenario.ts';
import type { TemplateFacts } from './template-facts.ts';

/** What a month uses of one thing that has a price. `keeping` marks what is paid for having, not for doing. */
export interface UsageLine {
  readonly service: string;
  readonly what: string;
  readonly price: PriceId;
  readonly perMonth: number;
  readonly kind: 'processing' | 'keeping' | 'fixed';
}

/** How often a month something is done, and what it uses each time; `gbSeconds` and so on follow from it. */
export interface Work {
  readonly step: string;
  readonly functionName: string;
  readonly invocations: number;
  readonly use: Use;
  /** Messages' journeys that are not calls of the function: receiving and deleting. */
  readonly queueRequests: { readonly standard: number; readonly fifo: number };
}

const KB = 1024;
const GB = 1024 ** 3;
/** Lambda writes START, END and REPORT itself. */
const PLATFORM_LOG_BYTES = 450;
/** DynamoDB adds so much to each item at rest. */
const ITEM_OVERHEAD_BYTES = 100;

/** Into how many invocations a wave of so many documents is cut. */
export function batchesOf(documents: number): number {
  const { pollers, receiveSize, batchSize } = SCENARIO;
  return Math.max(Math.ceil(documents / batchSize), Math.min(pollers, Math.ceil(documents / receiveSize)));
}

/** How many bucket shards a wave touches, on average: balls thrown into as many boxes. */
export function bucketShardsOf(documents: number): number {
  const boxes = SCENARIO.bucketsPerWave * SHARDS;
  return boxes * (1 - (1 - 1 / boxes) ** documents);
}

/** How often a day the changed bucket shards are recounted: after each wave, but once in a window of marks. */
export function recountRoundsPerDay(): number {
  return Math.min(SCENARIO.runsPerDay, 86_400 / SCENARIO.dirtyWindowSeconds);
}

/** Documents in a bucket shard when it is recounted. */
export function documentsPerRecount(documentsPerDay: number): number {
  return Math.max(1, (documentsPerDay / 24 / SHARDS) * SCENARIO.fullnessOfBucket);
}

/** Bytes of a whole day's roll-ups. */
export function rollupBytesPerDay(measured: Measured, documentsPerDay: number): number {
  const shards = 24 * SHARDS;
  const curve = measured.rollupBytes.map(({ documents, bytes }) => ({ x: documents, y: bytes }));
  return (
    shards *
    valueAt(curve, Math.max(1, documentsPerDay / shards), 'power') *
    Math.min(1, documentsPerDay / shards)
  );
}

/** Seconds that an invocation takes: its processor time at the share of a CPU it has, and its waiting for services. */
export function secondsOf(use: Use, memoryMb: number): number {
  const share = Math.min(1, memoryMb / MB_PER_CPU);
  return (use.cpuMs / share + (use.calls / SCENARIO.parallelCalls) * SCENARIO.callMs) / 1000;
}

/** What a month of so many documents a day makes the functions do. */
export function worksOf(measured: Measured, documentsPerDay: number): Work[] {
  const { runsPerDay, days, marksPerBatch, receiveSize } = SCENARIO;
  const perWave = documentsPerDay / runsPerDay;
  const waves = runsPerDay * days;
  const batches = batchesOf(perWave);
  const perBatch = perWave / batches;
  const rounds = recountRoundsPerDay() * days;
  const recounts = bucketShardsOf((documentsPerDay * days) / rounds);
  const rollupBatches = Math.max(1, recounts / marksPerBatch);
  const none = { standard: 0, fifo: 0 };
  // Each receives up to ten messages, and one request deletes up to ten.
  const journeys = { standard: 2 * Math.max(1, perBatch / receiveSize), fifo: 0 };
  const work = (
    step: string,
    functionName: string,
    invocations: number,
    use: Use,
    queueRequests = none,
  ): Work => ({ step, functionName, invocations, use, queueRequests });
  const stored = documentsPerDay;
  return [
    work('collect', 'collect', waves, useAt(measured.collect, perWave)),
    work('analyze', 'analyze', waves * batches, useAt(measured.analyze, perBatch), journeys),
    work('link', 'link', waves * batches, useAt(measured.link, perBatch), journeys),
    work(
      'recount',
      'rollup',
      rounds * rollupBatches,
      times(recountUse(measured, documentsPerDay), recounts / rollupBatches),
      { standard: 0, fifo: 2 },
    ),
    work(
      'detect',
      'detect-spikes',
      (SCENARIO.detectRunsPerDay - SCENARIO.detectFirstLooksPerDay) * days,
      detectUse(measured, stored, SCENARIO.detectHours / 24),
    ),
    work(
      'first look',
      'detect-spikes',
      SCENARIO.detectFirstLooksPerDay * days,
      detectUse(measured, stored, SCENARIO.detectWholeDays),
    ),
    // A run for each day; all but one find it as they left it.
    work('sweep', 'rollup', days, useAt(measured.sweep, stored)),
    work('sweep again', 'rollup', days * (SCENARIO.sweepsOfDay - 1), useAt(measured.sweepAgain, stored)),
    work(
      'follow-ups',
      'publish-insights',
      SCENARIO.followUpRunsPerDay * days,
      useAt(measured.followUps, stored * SCENARIO.followUpDays),
    ),
    work('weekly review', 'publish-insights', SCENARIO.reviewsPerMonth, reviewUse(measured, stored)),
  ];
}

/** The contributions of a bucket shard are read one by one; its roll-up grows with the distinct words in it. */
function recountUse(measured: Measured, documentsPerDay: number): Use {
  const size = documentsPerRecount(documentsPerDay);
  const rollups = (kind: 'writeUnits' | 'readUnits'): number =>
    valueAt(
      measured.recount.map((point) => ({ x: point.size, y: point.use[kind].rollups ?? 0 })),
      size,
      'power',
    );
  const use = useAt(measured.recount, size);
  return {
    ...use,
    writeUnits: { rollups: rollups('writeUnits') },
    readUnits: { ...use.readUnits, rollups: rollups('readUnits') },
  };
}

/** A look reads the roll-ups of so many days; its processor time grows with their bytes. */
function detectUse(measured: Measured, documentsPerDay: number, days: number): Use {
  const { detectReplayMs } = SCENARIO;
  // Read as it was a moment ago, which costs half; two more for the marks of days and hours.
  const units = 2 + Math.ceil((rollupBytesPerDay(measured, documentsPerDay) * days) / (8 * KB));
  const measuredUnits = (use: Use): number => Math.max(1, use.readUnits.rollups ?? 1);
  // From the least to the most that was read: in between, a clock of hundredths of a second says too little.
  const byUnits = [...measured.detect.slice(0, 1), ...measured.detect.slice(1).slice(-1)].map(({ use }) => ({
    x: measuredUnits(use),
    y: use.cpuMs,
  }));
  return {
    ...useAt(measured.detect, 1),
    cpuMs:
      valueAt(byUnits, units, 'line') +
      detectReplayMs.always +
      detectReplayMs.byRoot * Math.sqrt(documentsPerDay / 24),
    readUnits: { rollups: units, insights: 5 },
    calls: 10 + (units * 8 * KB) / 1024 ** 2,
  };
}

/** Contributions of a week, roll-ups of five; processor time as `voc bench` measures it. */
function reviewUse(measured: Measured, documentsPerDay: number): Use {
  const contributions = (documentsPerDay * 7 * measured.itemBytes.contribution) / (4 * KB);
  const rollups = (rollupBytesPerDay(measured, documentsPerDay) * SCENARIO.reviewRollupDays) / (4 * KB);
  return {
    ...useAt(measured.detect, 1),
    cpuMs: documentsPerDay * 7 * SCENARIO.reviewCpuMsPerDocument,
    readUnits: { contributions, rollups },
    writeUnits: { insights: 100 },
    calls: ((contributions + rollups) * 4 * KB) / 1024 ** 2,
    objectWrites: 13,
  };
}

/** Everything that has a price, for a month at a steady number of documents a day of which so many days are kept. */
export function usageOf(
  measured: Measured,
  facts: TemplateFacts,
  documentsPerDay: number,
  keptDays: number,
): UsageLine[] {
  const works = worksOf(measured, documentsPerDay);
  return [
    ...works.flatMap((work) => linesOf(work, facts)),
    ...tracing(works, facts),
    ...keeping(measured, documentsPerDay, keptDays),
    ...fixed(facts),
  ];
}

function linesOf(
  { step, functionName, invocations, use, queueRequests }: Work,
  facts: TemplateFacts,
): UsageLine[] {
  const memoryMb = facts.memoryMb[functionName] ?? 0;
  const line = (service: string, what: string, price: PriceId, each: number): UsageLine => ({
    service,
    what: `${step}: ${what}`,
    price,
    perMonth: each * invocations,
    kind: 'processing',
  });
  const gbSeconds = (secondsOf(use, memoryMb) * memoryMb) / 1024;
  const logGb = (use.logBytes + PLATFORM_LOG_BYTES) / GB;
  return [
    line('Lambda', 'computing', 'lambdaGbSecondArm', gbSeconds),
    line('Lambda', 'invocations', 'lambdaRequest', 1),
    line('DynamoDB', 'writes', 'dynamoWrite', sum(use.writeUnits)),
    line('DynamoDB', 'reads', 'dynamoRead', sum(use.readUnits)),
    line('SQS', 'requests', 'sqsStandard', use.standardRequests + queueRequests.standard),
    line('SQS', 'FIFO requests', 'sqsFifo', use.fifoRequests + queueRequests.fifo),
    line('S3', 'writes', 's3Write', use.objectWrites),
    line('S3', 'reads', 's3Read', use.objectReads),
    line('CloudWatch', 'logs', 'logsIngest', logGb),
    line('CloudWatch', 'logs kept for a month', 'logsStorage', logGb),
  ].filter(({ perMonth }) => perMonth > 0);
}

/** So many requests of each second and a share of the others, over all functions. */
function tracing(
  works: readonly Work[],
  { tracing: { perSecond: always, share } }: TemplateFacts,
): UsageLine[] {
  const seconds = SCENARIO.days * 86_400;
  const perSecond = works.reduce((total, { invocations }) => total + invocations, 0) / seconds;
  const kept = (Math.min(perSecond, always) + Math.max(0, perSecond - always) * share) * seconds;
  return [{ service: 'X-Ray', what: 'traces', price: 'xrayTrace', perMonth: kept, kind: 'processing' }];
}

function keeping(measured: Measured, documentsPerDay: number, keptDays: number): UsageLine[] {
  const { document, contribution, posting } = measured.itemBytes;
  const bytesPerDocument =
    document +
    contribution +
    2 * ITEM_OVERHEAD_BYTES +
    measured.postingsPerDocument * (posting + ITEM_OVERHEAD_BYTES);
  const bytes =
    keptDays * (documentsPerDay * bytesPerDocument + rollupBytesPerDay(measured, documentsPerDay));
  const line = (what: string, price: PriceId): UsageLine => ({
    service: 'DynamoDB',
    what,
    price,
    perMonth: bytes / GB,
    kind: 'keeping',
  });
  return [line('storage', 'dynamoStorage'), line('point-in-time recovery', 'dynamoPitr')];
}

/** What a month costs without any document: asking empty queues, alarms, keys, people who look. */
function fixed(facts: TemplateFacts): UsageLine[] {
  const { team, days, longPollSeconds, keyReuseSeconds } = SCENARIO;
  const seconds = days * 86_400;
  const polls = (fifo: boolean): number =>
    facts.sources
      .filter((source) => source.fifo === fifo)
      .reduce((total, { maxConcurrency }) => total + Math.min(SCENARIO.pollers, maxConcurrency), 0) *
    (seconds / longPollSeconds);
  const requests = team.people * team.workingDays * team.requestsPerDay;
  const apiMemory = facts.memoryMb.api ?? 0;
  const apiSeconds = team.cpuMsPerRequest / Math.min(1, apiMemory / MB_PER_CPU) / 1000;
  const line = (service: string, what: string, price: PriceId, perMonth: number): UsageLine => ({
    service,
    what,
    price,
    perMonth,
    kind: 'fixed',
  });
  return [
    line('SQS', 'asking empty queues', 'sqsStandard', polls(false)),
    line('SQS', 'asking the empty FIFO queue', 'sqsFifo', polls(true)),
    line('KMS', 'keys', 'kmsKey', facts.keys),
    line(
      'KMS',
      'data keys',
      'kmsRequest',
      (2 * facts.queues + 5 * facts.tables) * (seconds / keyReuseSeconds),
    ),
    line('Secrets Manager', 'secrets', 'secret', facts.secrets),
    line('Secrets Manager', 'reads', 'secretRead', seconds / keyReuseSeconds),
    line('CloudWatch', 'alarms', 'alarm', facts.alarms),
    line('CloudWatch', 'metrics of our own', 'customMetric', facts.customMetrics),
    line('CloudWatch', 'dashboards', 'dashboard', facts.dashboards),
    line('EventBridge', 'schedules', 'schedulerRun', days * (SCENARIO.runsPerDay + 24 * 16)),
    line('API', 'requests', 'httpApiRequest', requests),
    line('API', 'computing', 'lambdaGbSecondArm', (requests * apiSeconds * apiMemory) / 1024),
    line('API', 'invocations', 'lambdaRequest', requests),
    line('API', 'reads', 'dynamoRead', requests * team.readUnitsPerRequest),
    line('CloudFront', 'requests', 'cloudFrontRequest', requests * 1.2),
    line(
      'CloudFront',
      'data',
      'cloudFrontGb',
      (requests * SCENARIO.answerKb) / KB / KB + (team.people * team.workingDays * SCENARIO.pageMb) / KB,
    ),
    line('Cognito', 'people', 'cognitoUser', team.people),
    line('SES', 'mails', 'mail', SCENARIO.mailsPerMonth),
  ];
}

function sum(units: Readonly<Record<string, number>>): number {
  return Object.values(units).reduce((total, value) => total + value, 0);
}

function times(use: Use, factor: number): Use {
  const units = (kind: 'writeUnits' | 'readUnits'): Record<string, number> =>
    Object.fromEntries(Object.entries(use[kind]).map(([table, value]) => [table, value * factor]));
  return {
    cpuMs: use.cpuMs * factor,
    logBytes: use.logBytes * factor,
    writeUnits: units('writeUnits'),
    readUnits: units('readUnits'),
    calls: use.calls * factor,
    standardRequests: use.standardRequests * factor,
    fifoRequests: use.fifoRequests * factor,
    objectWrites: use.objectWrites * factor,
    objectReads: use.objectReads * factor,
  };
}
