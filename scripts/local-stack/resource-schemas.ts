import * as z from 'zod';

/** Properties of the template's resources after intrinsics are resolved, as far as the local stack carries them out. */

const flag = z.union([z.boolean(), z.stringbool()]);
const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).optional(),
  NonKeyAttributes: z.array(z.string()).optional(),
});

export const TableProperties = z.object({
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: projection }))
    .default([]),
  StreamSpecification: z
    .undefined({ error: 'streams are too slow in the embedded DynamoDB; use a queue' })
    .optional(),
});

export const QueueProperties = z.object({
  VisibilityTimeout: z.coerce.number().default(30),
  DelaySeconds: z.coerce.number().default(0),
  MessageRetentionPeriod: z.coerce.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.coerce.number().optional(),
  RedrivePolicy: z
    .object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().min(1) })
    .optional(),
  FifoQueue: flag.default(false),
  ContentBasedDeduplication: flag.default(false),
  DeduplicationScope: z.enum(['messageGroup', 'queue']).optional(),
  FifoThroughputLimit: z.enum(['perQueue', 'perMessageGroupId']).optional(),
});

const filterRules = z.array(
  z.object({
    Name: z
      .string()
      .toLowerCase()
      .pipe(z.enum(['prefix', 'suffix'])),
    Value: z.string(),
  }),
);
const unused = (what: string) =>
  z.undefined({ error: `${what} notifications are not carried out; send them to a queue` }).optional();

export const BucketProperties = z.object({
  NotificationConfiguration: z
    .object({
      QueueConfigurations: z
        .array(
          z.object({
            Event: z.string(),
            Queue: z.string(),
            Filter: z.object({ S3Key: z.object({ Rules: filterRules }) }).optional(),
          }),
        )
        .default([]),
      LambdaConfigurations: unused('function'),
      TopicConfigurations: unused('topic'),
      EventBridgeConfiguration: unused('EventBridge'),
    })
    .optional(),
});

/** The custom resource by which CDK sets notifications of a bucket. */
export const BucketNotificationsProperties = z.object({
  BucketName: z.string(),
  NotificationConfiguration: z.object({
    QueueConfigurations: z
      .array(
        z.object({
          Events: z.array(z.string()),
          QueueArn: z.string(),
          Filter: z.object({ Key: z.object({ FilterRules: filterRules }) }).optional(),
        }),
      )
      .default([]),
    LambdaFunctionConfigurations: unused('function'),
    TopicConfigurations: unused('topic'),
    EventBridgeConfiguration: unused('EventBridge'),
  }),
});

export const SecretProperties = z.object({
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .object({
      SecretStringTemplate: z.string().optional(),
      GenerateStringKey: z.string().optional(),
      PasswordLength: z.coerce.number().int().min(1).default(32),
      ExcludePunctuation: flag.default(false),
      ExcludeCharacters: z.string().default(''),
      ExcludeLowercase: flag.default(false),
      ExcludeUppercase: flag.default(false),
      ExcludeNumbers: flag.default(false),
      IncludeSpace: flag.default(false),
      RequireEachIncludedType: flag.default(true),
    })
    .optional(),
});

export const FunctionProperties = z.object({
  Handler: z.string(),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).prefault({}),
  Code: z.object({ S3Key: z.string().optional() }),
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
});

export const EventSourceProperties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: flag.default(true),
  BatchSize: z.coerce.number().int().min(1).default(10),
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  FunctionResponseTypes: z.array(z.string()).default([]),
  FilterCriteria: z.undefined({ error: 'filters are not carried out' }).optional(),
});

export const InvokeConfigProperties = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().int().min(0).default(2),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
});

export const ScheduleProperties = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().default('{}') }),
});

export const RouteProperties = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
});

export const IntegrationProperties = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});

export const AuthorizerProperties = z.object({
  AuthorizerType: z.literal('JWT'),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()).default([]) }),
});

const pattern = z.strictObject({
  source: z.array(z.string()).optional(),
  'detail-type': z.array(z.string()).optional(),
});

export const RuleProperties = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: pattern,
  State: z.string().default('ENABLED'),
  Targets: z
    .array(
      z.object({
        Arn: z.string(),
        Input: z.undefined().optional(),
        InputTransformer: z.undefined().optional(),
      }),
    )
    .default([]),
});
