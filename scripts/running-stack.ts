import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { VocError } from '../shared/domain/errors.ts';
import { createDocumentClient } from '../shared/runtime/clients.ts';
import type { VocConfig } from '../shared/runtime/config.ts';
import { createAlertRepository } from '../shared/storage/alert-repository.ts';
import { createContributionRepository } from '../shared/storage/contribution-repository.ts';
import { createCorrectionRepository } from '../shared/storage/correction-repository.ts';
import { createCustomerRepository } from '../shared/storage/customer-repository.ts';
import { createDayTotalsRepository } from '../shared/storage/day-totals-repository.ts';
import { createDocumentRepository } from '../shared/storage/document-repository.ts';
import { createErasureRepository } from '../shared/storage/erasure-repository.ts';
import { createIdentityRepository } from '../shared/storage/identity-repository.ts';
import { createImportClaimRepository } from '../shared/storage/import-claim-repository.ts';
import { createImportReportRepository } from '../shared/storage/import-report-repository.ts';
import { createLinkReviewRepository } from '../shared/storage/link-review-repository.ts';
import { createQuarantineRepository } from '../shared/storage/quarantine-repository.ts';
import { createReanalysisRepository } from '../shared/storage/reanalysis-repository.ts';
import { createRollupRepository } from '../shared/storage/rollup-repository.ts';
import { createSettingsRepository } from '../shared/storage/settings-repository.ts';
import { createSourceStateRepository } from '../shared/storage/source-state-repository.ts';
import { readRunningStack, type StackFile } from './local-stack/stack-file.ts';
import { DEFAULT_DATA_DIR, readProjectConfig } from './project-files.ts';

/** The option by which every command of a running stack finds it. */
export const STACK_OPTIONS = { data: { type: 'string' } } as const;

export interface RunningStack {
  readonly file: StackFile;
  readonly dataDir: string;
  readonly config: VocConfig;
  readonly dynamo: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /** The physical name or URL of a resource by its environment variable. @throws VocError `stack.unavailable` */
  name(variable: string): string;
  readonly repositories: ReturnType<typeof repositoriesOf>;
}

/**
 * The running stack of a data folder, with clients and repositories on it.
 * @throws VocError `stack.unavailable` (config) when none runs there
 */
export async function openRunningStack(dataDir: string = DEFAULT_DATA_DIR): Promise<RunningStack> {
  const file = readRunningStack(dataDir);
  const config = await readProjectConfig();
  const { region, credentials, endpoints } = file;
  const at = (service: string) => {
    const endpoint = endpoints[`AWS_ENDPOINT_URL_${service}`];
    return { region, credentials, ...(endpoint === undefined ? {} : { endpoint }) };
  };
  const dynamo = createDocumentClient(new DynamoDBClient(at('DYNAMODB')));
  const name = (variable: string): string => {
    const found = file.resources.environment[variable];
    if (found !== undefined && found !== '') return found;
    throw new VocError(
      'stack.unavailable',
      'config',
      `The running stack has no ${variable}. Restart it: npm start.`,
    );
  };
  return {
    file,
    dataDir,
    config,
    dynamo,
    sqs: new SQSClient(at('SQS')),
    s3: new S3Client({ ...at('S3'), forcePathStyle: true }),
    name,
    repositories: repositoriesOf(dynamo, name, config),
  };
}

function repositoriesOf(
  client: DynamoDBDocumentClient,
  name: (variable: string) => string,
  config: VocConfig,
) {
  const table = (variable: string) => ({ client, tableName: name(variable) });
  const { documentDays, quarantineDays } = config.retention;
  return {
    documents: createDocumentRepository({
      ...table('DOCUMENTS_TABLE'),
      timeZone: config.timeZone,
      retentionDays: documentDays,
    }),
    contributions: createContributionRepository(table('CONTRIBUTIONS_TABLE')),
    alerts: createAlertRepository(table('INSIGHTS_TABLE')),
    rollups: createRollupRepository(table('ROLLUPS_TABLE')),
    dayTotals: createDayTotalsRepository(table('ROLLUPS_TABLE')),
    settings: createSettingsRepository(table('INSIGHTS_TABLE')),
    reanalyses: createReanalysisRepository(table('INSIGHTS_TABLE')),
    corrections: createCorrectionRepository(table('INSIGHTS_TABLE')),
    customers: createCustomerRepository(table('CUSTOMERS_TABLE')),
    identity: createIdentityRepository(table('IDENTITY_TABLE')),
    quarantine: createQuarantineRepository({ ...table('STATE_TABLE'), retentionDays: quarantineDays }),
    claims: createImportClaimRepository(table('STATE_TABLE')),
    imports: createImportReportRepository(table('STATE_TABLE')),
    reviews: createLinkReviewRepository({ ...table('STATE_TABLE'), clock: () => new Date() }),
    erasures: createErasureRepository(table('STATE_TABLE')),
    state: createSourceStateRepository(table('STATE_TABLE')),
  };
}
