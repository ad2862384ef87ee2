import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { VocConfigSchema } from '../../shared/runtime/config.ts';
import { customerConnectors } from '../../shared/sources/customers/registry.ts';
import { funnelConnectors } from '../../shared/sources/funnel/registry.ts';
import { messageConnectors } from '../../shared/sources/messages/registry.ts';
import { connectors } from '../../shared/sources/registry.ts';
import { fullTemplate } from './everything-on.ts';
import { ofType, type Template, targetOf } from './synthesized-stack.ts';

let template: Template;

beforeAll(async () => {
  template = await fullTemplate();
}, 300_000);

describe('secrets', () => {
  /** Tokens of services that we speak with, keys of AWS, private keys, and anything long that only chance can have made. */
  const SECRET_SHAPES =
    /xox[abeprs]-|hooks\.slack\.com\/services\/|\bAKIA[0-9A-Z]{16}\b|-----BEGIN|\bghp_|\bntn_|\bsk-[A-Za-z0-9]{16}|eyJ[A-Za-z0-9_-]{20,}|[A-Za-z0-9+/]{40,}={0,2}/;
  const literals = (value: unknown, path: string): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, one]) => literals(one, `${path}.${key}`))
        : [];
  const suspicious = (resources: unknown) =>
    literals(resources, '').filter(
      ([path, text]) =>
        SECRET_SHAPES.test(text) &&
        // Names of our own resources, asset hashes, descriptions, the page of charts and the code of the edge function are no secrets.
        !(text in template.Resources) &&
        !/\.(S3Key|FunctionCode|DashboardBody(\.Fn::Join\.1\.\d+)?|Description|AlarmDescription|PolicyName|aws:asset:path|aws:cdk:path)$/.test(
          path,
        ) &&
        !text.startsWith('VocStackApiHosting') &&
        !/\.(Ref|Fn::GetAtt\.0|DependsOn(\.\d+)?)$/.test(path),
    );

  it('stand nowhere in the template', () => {
    expect(suspicious(template.Resources)).toEqual([]);
    expect(suspicious({ A: { Token: 'xoxb-1-2' } })).toHaveLength(1);
    expect(suspicious({ A: { Environment: { Variables: { KEY: 'q'.repeat(44) } } } })).toHaveLength(1);
  });

  it('come to functions as the ARN of a secret, never as a value', () => {
    for (const { id, resource } of ofType(template, 'AWS::Lambda::Function')) {
      const { Variables } = z
        .object({ Variables: z.record(z.string(), z.unknown()) })
        .parse(resource.Properties.Environment);
      for (const [name, value] of Object.entries(Variables)) {
        if (/SECRET|KEY|TOKEN|PASSWORD/.test(name))
          expect(targetOf(value), `${id} ${name}`).toMatch(/^Storage/);
      }
    }
  });

  it('are made by Secrets Manager itself where they are ours', () => {
    for (const { id, resource } of ofType(template, 'AWS::SecretsManager::Secret')) {
      expect(resource.Properties, id).not.toHaveProperty('SecretString');
      expect(resource.Properties, id).toHaveProperty('GenerateSecretString');
    }
  });

  const configWith = (secret: string) =>
    VocConfigSchema.safeParse({
      brand: { name: '돌려받기' },
      sources: [{ id: 'desk', connector: 'zendesk', schedule: 'rate(1 hour)', secret }],
    });

  it.each([
    'https://hooks.slack.com/services/T0/B0/x',
    'arn:aws:secretsmanager:ap-northeast-2:1:secret:x',
    '{"token":"x"}',
    'xoxb-1234567890-abcdefghij',
    'ghp_abcdefghijklmnopqrstuvwxyz',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
  ])('are named in the configuration, not written there: %s is refused', (value) => {
    expect(configWith('voc/sources/desk').success).toBe(true);
    expect(configWith(value).success).toBe(false);
  });

  it('have no place in the configuration of any connector', () => {
    const all = [connectors, customerConnectors, messageConnectors, funnelConnectors].flatMap((registry) =>
      Object.values<{ readonly id: string; readonly configSchema: z.ZodType }>(registry),
    );
    expect(all.length).toBeGreaterThan(15);
    const secretLike = /secret|password|token|api_?key|private_?key|credential/i;
    for (const { id, configSchema } of all) {
      const { properties = {} } = z
        .object({ properties: z.record(z.string(), z.unknown()).optional() })
        .parse(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }));
      expect(
        Object.keys(properties).filter((name) => secretLike.test(name) && !name.endsWith('Url')),
        id,
      ).toEqual([]);
      expect(configSchema.safeParse({ token: 'x' }).success, `${id} takes what it does not know`).toBe(false);
    }
  });
});
