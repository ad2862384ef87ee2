import { basename } from 'node:path';
import type * as z from 'zod';
import { ignoredReason } from './ignored-types.ts';
import { type References, resolveIntrinsics, unsupported } from './intrinsics.ts';
import {
  createReferences,
  functionArn,
  type Origins,
  physicalName,
  queueArn,
  queueUrl,
  secretArn,
} from './physical-names.ts';
import * as schemas from './resource-schemas.ts';
import { parseScheduleExpression, type ScheduleExpression } from './schedule-expression.ts';
import type { Assembly, TemplateResource } from './template.ts';

export interface Named {
  readonly logicalId: string;
  readonly name: string;
}
export interface TablePlan
  extends Named,
    Omit<z.output<typeof schemas.TableProperties>, 'StreamSpecification'> {}
export interface QueuePlan extends Named {
  readonly url: string;
  readonly arn: string;
  readonly properties: z.output<typeof schemas.QueueProperties>;
}
export interface NotificationPlan {
  readonly events: readonly string[];
  readonly queueArn: string;
  readonly prefix: string;
  readonly suffix: string;
}
export interface BucketPlan extends Named {
  readonly notifications: readonly NotificationPlan[];
}
export interface SecretPlan extends Named {
  readonly arn: string;
  readonly properties: z.output<typeof schemas.SecretProperties>;
}
export interface FunctionPlan extends Named {
  /** Name of the folder under functions/, from the variable VOC_FUNCTION. */
  readonly vocName: string;
  readonly arn: string;
  readonly codeDir: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly env: Readonly<Record<string, string>>;
  /** Retries of an asynchronous invocation, and the queue that gets the event when all have failed. */
  readonly asyncRetries: number;
  readonly asyncFailureQueueArn: string | undefined;
}
export interface EventSourcePlan {
  readonly logicalId: string;
  readonly functionName: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly partialResponses: boolean;
}
export interface SchedulePlan extends Named {
  readonly functionName: string;
  readonly expression: ScheduleExpression;
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly input: unknown;
}
export interface AuthorizerPlan {
  readonly issuer: string;
  readonly audience: readonly string[];
}
export interface RoutePlan {
  readonly routeKey: string;
  readonly functionName: string;
  readonly authorizer: AuthorizerPlan | undefined;
}
export interface RulePlan {
  readonly busName: string;
  readonly pattern: z.output<typeof schemas.RuleProperties>['EventPattern'];
  readonly targetArns: readonly string[];
}

/** Everything the local stack makes of a template. */
export interface StackPlan {
  readonly tables: readonly TablePlan[];
  readonly queues: readonly QueuePlan[];
  readonly buckets: readonly BucketPlan[];
  readonly secrets: readonly SecretPlan[];
  readonly functions: readonly FunctionPlan[];
  readonly eventSources: readonly EventSourcePlan[];
  readonly schedules: readonly SchedulePlan[];
  readonly routes: readonly RoutePlan[];
  readonly rules: readonly RulePlan[];
  readonly eventBuses: readonly Named[];
}

/**
 * Turns a template into the list of what to run. Function environments come out unscaled.
 * @throws VocError `stack.unsupported` (config) for a resource type, intrinsic or property the local stack does not
 *   carry out: what runs locally must be what deploys, so nothing is dropped in silence
 */
