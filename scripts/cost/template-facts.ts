import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { PROJECT_ROOT } from '../project-files.ts';

/** What the synthesized template says of cost: sizes, and how many of what costs by the month. */
export interface TemplateFacts {
  readonly memoryMb: Readonly<Record<string, number>>;
  readonly timeoutSeconds: Readonly<Record<string, number>>;
  /** Queues that a function is fed from, with their largest concurrency. */
  readonly sources: readonly { readonly fifo: boolean; readonly maxConcurrency: number }[];
  readonly queues: number;
  readonly tables: number;
  /** As CloudWatch bills them: an alarm on several metrics costs as much as one on each. */
  readonly alarms: number;
  readonly dashboards: number;
  readonly keys: number;
  readonly secrets: number;
  readonly schedules: number;
  readonly customMetrics: number;
  /** Of which requests X-Ray keeps the trace: so many each second, and a share of the others. */
  readonly tracing: { readonly perSecond: number; readonly share: number };
}

const ResourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.object({ voc: z.record(z.string(), z.string()).optional() }).optional(),
});
const FunctionSchema = z.object({ MemorySize: z.number(), Timeout: z.number() });
const SamplingRuleSchema = z.object({
  SamplingRule: z.object({ ReservoirSize: z.number(), FixedRate: z.number() }),
});
/** Without a rule of ours, that of the account. */
const DEFAULT_TRACING = { perSecond: 1, share: 0.05 };
const SourceSchema = z.object({
  EventSourceArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
});

/** An alarm on one metric names it in fields of its own; one on an expression lists what the expression is made of. */
const AlarmSchema = z.object({
  Metrics: z.array(z.object({ MetricStat: z.unknown().optional() })).optional(),
});

/** @throws where the template was not synthesized yet */
export async function readTemplateFacts(customMetrics: number): Promise<TemplateFacts> {
  const file = fileURLToPath(new URL('cdk.out/VocStack.template.json', PROJECT_ROOT));
  const template = z
    .object({ Resources: z.record(z.string(), ResourceSchema) })
    .parse(JSON.parse(await readFile(file, 'utf8')));
  return templateFacts(template.Resources, customMetrics);
}

export function templateFacts(
  resources: Readonly<Record<string, z.output<typeof ResourceSchema>>>,
  customMetrics: number,
): TemplateFacts {
  const ofType = (type: string) => Object.values(resources).filter((resource) => resource.Type === type);
  const memoryMb: Record<string, number> = {};
  const timeoutSeconds: Record<string, number> = {};
  for (const { Metadata, Properties } of ofType('AWS::Lambda::Function')) {
    const name = Metadata?.voc?.function;
    if (name === undefined) continue;
    const { MemorySize, Timeout } = FunctionSchema.parse(Properties);
    memoryMb[name] = MemorySize;
    timeoutSeconds[name] = Timeout;
  }
  const [tracing = DEFAULT_TRACING] = ofType('AWS::XRay::SamplingRule').map(({ Properties }) => {
    const { ReservoirSize, FixedRate } = SamplingRuleSchema.parse(Properties).SamplingRule;
    return { perSecond: ReservoirSize, share: FixedRate };
  });
  return {
    memoryMb,
    timeoutSeconds,
    sources: ofType('AWS::Lambda::EventSourceMapping').map(({ Properties }) => {
      const { EventSourceArn, ScalingConfig } = SourceSchema.parse(Properties);
      const [queueId] = EventSourceArn['Fn::GetAtt'];
      return {
        fifo: resources[queueId]?.Properties.FifoQueue === true,
        maxConcurrency: ScalingConfig.MaximumConcurrency,
      };
    }),
    queues: ofType('AWS::SQS::Queue').length,
    tables: ofType('AWS::DynamoDB::Table').length,
    alarms: ofType('AWS::CloudWatch::Alarm').reduce((sum, { Properties }) => {
      const { Metrics } = AlarmSchema.parse(Properties);
      return sum + (Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1);
    }, 0),
    dashboards: ofType('AWS::CloudWatch::Dashboard').length,
    keys: ofType('AWS::KMS::Key').length,
    secrets: ofType('AWS::SecretsManager::Secret').length,
    schedules: ofType('AWS::Scheduler::Schedule').length,
    customMetrics,
    tracing,
  };
}
