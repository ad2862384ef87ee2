import { CfnOutput, DefaultStackSynthesizer, Duration, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { VocConfig } from '../shared/runtime/config.ts';
import type { Bundles } from './bundle-functions.ts';
import { Analysis } from './constructs/analysis.ts';
import { Api } from './constructs/api.ts';
import { Collection } from './constructs/collection.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { Delivery } from './constructs/delivery.ts';
import { FailedRuns } from './constructs/failed-runs.ts';
import { Insight } from './constructs/insight.ts';
import { Linking } from './constructs/linking.ts';
import type { Platform } from './constructs/node-function.ts';
import { Observability } from './constructs/observability.ts';
import { Reanalysis } from './constructs/reanalysis.ts';
import { Rights } from './constructs/rights.ts';
import { Storage } from './constructs/storage.ts';

export interface VocStackProps {
  config: VocConfig;
  /** Asset directory of each function, from `bundleFunctions`. */
  bundles: Bundles;
}

/**
 * The whole product in one stack. Each construct owns the queue it consumes, so they are made from the end of the
 * pipeline to its beginning and a sender gets the queue of the next step.
 */
export class VocStack extends Stack {
  constructor(scope: Construct, id: string, { config, bundles }: VocStackProps) {
    super(scope, id, {
      description: 'voc: voice of the customer, from reviews to message keywords',
      // No version rule: its intrinsics belong to the deploy tool, and the local stack reads this template too.
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
      analyticsReporting: false,
    });
    // A recount reads all of an hour and shard, so it pays to wait; an alert waits for it (see `Insight`).
    const dirtyWindow = Duration.seconds(240);
    const { timeZone } = config;

    const storage = new Storage(this, 'Storage');
    const observability = new Observability(this, 'Observability', {
      key: storage.keys.operations,
      mailTo: config.alerts.mail?.to ?? [],
    });
    const failedRuns = new FailedRuns(this, 'FailedRuns', { key: storage.keys.operations, observability });
    const platform: Platform = {
      bundles,
      observability,
      operationsKey: storage.keys.operations,
      failedRuns: { queue: failedRuns.queue, key: storage.keys.operations },
    };
    const eventBus = new events.EventBus(this, 'EventBus', {
      description: 'voc.insights.published, voc.incident.*',
    });

    const delivery = new Delivery(this, 'Delivery', { platform, storage, eventBus, config });
    const insight = new Insight(this, 'Insight', { platform, storage, eventBus, config, dirtyWindow });
    const linking = new Linking(this, 'Linking', {
      platform,
      storage,
      dirtyQueue: insight.dirtyQueue,
      urgentQueue: insight.urgentQueue,
      dirtyWindow,
      timeZone,
    });
    const analysis = new Analysis(this, 'Analysis', {
      platform,
      storage,
      analysesQueue: linking.analysesQueue,
      config,
    });
    linking.readAgainThrough(analysis.recordsQueue);
    const reanalysis = new Reanalysis(this, 'Reanalysis', {
      platform,
      storage,
      recordsQueue: analysis.recordsQueue,
      timeZone,
    });
    const rights = new Rights(this, 'Rights', {
      platform,
      storage,
      dirtyQueue: insight.dirtyQueue,
      dirtyWindow,
      timeZone,
    });
    const collection = new Collection(this, 'Collection', {
      platform,
      storage,
      recordsQueue: analysis.recordsQueue,
      erasuresQueue: rights.erasuresQueue,
      relinksQueue: linking.relinksQueue,
      config,
    });
    new Api(this, 'Api', {
      platform,
      storage,
      webhook: collection.webhook,
      publishQueue: delivery.publishQueue,
      erasuresQueue: rights.erasuresQueue,
      analysesQueue: linking.analysesQueue,
      runQueues: collection.runQueues,
      reanalysesQueue: reanalysis.reanalysesQueue,
      config,
    });

    observability.watchFunctions(this);
    observability.watchCost();
    new Dashboard(this, 'Dashboard', {
      root: this,
      tables: Object.fromEntries(Object.entries(storage.tables).map(([id, { table }]) => [id, table])),
    });

    new CfnOutput(this, 'DropBucketName', {
      value: storage.dropBucket.bucket.bucketName,
      description: 'Where files are dropped',
    });
    new CfnOutput(this, 'ReportsBucketName', {
      value: storage.reportsBucket.bucket.bucketName,
      description: 'Weekly reviews',
    });
    new CfnOutput(this, 'EventBusName', { value: eventBus.eventBusName, description: 'Bus of our events' });
  }
}
