import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { type GenerativeConfig, isInferenceProfile } from '../../shared/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { NodeFunction } from './node-function.ts';
import type { KeyedBucket, KeyedQueue, KeyedSecret, KeyedTable } from './storage.ts';

/**
 * Grants that name the exact actions. The library's own grants come with `kms:ReEncrypt*`, scans and deletes that
 * nobody asked for.
 */

export type TableAction =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PartiQLInsert'
  | 'PutItem'
  | 'Query'
  | 'Scan'
  | 'UpdateItem';

const TABLE_READS: readonly TableAction[] = ['BatchGetItem', 'GetItem', 'Query', 'Scan'];

/** Allows exactly these calls on a table, and the use of its key through DynamoDB only. */
export function allowTable(
  grantee: NodeFunction,
  { table, key }: KeyedTable,
  ...actions: readonly TableAction[]
): void {
  grantee.role.addToPolicy(
    new iam.PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    }),
  );
  const writes = actions.some((action) => !TABLE_READS.includes(action));
  allowKey(grantee, key, 'dynamodb', writes ? [...DECRYPT, ...ENCRYPT] : DECRYPT);
}

/** Allows putting unreadable input aside; it cannot be read back by the one who wrote it. */
export function allowQuarantine(grantee: NodeFunction, state: KeyedTable): void {
  allowTable(grantee, state, 'BatchWriteItem');
}

/**
 * Allows what Lambda asks of the role of a function that a queue feeds
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html). The library's own event source would let
 * the role decrypt whatever the key has encrypted.
 */
export function allowConsume(grantee: NodeFunction, { queue, key }: KeyedQueue): void {
  grantee.role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [queue.queueArn],
    }),
  );
  allowKey(grantee, key, 'sqs', ['kms:Decrypt']);
}

/** Allows sending to a queue. */
export function allowSend(grantee: NodeFunction, { queue, key }: KeyedQueue): void {
  grantee.role.addToPolicy(
    new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
  );
  allowKey(grantee, key, 'sqs', ['kms:Decrypt', 'kms:GenerateDataKey']);
}

/** Allows calls on the objects of a bucket below a prefix (`''` = all of them). */
export function allowObjects(
  grantee: NodeFunction,
  { bucket, key }: KeyedBucket,
  prefix: string,
  ...actions: readonly ('GetObject' | 'PutObject' | 'DeleteObject')[]
): void {
  grantee.role.addToPolicy(
    new iam.PolicyStatement({
      actions: actions.map((action) => `s3:${action}`),
      resources: [bucket.arnForObjects(`${prefix}*`)],
    }),
  );
  const writes = actions.includes('PutObject');
  const reads = actions.includes('GetObject');
  // Without it, S3 answers "forbidden" for an object that is gone, and "gone" is success here. A prefix condition would
  // not hold for reads of a single object.
  if (reads) {
    grantee.role.addToPolicy(
      new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
    );
  }
  allowKey(grantee, key, 's3', [
    ...(reads || writes ? ['kms:Decrypt'] : []),
    ...(writes ? ['kms:GenerateDataKey'] : []),
  ]);
  const bucketId = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as never);
  acknowledge(grantee.role.node.findChild('DefaultPolicy'), {
    [`AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${prefix}*]`]:
      'Object names are made at run time; the prefix is as narrow as the function works.',
  });
}

export function allowSecret(grantee: NodeFunction, { secret, key }: KeyedSecret): void {
  grantee.role.addToPolicy(
    new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
  );
  allowKey(grantee, key, 'secretsmanager', ['kms:Decrypt']);
}

/**
 * Allows reading the secrets that sources name. The operator makes them by hand, so their ARNs end in six characters
 * that only Secrets Manager knows; their key is the account's own one for secrets.
 */
export function allowNamedSecrets(grantee: NodeFunction, names: readonly string[]): void {
  if (names.length === 0) return;
  const stack = Stack.of(grantee);
  const resources = [...new Set(names)].map((name) =>
    stack.formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${name}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  grantee.role.addToPolicy(
    new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }),
  );
}

/** Allows mail from one sender address, whether the address itself or its domain is the verified identity. */
export function allowMail(grantee: NodeFunction, from: string): void {
  const stack = Stack.of(grantee);
  const domain = from.slice(from.indexOf('@') + 1);
  grantee.role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [from, domain].map((identity) =>
        stack.formatArn({ service: 'ses', resource: 'identity', resourceName: identity }),
      ),
      conditions: { StringEquals: { 'ses:FromAddress': from } },
    }),
  );
}

/**
 * Allows asking exactly one large model, or one inference profile with exactly the models behind it: Bedrock checks
 * both (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html).
 */
export function allowModel(
  grantee: NodeFunction,
  { modelId, routesTo }: Pick<GenerativeConfig, 'modelId' | 'routesTo'>,
): void {
  const profile = isInferenceProfile(modelId);
  const arn = modelId.startsWith('arn:')
    ? modelId
    : Stack.of(grantee).formatArn({
        service: 'bedrock',
        // A foundation model belongs to no account.
        ...(profile ? {} : { account: '' }),
        resource: profile ? 'inference-profile' : 'foundation-model',
        resourceName: modelId,
      });
  grantee.role.addToPolicy(
    new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: [arn, ...routesTo] }),
  );
}

const DECRYPT = ['kms:Decrypt', 'kms:DescribeKey'];
const ENCRYPT = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

function allowKey(grantee: NodeFunction, key: kms.IKey, service: string, actions: readonly string[]): void {
  if (actions.length === 0) return;
  grantee.role.addToPolicy(
    new iam.PolicyStatement({
      actions: [...actions],
      resources: [key.keyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': `${service}.${Stack.of(grantee).region}.amazonaws.com` },
      },
    }),
  );
}