export function planStack(assembly: Assembly, origins: Origins): StackPlan {
  const reader = createReader(assembly, createReferences(assembly.template, origins));
  const functions = planFunctions(reader, assembly);
  const functionOf = (reference: string, user: string): string => {
    const found = functions.find((plan) => reference === plan.name || reference.startsWith(plan.arn));
    if (found === undefined)
      throw unsupported(`${user} points at ${reference}, which is no function of functions/.`);
    return found.vocName;
  };
  return {
    functions,
    tables: reader
      .all(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], schemas.TableProperties)
      .map(({ logicalId, name, properties: { StreamSpecification: _none, ...table } }) => ({
        logicalId,
        name,
        ...table,
      })),
    queues: reader.all(['AWS::SQS::Queue'], schemas.QueueProperties).map((queue) => ({
      ...queue,
      url: queueUrl(queue.name, origins),
      arn: queueArn(queue.name),
    })),
    buckets: planBuckets(reader),
    secrets: reader
      .all(['AWS::SecretsManager::Secret'], schemas.SecretProperties)
      .map((secret) => ({ ...secret, arn: secretArn(secret.name) })),
    eventSources: reader
      .all(['AWS::Lambda::EventSourceMapping'], schemas.EventSourceProperties)
      .filter(({ properties }) => properties.Enabled)
      .map(({ logicalId, properties }) => ({
        logicalId,
        functionName: functionOf(properties.FunctionName, logicalId),
        queueArn: properties.EventSourceArn,
        batchSize: properties.BatchSize,
        windowSeconds: properties.MaximumBatchingWindowInSeconds,
        partialResponses: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      })),
    schedules: reader
      .all(['AWS::Scheduler::Schedule'], schemas.ScheduleProperties)
      .map(({ logicalId, name, properties }) => ({
        logicalId,
        name,
        functionName: functionOf(properties.Target.Arn, logicalId),
        expression: parseScheduleExpression(properties.ScheduleExpression),
        timeZone: properties.ScheduleExpressionTimezone,
        enabled: properties.State === 'ENABLED',
        input: JSON.parse(properties.Target.Input),
      })),
    routes: planRoutes(reader, functionOf),
    rules: reader
      .all(['AWS::Events::Rule'], schemas.RuleProperties)
      .filter(({ properties }) => properties.State === 'ENABLED')
      .map(({ properties }) => ({
        busName: properties.EventBusName,
        pattern: properties.EventPattern,
        targetArns: properties.Targets.map((target) => target.Arn),
      })),
    eventBuses: reader.names(['AWS::Events::EventBus']),
  };
}

const CARRIED_OUT = new Set([
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'Custom::S3BucketNotifications',
  'AWS::SecretsManager::Secret',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Scheduler::Schedule',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
]);

interface Reader {
  all<Schema extends z.ZodType>(
    types: readonly string[],
    schema: Schema,
  ): (Named & { properties: z.output<Schema> })[];
  names(types: readonly string[]): Named[];
}

function createReader({ template }: Assembly, references: References): Reader {
  const resources = Object.entries(template.Resources);
  for (const [logicalId, resource] of resources) {
    if (ignoredReason(resource.Type) !== undefined) continue;
    if (!CARRIED_OUT.has(resource.Type)) {
      throw unsupported(
        `The local stack does not know ${resource.Type} (${logicalId}). Carry it out in scripts/local-stack/plan.ts, ` +
          'or list it with a reason in scripts/local-stack/ignored-types.ts.',
      );
    }
    if (resource.Condition !== undefined)
      throw unsupported(`${logicalId} has a condition; the local stack knows none.`);
  }
  const named = (types: readonly string[]): [string, TemplateResource][] =>
    resources.filter(
      ([logicalId, resource]) => types.includes(resource.Type) && !isProvider(logicalId, resource),
    );
  return {
    all: (types, schema) =>
      named(types).map(([logicalId, resource]) => {
        const parsed = schema.safeParse(resolveIntrinsics(resource.Properties, references, logicalId));
        if (parsed.success)
          return { logicalId, name: physicalName(logicalId, resource), properties: parsed.data };
        const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
        throw unsupported(
          `${logicalId} (${resource.Type}) has properties the local stack cannot carry out: ${issues.join('; ')}.`,
        );
      }),
    names: (types) =>
      named(types).map(([logicalId, resource]) => ({ logicalId, name: physicalName(logicalId, resource) })),
  };
}

/** Functions that CDK itself adds, to carry out custom resources while deploying. */
function isProvider(logicalId: string, resource: TemplateResource): boolean {
  return (
    resource.Type === 'AWS::Lambda::Function' &&
    /^(BucketNotificationsHandler|Custom|AWS[0-9a-f]{6})/.test(logicalId)
  );
}

