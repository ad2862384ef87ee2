import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnResource } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fullTemplate } from './everything-on.ts';
import {
  makeApp,
  objectsIn,
  ofType,
  type Resource,
  ROOT_DIR,
  type Template,
  targetOf,
} from './synthesized-stack.ts';

let template: Template;

beforeAll(async () => {
  template = await fullTemplate();
}, 300_000);

describe('the validation of the template against the schemas of CloudFormation', () => {
  it('stops the synthesis at what a deployment would refuse', async () => {
    const { app, stack } = await makeApp();
    const queue = (id: string, properties: Record<string, unknown>, dependsOn?: string) => {
      const resource = new CfnResource(stack, id, { type: 'AWS::SQS::Queue', properties });
      if (dependsOn !== undefined) resource.addOverride('DependsOn', [dependsOn]);
    };
    queue('Unknown', { Unheard: 1 });
    queue('Attribute', { KmsMasterKeyId: { 'Fn::GetAtt': ['Unknown', 'Armn'] } });
    queue('Reference', { KmsMasterKeyId: { Ref: 'Nobody' } });
    queue('Substitution', { QueueName: { 'Fn::Sub': `\${Nobody}-x` } });
    queue('Range', { VisibilityTimeout: 99_999 });
    queue('Waits', {}, 'Gone');
    queue('First', {}, 'Second');
    queue('Second', {}, 'First');
    const refused = () => {
      try {
        app.synth();
        return '';
      } catch (error) {
        return String(error);
      }
    };
    const rules = [...refused().matchAll(/'CloudFormation-Validate::(\w+)'/g)].map(([, rule]) => rule);
    // Unknown property, attribute, reference, substitution, range, dependency on nothing, circle.
    expect(rules).toEqual(
      expect.arrayContaining(['F3002', 'E9004', 'F1020', 'F1018', 'F3034', 'E3005', 'F3004']),
    );
  }, 120_000);
});

