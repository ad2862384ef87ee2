import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { createAnalyzeBatch } from '../../functions/analyze/analyze-batch.ts';
import { createCurrentReader } from '../../functions/analyze/current-reader.ts';
import { createReadingOrder } from '../../functions/analyze/reading-order.ts';
import { createCollect, SourceEventSchema } from '../../functions/collect/collect.ts';
import { createCurrentSettings } from '../../functions/common/current-settings.ts';
import { isSqsEvent } from '../../functions/common/event-kind.ts';
import { madeOfSettings } from '../../functions/common/made-of-settings.ts';
import { saveSettings } from '../../functions/common/save-settings.ts';
import { processBatch, processFifoBatch } from '../../functions/common/sqs-batch.ts';
import { settleMs, wakeReanalysis } from '../../functions/common/start-reanalysis.ts';
import { rememberDays } from '../../functions/detect-spikes/day-memory.ts';
import { detectSpikes } from '../../functions/detect-spikes/detect-spikes.ts';
import { flushOutbox } from '../../functions/detect-spikes/outbox.ts';
import { readSurroundings } from '../../functions/detect-spikes/surroundings.ts';
import { createUrgentBatch, tellUrgent } from '../../functions/detect-spikes/urgent-voices.ts';
import { createErase } from '../../functions/erase-customer/erase.ts';
import { createAnnounceChanges } from '../../functions/import-customers/announce-changes.ts';
import { createImportCustomers } from '../../functions/import-customers/import-customers.ts';
import { createStoreCustomers } from '../../functions/import-customers/store-customers.ts';
import { createLinkBatch } from '../../functions/link/link-batch.ts';
import { createStandard } from '../../functions/link/read-again.ts';
import { createRelink } from '../../functions/link/relink.ts';
import { createPublishBatch, PublishEventSchema } from '../../functions/publish-insights/publish.ts';
import { publishFollowUps } from '../../functions/publish-insights/publish-follow-ups.ts';
import { publishWeek } from '../../functions/publish-insights/publish-week.ts';
import { withdrawGoneQuotes } from '../../functions/publish-insights/withdraw-gone-quotes.ts';
import { createReanalyzeBatch, wakeStanding } from '../../functions/reanalyze/reanalyze-batch.ts';
import { createRollUp, SweepEventSchema } from '../../functions/rollup/roll-up.ts';
import { receive } from '../../functions/webhook/receive.ts';
import { createReportStore } from '../../shared/delivery/report-store.ts';
import type { Sink } from '../../shared/delivery/sink.ts';
import { AlertRuleSchema } from '../../shared/domain/alert.ts';
import type { Reanalysis } from '../../shared/domain/reanalysis.ts';
import { PartEditSchema } from '../../shared/domain/settings-edition.ts';
import { applyEdition } from '../../shared/nlp/apply-edition.ts';
import { spellingGroups } from '../../shared/nlp/domain-word-index.ts';
import { createUrgencyReader } from '../../shared/nlp/read-urgency.ts';
import { deployedRules } from '../../shared/runtime/deployed-rules.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { createHttpFetch } from '../../shared/sources/access/http.ts';
import { customerConnectorById } from '../../shared/sources/customers/registry.ts';
import { connectorById } from '../../shared/sources/registry.ts';
import { createAlertRepository } from '../../shared/storage/alert-repository.ts';
import { createArchiveRepository } from '../../shared/storage/archive-repository.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createCustomerRepository } from '../../shared/storage/customer-repository.ts';
import { createDayTotalsRepository } from '../../shared/storage/day-totals-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createEmergingRepository } from '../../shared/storage/emerging-repository.ts';
import { createErasureRepository } from '../../shared/storage/erasure-repository.ts';
import { createIdentityRepository } from '../../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../../shared/storage/import-claim-repository.ts';
import { createImportReportRepository } from '../../shared/storage/import-report-repository.ts';
import { createInsightRepository } from '../../shared/storage/insight-repository.ts';
import { createLearntRepository } from '../../shared/storage/learnt-repository.ts';
import { createLinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import { createPointDayRepository } from '../../shared/storage/point-day-repository.ts';
import { createPointTrackingRepository } from '../../shared/storage/point-tracking-repository.ts';
import { createPostingRepository } from '../../shared/storage/posting-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createReanalysisRepository } from '../../shared/storage/reanalysis-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';
import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { createSourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { createSuggestionRepository } from '../../shared/storage/suggestion-repository.ts';
import type { TableId } from '../../shared/storage/tables.ts';
import { createVoiceIndexRepository } from '../../shared/storage/voice-index-repository.ts';
import { createWiredDocumentClient, type DynamoDbWire } from './dynamodb-wire.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { Kernel } from './kernel.ts';
import type { Objects } from './objects.ts';
import { type Queues, queueUrl } from './queues.ts';
import type { Ready } from './ready.ts';
import type { Sabotage } from './sabotage.ts';
import type { SourceServer } from './source-server.ts';

export const DROP_BUCKET = 'drops';
export const REPORTS_BUCKET = 'reports';
export const DIRTY_WINDOW_SECONDS = 60;
/** As in infra/constructs/insight.ts: the window, and more than clocks of functions differ by. */
export const DIRTY_DELAY_SECONDS = 70;
/** As in infra/constructs/settings-window.ts. */
const SETTINGS_WINDOW_SECONDS = 30;

/** The world that processes are made in. */
export interface Platform {
  readonly kernel: Kernel;
  readonly faults: FaultPlan;
  readonly dynamoDb: DynamoDbWire;
  readonly tables: Readonly<Record<TableId, string>>;
  readonly queues: Queues;
  readonly objects: Objects;
  readonly source: SourceServer;
  readonly ready: Ready;
  /** What sinks have taken, by what they were given. */
  readonly told: Set<string>;
  readonly sabotage: Sabotage;
}

export type Handler = (event: unknown, context: Context) => Promise<unknown>;

/** What every function is made from: clients, repositories and a clock of its own, as in its `deps.ts`. */
function processOf(platform: Platform) {
  const { kernel, faults, tables, ready, sabotage } = platform;
  const client = createWiredDocumentClient(platform.dynamoDb, kernel, faults);
  const sqs = platform.queues.sqsClient();
  const s3 = platform.objects.s3Client();
  const skewMs = faults.skewMs();
  const clock = () => new Date(kernel.now() + skewMs);
  const { config, settings, keys } = ready;
  const timeZone = config.timeZone;
  const sender = (name: string) =>
    sabotage.sender?.(
      name,
      createQueueSender({ client: sqs, queueUrl: queueUrl(name), sleep: kernel.sleep }),
    ) ?? createQueueSender({ client: sqs, queueUrl: queueUrl(name), sleep: kernel.sleep });
  const table = (id: TableId) => ({ client, tableName: tables[id] });
  const contributions = createContributionRepository(table('contributions'));
  const state = createSourceStateRepository(table('state'));
  const rollups = createRollupRepository({ ...table('rollups'), clock });
  const editions = createSettingsRepository(table('insights'));
  const checkMs = SETTINGS_WINDOW_SECONDS * 1_000;
  return {
    clock,
    timeZone,
    config,
    deployed: settings,
    editions,
    current: createCurrentSettings({ settings: editions, checkMs, now: clock }),
    standard: createStandard({ settings: editions, checkMs, now: clock }),
    reanalyses: createReanalysisRepository(table('insights')),
    sender,
    sqs,
    s3,
    tokenKeys: async () => keys,
    contributions,
    documents: createDocumentRepository({
      ...table('documents'),
      timeZone,
      retentionDays: config.retention.documentDays,
    }),
    rollups: sabotage.rollups?.(rollups) ?? rollups,
    dayTotals: createDayTotalsRepository(table('rollups')),
    pointDays: createPointDayRepository(table('rollups')),
    voiceIndex: createVoiceIndexRepository(table('rollups')),
    identity: createIdentityRepository(table('identity')),
    customers: createCustomerRepository(table('customers')),
    archive: createArchiveRepository(table('archive')),
    insights: createInsightRepository(table('insights')),
    suggestions: createSuggestionRepository(table('insights')),
    alerts: createAlertRepository(table('insights')),
    trackings: createPointTrackingRepository(table('insights')),
    emerging: createEmergingRepository(table('insights')),
    state: sabotage.state?.(state) ?? state,
    postings: createPostingRepository(table('state')),
    learnt: createLearntRepository({ ...table('state'), clock }),
    reviews: createLinkReviewRepository({ ...table('state'), clock }),
    claims: createImportClaimRepository(table('state')),
    importReports: createImportReportRepository(table('state')),
    erasures: createErasureRepository(table('state')),
    quarantine: createQuarantineRepository({
      ...table('state'),
      retentionDays: config.retention.quarantineDays,
    }),
    drops: createObjectStore({ client: s3, bucket: DROP_BUCKET }),
    context: {
      http: createHttpFetch({
        fetch: platform.source.fetch,
        sleep: kernel.sleep,
        random: () => 0.5,
        now: clock,
      }),
      sleep: kernel.sleep,
    },
    secretText: async () => JSON.stringify({ email: 'agent@example.com', apiToken: 'token' }),
  };
}

/** A sink that remembers what it was given; it fails as the wire does. */
function sinkOf(platform: Platform, id: string) {
  const take = (what: string) =>
    platform.kernel.send({ service: 'sink', operation: 'deliver', target: id }, async () => {
      platform.told.add(`${id} ${what}`);
    });
  const sink: Sink = {
    id,
    deliver: (delivery) =>
      take(delivery.kind === 'weekly-review' ? `review ${delivery.review.week}` : delivery.kind),
  };
  return {
    sink,
    alertSink: {
      id,
      deliver: (message: { readonly kind: string; readonly id: string; readonly sequence: number }) =>
        take(`${message.kind} ${message.id} ${message.sequence}`),
    },
  };
}

/** The functions of the product, as their handlers put them together, over the ports of one process. */
export const FUNCTIONS = {
  collect(platform: Platform): Handler {
    const ports = processOf(platform);
    const collect = createCollect({
      ...ports,
      sources: ports.config.sources,
      connectorById,
      dropMappings: [],
      records: ports.sender('records'),
      continuations: ports.sender('drops'),
    });
    return async (event, context) =>
      isSqsEvent(event)
        ? processBatch(event, context, collect.queued)
        : collect.source(SourceEventSchema.parse(event), context.awsRequestId, () =>
            context.getRemainingTimeInMillis(),
          );
  },
  webhook(platform: Platform): Handler {
    const ports = processOf(platform);
    const deps = {
      ...ports,
      sources: ports.config.sources,
      connectorById,
      records: ports.sender('records'),
      signingKey: async () => platform.ready.webhookKey,
    };
    return (event) => receive(deps, event as Parameters<typeof receive>[1]);
  },
  analyze(platform: Platform): Handler {
    const ports = processOf(platform);
    const work = createAnalyzeBatch({
      reader: createCurrentReader({
        deployed: ports.deployed,
        current: ports.current,
        placeOf: createReadingOrder({ settings: ports.editions, deployment: 'deployed', now: ports.clock }),
        make: platform.ready.readerOf,
      }),
      analyses: ports.sender('analyses'),
      quarantine: ports.quarantine,
    });
    return (event, context) => processBatch(event as SQSEvent, context, work);
  },
  link(platform: Platform): Handler {
    const ports = processOf(platform);
    const deps = {
      ...ports,
      ...platform.sabotage.link?.(ports),
      urgent: ports.sender('urgent'),
      dirty: ports.sender('dirty'),
      relinks: ports.sender('relinks'),
      records: ports.sender('records'),
      readAgainSeconds: SETTINGS_WINDOW_SECONDS,
      dirtyWindowSeconds: DIRTY_WINDOW_SECONDS,
    };
    const linkBatch = createLinkBatch(deps);
    const relink = createRelink(deps);
    return (event, context) => {
      const batch = event as SQSEvent;
      const first = batch.Records[0]?.body ?? '';
      const isRelink = /^\{"(changedCustomers|relinkDocuments)":/.test(first);
      return processBatch(batch, context, isRelink ? relink : linkBatch);
    };
  },
  rollup(platform: Platform): Handler {
    const ports = processOf(platform);
    const rollUp = createRollUp(ports);
    return async (event, context) =>
      isSqsEvent(event)
        ? processFifoBatch(event, context, (message) => rollUp.mark(message))
        : rollUp.sweep(SweepEventSchema.parse(event));
  },
  'import-customers'(platform: Platform): Handler {
    const ports = processOf(platform);
    const importCustomers = createImportCustomers({
      ...ports,
      customerSources: [],
      customerConnectorById,
      erasureOrders: ports.sender('erasures'),
      continuations: ports.sender('customers-import'),
      reports: ports.importReports,
      columns: {},
      storeCustomers: createStoreCustomers({
        ...ports,
        announce: createAnnounceChanges(ports.sender('relinks')),
        sleep: platform.kernel.sleep,
      }),
    });
    return (event, context) => processBatch(event as SQSEvent, context, importCustomers.queued);
  },
  'erase-customer'(platform: Platform): Handler {
    const ports = processOf(platform);
    const erase = createErase({
      ...ports,
      dirty: ports.sender('dirty'),
      orders: ports.sender('erasures'),
      dirtyWindowSeconds: DIRTY_WINDOW_SECONDS,
    });
    return (event, context) => processBatch(event as SQSEvent, context, erase);
  },
  reanalyze(platform: Platform): Handler {
    const ports = processOf(platform);
    const queue = ports.sender('reanalyses');
    const deps = {
      ...ports,
      settings: ports.editions,
      records: ports.sender('records'),
      async recordsWaiting() {
        const { Attributes } = await ports.sqs.send(
          new GetQueueAttributesCommand({
            QueueUrl: queueUrl('records'),
            AttributeNames: ['ApproximateNumberOfMessages'],
          }),
        );
        return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
      },
      wake: (walk: Reanalysis, waitSeconds?: number) =>
        wakeReanalysis(queue, walk, ports.clock(), waitSeconds),
      now: ports.clock,
    };
    const reanalyzeBatch = createReanalyzeBatch(deps);
    return async (event, context) =>
      isSqsEvent(event) ? processBatch(event, context, reanalyzeBatch) : wakeStanding(deps);
  },
  /** The part of the API that saves settings. */
  api(platform: Platform): Handler {
    const ports = processOf(platform);
    const queue = ports.sender('reanalyses');
    const deps = {
      settings: ports.editions,
      reanalyses: ports.reanalyses,
      deployed: { settings: ports.deployed, rules: deployedRules(ports.config) },
      async stored() {
        const days = (await ports.rollups.listDays()).sort();
        return { from: days[0] ?? '2026-11-01', to: days.at(-1) ?? '2026-11-01', voices: days.length };
      },
      moveReanalysis: (walk: Reanalysis) => wakeReanalysis(queue, walk, ports.clock()),
      settleMs: settleMs(SETTINGS_WINDOW_SECONDS),
      now: ports.clock,
    };
    return async (event) => {
      const wish = PartEditSchema.parse(event);
      const { edition } = await deps.settings.head();
      const saved = await saveSettings(deps, wish, { read: edition, by: 'tester', note: '' });
      if (saved.outcome === 'saved' || saved.outcome === 'unchanged') return saved.outcome;
      throw new Error(`the settings were not saved: ${JSON.stringify(saved)}`);
    };
  },
  'detect-spikes'(platform: Platform): Handler {
    const ports = processOf(platform);
    const fixed = {
      ...ports,
      readDays: rememberDays(ports.rollups, ports),
      surroundings: (now: Date) => readSurroundings({ ...ports, sources: ports.config.sources }, now),
      teams: [
        {
          name: 'on-call',
          rule: AlertRuleSchema.parse({ minVoices: 1 }),
          sinks: [sinkOf(platform, 'pager').alertSink, sinkOf(platform, 'chat').alertSink],
        },
      ],
      urgency: createUrgencyReader(ports.deployed.cues.urgency),
      dashboardUrl: 'https://voc.example.com',
    };
    const currentDeps = madeOfSettings(
      ports.current,
      ({ head }) => head.edition,
      ({ content }) => ({
        ...fixed,
        spellings: spellingGroups(applyEdition(ports.deployed, content).domainWords),
      }),
    );
    return async (event, context) => {
      const deps = await currentDeps();
      if (isSqsEvent(event)) return processBatch(event, context, createUrgentBatch(deps));
      const looked = await detectSpikes(deps);
      await tellUrgent(deps);
      return { ...looked, told: await flushOutbox(deps) };
    };
  },
  'publish-insights'(platform: Platform): Handler {
    const ports = processOf(platform);
    const fixed = {
      ...ports,
      sources: ports.config.sources,
      sourceState: ports.state,
      reports: createReportStore({ client: ports.s3, bucket: REPORTS_BUCKET }),
      lists: createObjectStore({ client: ports.s3, bucket: REPORTS_BUCKET }),
      audience: ports.config.audience,
      pdfRequests: ports.sender('pdf'),
      again: ports.sender('publish'),
      sinks: [sinkOf(platform, 'mail').sink, sinkOf(platform, 'bus').sink],
      noteTargets: async () => [],
      maxNotesPerRun: 0,
      readFont: async () => platform.ready.font,
      copyRules: ports.deployed.copyRules,
      brand: ports.config.brand.name,
      language: ports.config.language,
      dashboardUrl: 'https://voc.example.com',
    };
    const currentDeps = madeOfSettings(
      ports.current,
      ({ head }) => head.edition,
      ({ content }) => {
        const { taxonomy, domainWords } = applyEdition(ports.deployed, content);
        return { ...fixed, taxonomy, spellings: spellingGroups(domainWords) };
      },
    );
    return async (event, context) => {
      const deps = await currentDeps();
      if (isSqsEvent(event)) return processBatch(event, context, createPublishBatch(deps));
      const wanted = PublishEventSchema.parse(event);
      if ('publish' in wanted) return publishWeek(deps, wanted.publish.week);
      return 'followUps' in wanted ? publishFollowUps(deps) : withdrawGoneQuotes(deps);
    };
  },
} satisfies Record<string, (platform: Platform) => Handler>;
export type FunctionName = keyof typeof FUNCTIONS;

/** Which queue leads to which function, and how many messages a batch may have. */
export const EVENT_SOURCES: readonly { queue: string; to: FunctionName; batchSize: number }[] = [
  { queue: 'drops', to: 'collect', batchSize: 1 },
  { queue: 'records', to: 'analyze', batchSize: 10 },
  { queue: 'analyses', to: 'link', batchSize: 10 },
  { queue: 'relinks', to: 'link', batchSize: 1 },
  { queue: 'dirty', to: 'rollup', batchSize: 10 },
  { queue: 'urgent', to: 'detect-spikes', batchSize: 10 },
  { queue: 'customers-import', to: 'import-customers', batchSize: 1 },
  { queue: 'erasures', to: 'erase-customer', batchSize: 1 },
  { queue: 'publish', to: 'publish-insights', batchSize: 1 },
  { queue: 'reanalyses', to: 'reanalyze', batchSize: 1 },
];