function planFunctions(reader: Reader, { assetDirs }: Assembly): FunctionPlan[] {
  const invokeConfigs = reader.all(['AWS::Lambda::EventInvokeConfig'], schemas.InvokeConfigProperties);
  return reader
    .all(['AWS::Lambda::Function'], schemas.FunctionProperties)
    .map(({ logicalId, name, properties }) => {
      const hash = basename(properties.Code.S3Key ?? '').replace(/\.zip$/, '');
      const codeDir = assetDirs.get(hash);
      if (codeDir === undefined) throw unsupported(`The code of ${logicalId} is no asset of the assembly.`);
      const vocName = properties.Environment.Variables.VOC_FUNCTION;
      if (vocName === undefined)
        throw unsupported(`${logicalId} has no variable VOC_FUNCTION that names its folder.`);
      const config = invokeConfigs.find(
        ({ properties: { FunctionName: target } }) => target === name,
      )?.properties;
      return {
        logicalId,
        name,
        vocName,
        arn: functionArn(name),
        codeDir,
        handler: properties.Handler,
        timeoutMs: properties.Timeout * 1000,
        memoryMb: properties.MemorySize,
        env: properties.Environment.Variables,
        asyncRetries: config?.MaximumRetryAttempts ?? 2,
        asyncFailureQueueArn:
          config?.DestinationConfig?.OnFailure?.Destination ?? properties.DeadLetterConfig?.TargetArn,
      };
    });
}

function planBuckets(reader: Reader): BucketPlan[] {
  const affix = (rules: readonly { Name: string; Value: string }[] | undefined, name: string): string =>
    rules?.find((rule) => rule.Name === name)?.Value ?? '';
  const custom = reader.all(['Custom::S3BucketNotifications'], schemas.BucketNotificationsProperties);
  return reader.all(['AWS::S3::Bucket'], schemas.BucketProperties).map(({ logicalId, name, properties }) => ({
    logicalId,
    name,
    notifications: [
      ...(properties.NotificationConfiguration?.QueueConfigurations ?? []).map((entry) => ({
        events: [entry.Event],
        queueArn: entry.Queue,
        prefix: affix(entry.Filter?.S3Key.Rules, 'prefix'),
        suffix: affix(entry.Filter?.S3Key.Rules, 'suffix'),
      })),
      ...custom
        .filter((resource) => resource.properties.BucketName === name)
        .flatMap((resource) => resource.properties.NotificationConfiguration.QueueConfigurations)
        .map((entry) => ({
          events: entry.Events,
          queueArn: entry.QueueArn,
          prefix: affix(entry.Filter?.Key.FilterRules, 'prefix'),
          suffix: affix(entry.Filter?.Key.FilterRules, 'suffix'),
        })),
    ],
  }));
}

function planRoutes(reader: Reader, functionOf: (reference: string, user: string) => string): RoutePlan[] {
  const integrations = reader.all(['AWS::ApiGatewayV2::Integration'], schemas.IntegrationProperties);
  const authorizers = reader.all(['AWS::ApiGatewayV2::Authorizer'], schemas.AuthorizerProperties);
  return reader
    .all(['AWS::ApiGatewayV2::Route'], schemas.RouteProperties)
    .map(({ logicalId, properties }) => {
      const integration = integrations.find(({ name }) => properties.Target === `integrations/${name}`);
      if (integration === undefined)
        throw unsupported(`The route ${logicalId} has no integration in the template.`);
      const uri = integration.properties.IntegrationUri;
      const functionReference = /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
      const authorizer = authorizers.find(({ name }) => name === properties.AuthorizerId)?.properties
        .JwtConfiguration;
      if (properties.AuthorizationType === 'JWT' && authorizer === undefined) {
        throw unsupported(
          `The route ${logicalId} asks for a JWT, but its authorizer is not in the template.`,
        );
      }
      return {
        routeKey: properties.RouteKey,
        functionName: functionOf(functionReference, logicalId),
        authorizer:
          properties.AuthorizationType === 'NONE' || authorizer === undefined
            ? undefined
            : { issuer: authorizer.Issuer, audience: authorizer.Audience },
      };
    });
}