/** What the schemas do not say; https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
describe('limits of AWS', () => {
  const json = (value: unknown) => JSON.stringify(value).length;

  it('of CloudFormation: half of the resources and of the size of a template are left', () => {
    expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(400);
    expect(json(template)).toBeLessThan(700_000);
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(template.Outputs)).length).toBeLessThan(200);
  });

  it('of IAM: the policies of a role together stay below 10,240 characters', () => {
    const sizes = new Map<string, number>();
    for (const { resource } of ofType(template, 'AWS::IAM::Policy')) {
      for (const role of z.array(z.unknown()).parse(resource.Properties.Roles)) {
        const id = targetOf(role) ?? '';
        sizes.set(id, (sizes.get(id) ?? 0) + json(resolved(resource.Properties.PolicyDocument)));
      }
    }
    expect(sizes.size).toBeGreaterThan(15);
    for (const [role, size] of sizes) expect.soft(size, role).toBeLessThan(10_240);
  });

  it('of key, bucket and queue policies: 32, 20 and 10 kB', () => {
    const limits = [
      ['AWS::KMS::Key', 'KeyPolicy', 32_768],
      ['AWS::S3::BucketPolicy', 'PolicyDocument', 20_480],
      ['AWS::SQS::QueuePolicy', 'PolicyDocument', 10_240],
    ] as const;
    for (const [type, property, limit] of limits)
      for (const { id, resource } of ofType(template, type))
        expect.soft(json(resolved(resource.Properties[property])), id).toBeLessThan(limit);
  });

  it('of Lambda: environments stay below 4 kB, whatever the names of resources become', () => {
    for (const { id, resource } of ofType(template, 'AWS::Lambda::Function'))
      expect.soft(json(resolved(resource.Properties.Environment)), id).toBeLessThan(4_096);
  });

  it('of event sources: batches above ten need a window, FIFO queues have neither', () => {
    for (const { id, resource } of ofType(template, 'AWS::Lambda::EventSourceMapping')) {
      const source = z
        .object({ BatchSize: z.number(), MaximumBatchingWindowInSeconds: z.number().default(0) })
        .parse(resource.Properties);
      const queue = template.Resources[targetOf(resource.Properties.EventSourceArn) ?? ''] as Resource;
      if (queue.Properties.FifoQueue === true) {
        expect.soft(source.MaximumBatchingWindowInSeconds, id).toBe(0);
        expect.soft(source.BatchSize, id).toBeLessThanOrEqual(10);
      } else if (source.BatchSize > 10)
        expect.soft(source.MaximumBatchingWindowInSeconds, id).toBeGreaterThan(0);
    }
  });

  it('of HTTP APIs: a function behind it answers before the gateway gives up', () => {
    for (const { resource } of ofType(template, 'AWS::ApiGatewayV2::Integration')) {
      const worker = template.Resources[targetOf(resource.Properties.IntegrationUri) ?? ''] as Resource;
      expect(z.number().parse(worker.Properties.Timeout)).toBeLessThan(30);
    }
  });
});

describe('the template', () => {
  it('names no account and no region, so that it deploys anywhere', () => {
    const texts = [...objectsIn(template.Resources)].flatMap((one) =>
      Object.values(one).filter((value) => typeof value === 'string'),
    );
    expect(texts.filter((text) => /\b\d{12}\b|\b(ap|us|eu)-[a-z]+-\d\b/.test(text))).toEqual([]);
  });

  it('asks for the rights to make roles, and for nothing else out of the ordinary', () => {
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
    expect([...types].filter((type) => /^AWS::CloudFormation::|^Custom::|Macro/.test(type))).toEqual([]);
    expect(template).not.toHaveProperty('Transform');
  });

  it('says what becomes of everything that holds data when the stack is deleted', () => {
    const data = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Cognito::UserPool'];
    for (const [id, resource] of Object.entries(template.Resources)) {
      if (!data.includes(resource.Type)) continue;
      expect.soft(resource.DeletionPolicy, id).toBe('Retain');
      expect.soft(resource.UpdateReplacePolicy, id).toBe('Retain');
    }
  });
});

describe('docs/deploy.md', () => {
  const text = readFileSync(join(ROOT_DIR, 'docs/deploy.md'), 'utf8');
  const section = (heading: string) => text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';

  it('names every service that a deployment needs rights on, and no other', () => {
    // The names of IAM, where they differ from those of CloudFormation.
    const NAMES: Readonly<Record<string, string>> = { apigatewayv2: 'apigateway', cognito: 'cognito-idp' };
    const needed = Object.values(template.Resources).map(({ Type }) => {
      const service = `${Type.split('::')[1]}`.toLowerCase();
      return NAMES[service] ?? service;
    });
    const named = [...section('Permissions').matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(
      ([, service]) => `${service}`,
    );
    expect(named).toEqual([...new Set(needed)].sort());
  });

  it('names every place of the configuration where a secret is named', () => {
    const secrets = section('Secrets');
    for (const place of [
      'sources[]',
      'customerSources[]',
      'messageSources[]',
      'funnelSources[]',
      'sinks[]',
      'teams[].slack',
      'teams[].webhook',
      'crmNotes.dataverse',
      'crmNotes.zendesk',
    ])
      expect(secrets).toContain(`${place}.secret`);
    for (const { id } of ofType(template, 'AWS::SecretsManager::Secret'))
      expect(secrets).toContain(`\`${id.replace(/^Storage|[0-9A-F]{8}$/g, '')}\``);
  });

  it('says of everything that stays when the stack is destroyed how many there are and how it goes', () => {
    const stays = new Map<string, number>();
    for (const { Type, DeletionPolicy } of Object.values(template.Resources))
      if (DeletionPolicy === 'Retain') stays.set(Type, (stays.get(Type) ?? 0) + 1);
    const destroy = section('Destroy');
    const told = [...destroy.matchAll(/^\| `(AWS::[\w:]+)` \((\d+)\) \|/gm)].map(([, type, count]) => [
      type,
      Number(count),
    ]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(stays));
    for (const type of stays.keys()) expect(destroy).toContain(`$(of ${type})`);
  });
});

/** A value with every reference as long as it may become: names of resources have at most 140 characters here. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value || 'Fn::GetAtt' in value) return 'x'.repeat(lengthOf(value));
  if ('Fn::Join' in value) {
    const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(value['Fn::Join']);
    return parts.map(resolved).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one)]));
}

function lengthOf(reference: object): number {
  const text = JSON.stringify(reference);
  if (text.includes('AWS::Partition')) return 10;
  if (text.includes('AWS::')) return 16;
  return 140;
}
