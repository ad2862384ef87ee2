import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { functionNames } from '../../infra/function-schemas.ts';
import type { VocStack } from '../../infra/voc-stack.ts';
import { TABLES } from '../../shared/storage/tables.ts';
import {
  configuredRoot,
  makeApp,
  ofType,
  type Resource,
  ROOT_DIR,
  synthesize,
  type Template,
  targetOf,
  withSources,
} from './synthesized-stack.ts';
import { tableActions } from './table-calls.ts';

let app: App;
let stack: VocStack;
let template: Template;

beforeAll(async () => {
  ({ app, stack, template } = await synthesize(configuredRoot(withSources)));
}, 120_000);

interface Acknowledgement {
  path: string;
  id: string;
  reason: string;
}

function acknowledgements(root: IConstruct): Acknowledgement[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap((entry) => Object.entries(z.record(z.string(), z.string()).parse(entry.data)))
      .map(([id, reason]) => ({ path: construct.node.path, id: id.replace(/^annotation::/i, ''), reason })),
  );
}

/** What cdk-nag would say if nobody had given a reason for anything. */
function rawFindings(): { id: string; path: string }[] {
  const checks = new AwsSolutionsChecks(app);
  Object.defineProperty(checks, 'isAcknowledged', { value: () => false });
  return checks.validateScope(stack).violations.flatMap((violation) =>
    violation.violatingResources.map((resource) => ({
      id: violation.ruleName,
      path: resource.constructPath ?? '',
    })),
  );
}

describe('security findings', () => {
  it('stop the synthesis while nobody has given a reason', async () => {
    const bare = await makeApp();
    new Bucket(bare.stack, 'Bare');
    expect(() => bare.app.synth()).toThrow(/AwsSolutions-S10/);
  }, 120_000);

  it('are acknowledged at the very resource where they occur, each with a reason in a whole sentence', () => {
    const findings = rawFindings();
    const acknowledged = acknowledgements(stack);
    expect(acknowledged.length).toBeGreaterThan(10);
    for (const { path, id, reason } of acknowledged) {
      expect
        .soft(
          findings.some((finding) => finding.id === id && finding.path === path),
          `${id} at ${path} is not needed`,
        )
        .toBe(true);
      expect.soft(reason, `${id} at ${path}`).toMatch(/^[A-Z].{40,}\.$/);
    }
  });
});

describe('permissions', () => {
  const StatementSchema = z.object({
    Effect: z.string(),
    Action: z.union([z.string(), z.array(z.string())]),
    Resource: z.unknown(),
  });

  function statements(): { id: string; actions: string[]; resource: unknown }[] {
    return ofType(template, 'AWS::IAM::Policy').flatMap(({ id, resource }) => {
      const document = z
        .object({ Statement: z.array(StatementSchema) })
        .parse(resource.Properties.PolicyDocument);
      return document.Statement.filter((statement) => statement.Effect === 'Allow').map((statement) => ({
        id,
        actions: [statement.Action].flat(),
        resource: statement.Resource,
      }));
    });
  }

  function functionNamed(name: string): Resource {
    const found = ofType(template, 'AWS::Lambda::Function').find(
      ({ resource }) => resource.Metadata?.voc?.function === name,
    );
    if (found === undefined) throw new Error(`the template has no function ${name}`);
    return found.resource;
  }

  function policyOf(resource: Resource): string | undefined {
    const role = targetOf(resource.Properties.Role);
    return ofType(template, 'AWS::IAM::Policy').find(
      ({ resource: policy }) => targetOf([policy.Properties.Roles].flat()[0]) === role,
    )?.id;
  }

  it('on tables are exactly the calls that the code of a function makes', () => {
    for (const name of functionNames()) {
      const variables = functionNamed(name).Properties.Environment as { Variables: Record<string, unknown> };
      const policy = policyOf(functionNamed(name));
      const granted = Object.fromEntries(
        Object.values(TABLES).flatMap(({ envName }) => {
          const tableId = targetOf(variables.Variables[envName]);
          const actions = statements()
            .filter(
              ({ id, resource }) =>
                id === policy && [resource].flat().some((one) => targetOf(one) === tableId),
            )
            .flatMap((statement) => statement.actions.map((action) => action.replace('dynamodb:', '')));
          return tableId === undefined || actions.length === 0 ? [] : [[envName, actions.sort()]];
        }),
      );
      const made = Object.fromEntries(
        [...tableActions(name)].map(([table, actions]) => [table, [...actions].sort()]),
      );
      expect
        .soft(
          granted,
          `what ${name} is granted (received) is not what it calls (expected): see infra/constructs`,
        )
        .toEqual(made);
    }
  });

  it('to send to an encrypted queue come with the use of its key', () => {
    const sends = statements().filter(({ actions }) => actions.includes('sqs:SendMessage'));
    expect(sends.length).toBeGreaterThan(8);
    for (const { id, resource } of sends) {
      for (const queueId of [resource].flat().map(targetOf)) {
        const key = targetOf(template.Resources[queueId ?? '']?.Properties.KmsMasterKeyId);
        const uses = statements().filter(
          (one) => one.id === id && one.actions.includes('kms:GenerateDataKey'),
        );
        expect
          .soft(
            uses.flatMap((one) => [one.resource].flat().map(targetOf)),
            `${id} → ${queueId}`,
          )
          .toContain(key);
      }
    }
  });

  it('come from no managed policy', () => {
    const managed = ofType(template, 'AWS::IAM::Role').filter(
      ({ resource }) => resource.Properties.ManagedPolicyArns !== undefined,
    );
    expect(managed).toEqual([]);
  });
});

