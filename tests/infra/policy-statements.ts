import * as z from 'zod';
import { ofType, type Template } from './synthesized-stack.ts';

/** Where a statement stands: in the policy of a role, in the trust of a role, or at the resource that it opens. */
export type PolicyKind = 'role' | 'trust' | 'invoke' | 'key' | 'bucket' | 'queue' | 'topic' | 'other';

export interface Statement {
  readonly kind: PolicyKind;
  /** The resource that carries the policy, by {@link readable}; for policies of roles the role. */
  readonly holder: string;
  readonly effect: string;
  readonly actions: readonly string[];
  /** Each as readable text, whose parts are the names of resources: `StorageDropBucket/drops/*`. */
  readonly resources: readonly string[];
  /** `Service:lambda.amazonaws.com`, `AWS:*`; empty in the policy of a role. */
  readonly principals: readonly string[];
  /** Condition keys in lower case with what they are compared to. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
}

const OneOrMany = z.union([z.unknown().array(), z.unknown()]).transform((value) => [value].flat());
const StatementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMany.pipe(z.array(z.string())),
  Resource: OneOrMany.optional(),
  Principal: z.union([z.string(), z.record(z.string(), OneOrMany)]).optional(),
  Condition: z.record(z.string(), z.record(z.string(), OneOrMany)).optional(),
});
const DocumentSchema = z.object({ Statement: z.array(StatementSchema), Version: z.literal('2012-10-17') });

const KINDS: Readonly<Record<string, PolicyKind>> = {
  'AWS::IAM::Policy': 'role',
  'AWS::KMS::Key': 'key',
  'AWS::S3::BucketPolicy': 'bucket',
  'AWS::SQS::QueuePolicy': 'queue',
  'AWS::SNS::TopicPolicy': 'topic',
};

/**
 * Every statement of every policy that the template contains, wherever it stands: any property that is a policy
 * document is read, so a policy at a place that nobody has thought of is not passed over. `NotAction`, `NotResource`
 * and `NotPrincipal` are refused: what they allow cannot be listed.
 */
export function policyStatements(template: Template): Statement[] {
  const found: Statement[] = [];
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    const roles = z.array(z.unknown()).catch([]).parse(Properties.Roles);
    const holders = roles.length > 0 ? roles.map(readable) : [nameOf(id)];
    for (const [path, document] of documentsIn(Properties)) {
      const kind = path === 'AssumeRolePolicyDocument' ? 'trust' : (KINDS[Type] ?? 'other');
      for (const holder of holders) {
        for (const one of document.Statement) {
          found.push({
            kind,
            holder,
            effect: one.Effect,
            actions: one.Action,
            resources: (one.Resource ?? []).map(readable),
            principals: principalsOf(one.Principal),
            conditions: conditionsOf(one.Condition),
          });
        }
      }
    }
  }
  for (const { id, resource } of ofType(template, 'AWS::Lambda::Permission')) {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = resource.Properties;
    found.push({
      kind: 'invoke',
      holder: nameOf(id),
      effect: 'Allow',
      actions: [z.string().parse(Action)],
      resources: [readable(FunctionName)],
      principals: [`Service:${z.string().parse(Principal)}`],
      conditions: {
        ...(SourceArn === undefined ? {} : { 'aws:sourcearn': [readable(SourceArn)] }),
        ...(SourceAccount === undefined ? {} : { 'aws:sourceaccount': [readable(SourceAccount)] }),
      },
    });
  }
  return found;
}

function* documentsIn(
  properties: Readonly<Record<string, unknown>>,
): Generator<[string, z.infer<typeof DocumentSchema>]> {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value !== 'object' || value === null) continue;
    if ('Statement' in value) yield [name, DocumentSchema.parse(value)];
    else yield* documentsIn(value as Record<string, unknown>);
  }
}

function principalsOf(principal: string | Record<string, unknown[]> | undefined): string[] {
  if (principal === undefined) return [];
  if (typeof principal === 'string') return [`AWS:${principal}`];
  return Object.entries(principal).flatMap(([type, names]) =>
    names.map((name) => `${type}:${readable(name)}`),
  );
}

function conditionsOf(
  condition: Record<string, Record<string, unknown[]>> | undefined,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.values(condition ?? {}).flatMap((keys) =>
      Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values.map(readable)]),
    ),
  );
}

/** A value of the template as text: references become the names of resources without their hash. */
export function readable(value: unknown): string {
  const parsed = z
    .union([
      z.string(),
      z.object({ Ref: z.string() }).transform(({ Ref }) => nameOf(Ref)),
      z
        .object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
        .transform((get) => nameOf(get['Fn::GetAtt'][0])),
      z
        .object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) })
        .transform((join) => join['Fn::Join'][1].map(readable).join(join['Fn::Join'][0])),
      z.number().transform(String),
    ])
    .safeParse(value);
  if (!parsed.success) throw new Error(`not readable: ${JSON.stringify(value)}`);
  return parsed.data;
}

/** `StorageDropBucket` of `StorageDropBucket683C533F`; `AWS::Region` becomes `region`. */
function nameOf(id: string): string {
  const pseudo = /^AWS::(\w+)$/.exec(id)?.[1];
  return pseudo === undefined ? id.replace(/[0-9A-F]{8}$/, '') : pseudo.toLowerCase();
}
