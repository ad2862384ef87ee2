/** A figure of a price list: USD for one unit, where it stands, and when it was read. */
export interface Price {
  readonly usd: number;
  readonly unit: string;
  readonly source: string;
  readonly readOn: string;
  /** Set where no figure of Seoul was found: that of us-east-1 stands here times this factor. */
  readonly estimatedBy?: number;
}

/** For what was found for us-east-1 alone: DynamoDB, read for both, is 9 % dearer in Seoul; this leaves room. */
const SEOUL_FACTOR = 1.25;

const offer = (service: string): string =>
  `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/ap-northeast-2/index.json`;
const OCTOBER = '2026-10-01';

/**
 * List prices of AWS in Seoul (ap-northeast-2), on demand, without free tier, discounts or taxes. Read from the AWS price
 * list as quoted on the given day; the addresses are those of the lists themselves.
 */
export const PRICES = {
  lambdaGbSecondArm: {
    usd: 0.0000133334,
    unit: 'GB-second, arm64',
    source: offer('AWSLambda'),
    readOn: OCTOBER,
  },
  lambdaGbSecondX86: {
    usd: 0.0000166667,
    unit: 'GB-second, x86',
    source: offer('AWSLambda'),
    readOn: OCTOBER,
  },
  lambdaRequest: {
    usd: 0.2 / 1e6,
    unit: 'invocation',
    source: 'https://aws.amazon.com/lambda/pricing/ (one price in all standard regions)',
    readOn: OCTOBER,
  },
  sqsStandard: {
    usd: 0.4 / 1e6,
    unit: 'request of 64 KiB',
    source: offer('AWSQueueService'),
    readOn: OCTOBER,
  },
  sqsFifo: {
    usd: 0.5 / 1e6,
    unit: 'FIFO request of 64 KiB',
    source: offer('AWSQueueService'),
    readOn: OCTOBER,
  },
  dynamoWrite: {
    usd: 0.68 / 1e6,
    unit: 'write request unit',
    source: offer('AmazonDynamoDB'),
    readOn: '2026-06-12',
  },
  dynamoRead: {
    usd: 0.1355 / 1e6,
    unit: 'read request unit',
    source: offer('AmazonDynamoDB'),
    readOn: '2026-06-12',
  },
  dynamoStorage: { usd: 0.27075, unit: 'GB-month', source: offer('AmazonDynamoDB'), readOn: OCTOBER },
  dynamoPitr: {
    usd: 0.2166,
    unit: 'GB-month of restorable data',
    source: offer('AmazonDynamoDB'),
    readOn: OCTOBER,
  },
  s3Write: { usd: 0.0045 / 1e3, unit: 'PUT', source: offer('AmazonS3'), readOn: '2026-09-03' },
  s3Read: { usd: 0.00035 / 1e3, unit: 'GET', source: offer('AmazonS3'), readOn: '2026-09-03' },
  s3Storage: { usd: 0.025, unit: 'GB-month', source: offer('AmazonS3'), readOn: '2026-09-03' },
  logsIngest: { usd: 0.76, unit: 'GB of logs', source: offer('AmazonCloudWatch'), readOn: OCTOBER },
  logsStorage: { usd: 0.0314, unit: 'GB-month of logs', source: offer('AmazonCloudWatch'), readOn: OCTOBER },
  customMetric: { usd: 0.3, unit: 'metric a month', source: offer('AmazonCloudWatch'), readOn: OCTOBER },
  alarm: { usd: 0.1, unit: 'alarm a month', source: offer('AmazonCloudWatch'), readOn: OCTOBER },
  dashboard: {
    usd: 3,
    unit: 'dashboard a month',
    source: 'https://aws.amazon.com/cloudwatch/pricing/ (one price in all regions)',
    readOn: OCTOBER,
  },
  kmsKey: { usd: 1, unit: 'key a month', source: offer('awskms'), readOn: OCTOBER },
  kmsRequest: { usd: 0.03 / 1e4, unit: 'request', source: offer('awskms'), readOn: OCTOBER },
  secret: { usd: 0.4, unit: 'secret a month', source: offer('AWSSecretsManager'), readOn: OCTOBER },
  secretRead: { usd: 0.05 / 1e4, unit: 'request', source: offer('AWSSecretsManager'), readOn: OCTOBER },
  xrayTrace: {
    usd: (5 / 1e6) * SEOUL_FACTOR,
    unit: 'trace kept',
    source: 'https://aws.amazon.com/xray/pricing/',
    readOn: OCTOBER,
    estimatedBy: SEOUL_FACTOR,
  },
  schedulerRun: {
    usd: (1 / 1e6) * SEOUL_FACTOR,
    unit: 'start by EventBridge Scheduler',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
    readOn: '2026-03-13',
    estimatedBy: SEOUL_FACTOR,
  },
  httpApiRequest: {
    usd: (1 / 1e6) * SEOUL_FACTOR,
    unit: 'request of the HTTP API',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
    readOn: OCTOBER,
    estimatedBy: SEOUL_FACTOR,
  },
  cloudFrontRequest: {
    usd: 0.012 / 1e4,
    unit: 'HTTPS request from South Korea',
    source: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonCloudFront/current/index.json',
    readOn: OCTOBER,
  },
  cloudFrontGb: {
    usd: 0.12,
    unit: 'GB to South Korea',
    source: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonCloudFront/current/index.json',
    readOn: OCTOBER,
  },
  cognitoUser: {
    usd: 0.02,
    unit: 'monthly active user, Plus plan',
    source: 'https://aws.amazon.com/cognito/pricing/',
    readOn: '2026-08-31',
  },
  mail: {
    usd: (0.1 / 1e3) * SEOUL_FACTOR,
    unit: 'mail of SES',
    source: 'https://aws.amazon.com/ses/pricing/',
    readOn: OCTOBER,
    estimatedBy: SEOUL_FACTOR,
  },
} as const satisfies Record<string, Price>;

export type PriceId = keyof typeof PRICES;

/**
 * Amazon Comprehend, DetectSentiment and DetectKeyPhrases: units of 100 characters, three at least for a request; the
 * dearest tier, which holds up to ten million units a month. Korean is among the languages of both; its entities of
 * personal data and its topics are not.
 * @see https://aws.amazon.com/comprehend/pricing/
 * @see https://docs.aws.amazon.com/comprehend/latest/dg/supported-languages.html
 */
export const COMPREHEND = {
  usdPerUnit: 0.0001,
  charactersPerUnit: 100,
  leastUnits: 3,
  calls: 2,
  readOn: OCTOBER,
} as const;