describe('what cannot be made again', () => {
  it('is restorable to any second of five weeks, and guarded against deletion: every table', () => {
    const tables = ofType(template, 'AWS::DynamoDB::Table');
    expect(tables).toHaveLength(Object.keys(TABLES).length);
    for (const { id, resource } of tables) {
      expect.soft(resource.Properties, id).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      });
      expect.soft(resource.DeletionPolicy, id).toBe('Retain');
    }
  });

  it('is kept in older versions: the report bucket, but not what people drop', () => {
    const buckets = ofType(template, 'AWS::S3::Bucket');
    const versioned = (name: string) =>
      buckets.find(({ resource }) => resource.Metadata?.voc?.bucket === name)?.resource.Properties
        .VersioningConfiguration;
    expect(versioned('reports')).toEqual({ Status: 'Enabled' });
    expect(versioned('drop')).toBeUndefined();
  });
});

describe('the dashboard', () => {
  it('shows every queue and every function', () => {
    const [page] = ofType(template, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(page?.resource.Properties.DashboardBody);
    const shown = (id: string) => body.includes(`"${id}"`);
    for (const { id } of [
      ...ofType(template, 'AWS::SQS::Queue'),
      ...ofType(template, 'AWS::Lambda::Function'),
    ]) {
      if (template.Resources[id]?.Metadata?.voc === undefined) continue;
      expect.soft(shown(id), id).toBe(true);
    }
  });
});

describe('traces', () => {
  it('are made by every function', () => {
    for (const { id, resource } of ofType(template, 'AWS::Lambda::Function')) {
      if (resource.Metadata?.voc === undefined) continue;
      expect.soft(resource.Properties.TracingConfig, id).toEqual({ Mode: 'Active' });
    }
  });
});

describe('alarms', () => {
  const runbook = readFileSync(join(ROOT_DIR, 'docs/operations.md'), 'utf8');
  const sections = new Map(
    runbook
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section]),
  );

  const sectionOf = (alarm: Resource) => String(alarm.Properties.AlarmDescription).split('#').at(-1) ?? '';

  it('have an explicit name, an impact sentence, somebody who hears them, and a runbook section', () => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(30);
    for (const { id, resource } of alarms) {
      const name = String(resource.Properties.AlarmName);
      expect.soft(name, id).toMatch(/^voc-[a-z0-9-]+$/);
      expect
        .soft(resource.Properties.AlarmDescription, id)
        .toMatch(/^[A-Z][^.]{20,}\. Runbook: docs\/operations\.md#voc-[a-z0-9-]+$/);
      expect.soft(name.startsWith(sectionOf(resource)), id).toBe(true);
      expect.soft(resource.Properties.AlarmActions, id).toHaveLength(1);
      expect
        .soft(sections.get(sectionOf(resource)) ?? '', `runbook of ${name}`)
        .toMatch(/- \*\*Means\*\*: .+\n- \*\*Look\*\*: .+\n- \*\*Do\*\*: .+\n/);
    }
  });

  const MetricSchema = z.object({
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  });
  const AlarmSchema = z.union([
    MetricSchema.transform((metric) => [metric]),
    z
      .object({ Metrics: z.array(z.object({ MetricStat: z.object({ Metric: MetricSchema }).optional() })) })
      .transform(({ Metrics }) => Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])),
  ]);
  /** What an alarm watches: one metric, or those of its expression. */
  const metricsOf = (alarm: Resource) => AlarmSchema.parse(alarm.Properties);

  const budgetOf = (budget: Resource) =>
    z
      .object({
        BudgetName: z.string(),
        AutoAdjustData: z.object({ AutoAdjustType: z.literal('HISTORICAL') }),
      })
      .parse(budget.Properties.Budget);

  it('tell of cost that is out of the ordinary, to the same people', () => {
    const [budget] = ofType(template, 'AWS::Budgets::Budget');
    expect(budgetOf(budget?.resource as Resource).BudgetName).toBe('voc-cost-anomaly');
    const told = z
      .array(
        z.object({ Subscribers: z.array(z.object({ SubscriptionType: z.string(), Address: z.unknown() })) }),
      )
      .parse(budget?.resource.Properties.NotificationsWithSubscribers);
    const topics = ofType(template, 'AWS::SNS::Topic').map(({ id }) => id);
    expect(told).toHaveLength(2);
    for (const { Subscribers } of told) {
      expect(Subscribers.map(({ SubscriptionType }) => SubscriptionType)).toEqual(['SNS']);
      expect(topics).toContain(targetOf(Subscribers[0]?.Address));
    }
  });

  it('may publish to their topic', () => {
    const [policy] = ofType(template, 'AWS::SNS::TopicPolicy');
    const document = z
      .object({
        Statement: z.array(z.object({ Effect: z.string(), Principal: z.unknown(), Action: z.unknown() })),
      })
      .parse(policy?.resource.Properties.PolicyDocument);
    expect(document.Statement).toContainEqual({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
    });
  });

  it('exist for every section of the runbook', () => {
    const named = new Set([
      ...ofType(template, 'AWS::CloudWatch::Alarm').map(({ resource }) => sectionOf(resource)),
      ...ofType(template, 'AWS::Budgets::Budget').map(({ resource }) => budgetOf(resource).BudgetName),
    ]);
    expect([...sections.keys()].sort()).toEqual([...named].sort());
  });

  it('on our own counters watch names that the function counts', () => {
    const own = ofType(template, 'AWS::CloudWatch::Alarm')
      .flatMap(({ resource }) => metricsOf(resource))
      .filter(({ Namespace }) => Namespace === 'voc');
    expect(own.length).toBeGreaterThan(1);
    for (const { MetricName, Dimensions } of own) {
      const dimensions = z
        .array(z.object({ Name: z.enum(['service', 'source']), Value: z.string() }))
        .parse(Dimensions);
      const service = dimensions.find(({ Name }) => Name === 'service')?.Value;
      const folder = join(ROOT_DIR, 'functions', `${service}`);
      const code = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
      for (const name of ['source-run.ts', 'deliver-to-sinks.ts']) {
        if (!code.some((text) => text.includes(`/${name}`))) continue;
        code.push(readFileSync(join(ROOT_DIR, 'functions/common', name), 'utf8'));
      }
      const counted = dimensions.length > 1 ? /countOf\([^,]+, '(\w+)'/g : /count\(\s*'(\w+)'/g;
      const names = [...code.join('\n').matchAll(counted)].map(([, name]) => name);
      expect(names).toContain(MetricName);
    }
  });

  it('hear of failures, doubts and ending keys from every function that runs sources', () => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm').flatMap(({ resource }) => metricsOf(resource));
    const heard = (counter: string) =>
      alarms
        .filter(({ MetricName }) => MetricName === counter)
        .flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => Value))
        .sort();
    expect(heard('SourceFailures')).toEqual([
      'collect',
      'import-customers',
      'import-funnel',
      'import-messages',
    ]);
    // Of funnel steps no source is configured here, and an alarm has its price.
    expect(heard('SourceDoubts')).toEqual(['collect', 'import-customers', 'import-messages']);
    expect(heard('CredentialsExpiring')).toEqual(heard('SourceDoubts'));
  });

  it('watch the dead letters and the age of every queue and the errors of every function', () => {
    const watched = ofType(template, 'AWS::CloudWatch::Alarm').map(({ resource }) =>
      String(resource.Properties.AlarmName),
    );
    const queues = ofType(template, 'AWS::SQS::Queue').flatMap(
      ({ resource }) => resource.Metadata?.voc?.queue ?? [],
    );
    for (const queue of queues.filter((name) => name !== 'failed-runs')) {
      expect.soft(watched).toContain(`voc-${queue}-dead-letters`);
      expect.soft(watched).toContain(`voc-${queue}-waiting-too-long`);
    }
    for (const { resource } of ofType(template, 'AWS::Lambda::Function')) {
      const name = resource.Metadata?.voc?.function;
      expect.soft(watched).toContain(`voc-${name}-errors`);
      expect.soft(watched).toContain(`voc-throttled-${name}`);
      // Imports, collection, erasure and reanalysis use their time up on purpose and go on in the next run.
      const untilItsLimit = /^(collect|erase-customer|import-.+|reanalyze)$/.test(name ?? '');
      expect
        .soft(watched.includes(`voc-near-time-out-${name}`), `time limit of ${name}`)
        .toBe(!untilItsLimit);
    }
    expect(watched).toEqual(
      expect.arrayContaining(['voc-scheduled-runs-failed', 'voc-rollup-sweep-corrected']),
    );
  });
});
