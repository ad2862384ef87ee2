import { CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { followUpKey } from '../../shared/storage/keys.ts';
import { PARTITION_KEY, SORT_KEY, TABLES, type TableId, TTL_ATTRIBUTE } from '../../shared/storage/tables.ts';
import { acknowledge } from './acknowledge.ts';

export type DataClass = (typeof TABLES)[TableId]['dataClass'];

/** A table together with the key that guards it, because a grant needs both. */
export interface KeyedTable {
  readonly table: dynamodb.Table;
  readonly key: kms.IKey;
}

export interface KeyedBucket {
  readonly bucket: s3.Bucket;
  readonly key: kms.IKey;
}

export interface KeyedQueue {
  readonly queue: sqs.Queue;
  readonly key: kms.IKey;
}

export interface KeyedSecret {
  readonly secret: secrets.Secret;
  readonly key: kms.IKey;
}

/**
 * Everything that holds data at rest: one key per data class, the tables of shared/storage/tables.ts, the buckets and
 * the secrets. What cannot be made again from another place is retained when the stack goes.
 */
export class Storage extends Construct {
  readonly keys: Readonly<Record<DataClass, kms.Key>>;
  readonly tables: Readonly<Record<TableId, KeyedTable>>;
  readonly dropBucket: KeyedBucket;
  readonly reportsBucket: KeyedBucket;
  /** Where S3 writes who read which object of the other buckets. */
  readonly accessLogsBucket: s3.Bucket;
  readonly identityKeys: KeyedSecret;
  readonly webhookSecret: KeyedSecret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.keys = {
      voice: this.key(
        'VoiceKey',
        'Redacted voices: documents, insights, reports, the queues that carry them.',
      ),
      identity: this.key(
        'IdentityKey',
        'Who is who: identifier tokens, customers, raw drop files, token keys.',
      ),
      operations: this.key(
        'OperationsKey',
        'Counts, state, work queues, logs and alarms; nothing about one person.',
      ),
    };
    allowServices(this.keys.operations);

    const tables: Partial<Record<TableId, KeyedTable>> = {};
    for (const [tableId, definition] of Object.entries(TABLES)) {
      tables[tableId as TableId] = this.table(tableId, definition.sk, this.keys[definition.dataClass]);
    }
    this.tables = tables as Record<TableId, KeyedTable>;

    this.accessLogsBucket = new s3.Bucket(this, 'AccessLogsBucket', {
      ...PRIVATE_BUCKET,
      // Log delivery writes only to buckets whose default encryption is SSE-S3.
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(90) }],
    });
    this.dropBucket = {
      key: this.keys.identity,
      bucket: new s3.Bucket(this, 'DropBucket', {
        ...PRIVATE_BUCKET,
        encryption: s3.BucketEncryption.KMS,
        encryptionKey: this.keys.identity,
        bucketKeyEnabled: true,
        // The one place where raw personal data may lie: a version history would keep what was deleted on purpose.
        versioned: false,
        lifecycleRules: [
          {
            id: 'one-day',
            expiration: Duration.days(1),
            abortIncompleteMultipartUploadAfter: Duration.days(1),
          },
        ],
        serverAccessLogsBucket: this.accessLogsBucket as s3.IBucket,
        serverAccessLogsPrefix: 'drop/',
      }),
    };
    this.reportsBucket = {
      key: this.keys.voice,
      bucket: new s3.Bucket(this, 'ReportsBucket', {
        ...PRIVATE_BUCKET,
        encryption: s3.BucketEncryption.KMS,
        encryptionKey: this.keys.voice,
        bucketKeyEnabled: true,
        versioned: true,
        lifecycleRules: [
          {
            id: 'old-versions',
            noncurrentVersionExpiration: Duration.days(90),
            abortIncompleteMultipartUploadAfter: Duration.days(1),
          },
          {
            // They name customers and are made anew every hour: a receipt of erasure promises BACKUP_DAYS.
            id: 'old-lists-of-customers',
            prefix: followUpKey(''),
            noncurrentVersionExpiration: Duration.days(7),
          },
        ],
        serverAccessLogsBucket: this.accessLogsBucket as s3.IBucket,
        serverAccessLogsPrefix: 'reports/',
      }),
    };
    describe(this.dropBucket.bucket, { bucket: 'drop' });
    describe(this.reportsBucket.bucket, { bucket: 'reports' });

    this.identityKeys = {
      key: this.keys.identity,
      secret: new secrets.Secret(this, 'IdentityKeys', {
        description:
          'Key versions under which personal identifiers become tokens. Losing it breaks every link.',
        encryptionKey: this.keys.identity,
        generateSecretString: {
          secretStringTemplate: JSON.stringify({ current: 'k1' }),
          generateStringKey: 'k1',
          passwordLength: 64,
          excludePunctuation: true,
        },
        removalPolicy: RemovalPolicy.RETAIN,
      }),
    };
    acknowledge(this.identityKeys.secret, {
      'AwsSolutions-SMG4':
        'A new key version must live beside the old one until its last document expires (docs/deploy.md); replacing it on a timer would break every link.',
    });
    this.webhookSecret = {
      key: this.keys.operations,
      secret: new secrets.Secret(this, 'WebhookSecret', {
        description: 'HMAC key that senders of the webhook share with us.',
        encryptionKey: this.keys.operations,
        generateSecretString: {
          secretStringTemplate: '{}',
          generateStringKey: 'signingKey',
          passwordLength: 64,
          excludePunctuation: true,
        },
      }),
    };
    acknowledge(this.webhookSecret.secret, {
      'AwsSolutions-SMG4':
        'The senders hold the same key; it changes when both sides agree on a day, not on a timer.',
    });
    describe(this.identityKeys.secret, { secret: 'identity-keys' });
    describe(this.webhookSecret.secret, { secret: 'webhook' });
  }

  private key(id: string, description: string): kms.Key {
    return new kms.Key(this, id, {
      description,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private table(id: string, hasSortKey: boolean, key: kms.Key): KeyedTable {
    const table = new dynamodb.Table(this, `${id.charAt(0).toUpperCase()}${id.slice(1)}Table`, {
      partitionKey: { name: PARTITION_KEY, type: dynamodb.AttributeType.STRING },
      ...(hasSortKey ? { sortKey: { name: SORT_KEY, type: dynamodb.AttributeType.STRING } } : {}),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: TTL_ATTRIBUTE,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    describe(table, { table: id });
    return { table, key };
  }
}

export const PRIVATE_BUCKET = {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
} as const;

/** Writes our own name of a resource into the template, so that tools find it without parsing logical ids. */
export function describe(construct: Construct, names: Readonly<Record<string, string>>): void {
  const resource = construct.node.defaultChild;
  if (CfnResource.isCfnResource(resource)) resource.addMetadata('voc', names);
}

/** The services that write into our queues, topics and logs need the operations key themselves. */
function allowServices(key: kms.Key): void {
  const stack = Stack.of(key);
  // S3 sends bucket notifications to encrypted queues, CloudWatch and Budgets send alarms to the encrypted topic; for this
  // account alone, so that nobody else's bucket or alarm makes them use the key:
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-least-privilege-policy.html
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'Notifications',
      principals: [
        new iam.ServicePrincipal('s3.amazonaws.com'),
        new iam.ServicePrincipal('cloudwatch.amazonaws.com'),
        new iam.ServicePrincipal('budgets.amazonaws.com'),
      ],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LogGroups',
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: '*' }),
        },
      },
    }),
  );
}
