import { beforeAll, describe, expect, it } from 'vitest';
import { fullTemplate } from './everything-on.ts';
import { type PolicyKind, policyStatements, type Statement } from './policy-statements.ts';
import type { Template } from './synthesized-stack.ts';

let template: Template;
let statements: Statement[];

beforeAll(async () => {
  template = await fullTemplate();
  statements = policyStatements(template);
}, 300_000);

interface Reasoned {
  readonly kind: PolicyKind;
  /** Of every action of the statement that has a wildcard, or of every action where a resource has one. */
  readonly actions: RegExp;
  readonly resources: RegExp;
  readonly effect?: 'Deny';
  readonly reason: string;
}

/** The only wildcards that a policy may hold. A new one needs a line here; a line that nothing needs must go. */
const WILDCARDS: readonly Reasoned[] = [
  {
    kind: 'role',
    actions: /^xray:Put(TraceSegments|TelemetryRecords)$/,
    resources: /^\*$/,
    reason: 'X-Ray has no resources: a segment belongs to nothing that could be named.',
  },
  {
    kind: 'role',
    actions: /^s3:(Get|Put|Delete)Object$/,
    resources: /^StorageDropBucket\/(drops|customers|messages|funnel)\/\*$/,
    reason: 'Who drops a file names it; a function reaches the one prefix of its own kind of files.',
  },
  {
    kind: 'role',
    actions: /^s3:(Get|Put)Object$/,
    resources: /^StorageReportsBucket\/(reviews|follow-ups|exports)\/\*$/,
    reason: 'Names of reviews and exports hold their week or hour; the prefix is what a function works on.',
  },
  {
    kind: 'role',
    actions: /^secretsmanager:GetSecretValue$/,
    resources: /:secret:voc\/[a-z-]+\/[a-z]+-\?{6}$/,
    reason: 'Secrets Manager ends the ARN of a secret that people make with six characters of its own.',
  },
  {
    kind: 'key',
    actions: /^kms:\*$/,
    resources: /^\*$/,
    reason:
      'Delegates to the policies of this account, the only way to keep a key manageable; * is the key itself.',
  },
  {
    kind: 'key',
    actions: /^kms:(GenerateDataKey|ReEncrypt)\*$/,
    resources: /^\*$/,
    reason:
      'Secrets Manager calls either form of both; the principal is this account, so roles still need a right of theirs.',
  },
  {
    kind: 'key',
    actions: /^kms:[A-Za-z]+$/,
    resources: /^\*$/,
    reason:
      'In the policy of a key the resource is always that key, written as *; principals and conditions bind.',
  },
  {
    kind: 'bucket',
    effect: 'Deny',
    actions: /^s3:\*$/,
    resources: /^\w+Bucket(\/\*)?$/,
    reason:
      'Refuses every call without TLS 1.2, whoever makes it: a denial is meant to be as wide as it can be.',
  },
  {
    kind: 'queue',
    effect: 'Deny',
    actions: /^sqs:\*$/,
    resources: /^\w+$/,
    reason: 'Refuses every call without TLS, whoever makes it: a denial is meant to be as wide as it can be.',
  },
  {
    kind: 'bucket',
    actions: /^s3:PutObject$/,
    resources: /^StorageAccessLogsBucket\/(drop|reports|pages)\/\*$/,
    reason: 'S3 names its access logs itself, each bucket below its own prefix.',
  },
  {
    kind: 'bucket',
    actions: /^s3:GetObject$/,
    resources: /^ApiHostingPagesBucket\/\*$/,
    reason: 'The distribution serves every built file of the dashboard; the bucket holds nothing else.',
  },
];

const isWild = (text: string) => /[*?]/.test(text);

/** Which reason covers a statement; undefined where one is missing. */
function reasonFor({ kind, effect, actions, resources }: Statement): Reasoned | undefined {
  const wildActions = actions.filter(isWild);
  const wildResources = resources.filter(isWild);
  return WILDCARDS.find(
    (one) =>
      one.kind === kind &&
      (one.effect ?? 'Allow') === effect &&
      (wildActions.length > 0 ? wildActions : actions).every((action) => one.actions.test(action)) &&
      (wildResources.length > 0 ? wildResources : resources).every((resource) =>
        one.resources.test(resource),
      ),
  );
}

describe('a wildcard in a policy', () => {
  const wild = () => statements.filter(({ actions, resources }) => [...actions, ...resources].some(isWild));

  it('is looked for in every policy of the stack: roles, trusts, keys, buckets, queues, topic, invocations', () => {
    const count = (kind: PolicyKind) => statements.filter((one) => one.kind === kind).length;
    const kinds: readonly PolicyKind[] = ['role', 'trust', 'invoke', 'key', 'bucket', 'queue', 'topic'];
    for (const kind of kinds) expect(count(kind), kind).toBeGreaterThan(1);
    expect(count('other')).toBe(0);
    const documents = JSON.stringify(template.Resources).match(/"Statement":/g)?.length ?? 0;
    const read = new Set(
      statements.filter(({ kind }) => kind !== 'invoke').map(({ kind, holder }) => `${kind} ${holder}`),
    );
    expect(read.size).toBe(documents);
  });

  it('has a written reason, or the policy is too wide', () => {
    const unreasoned = wild().filter((one) => reasonFor(one) === undefined);
    expect(unreasoned).toEqual([]);
  });

  it('that is gone takes its reason with it', () => {
    const needed = new Set(wild().map(reasonFor));
    expect(WILDCARDS.filter((one) => !needed.has(one))).toEqual([]);
    for (const { reason } of WILDCARDS) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
  });

  it('would be found in an action, a resource, a principal of a place nobody thought of', () => {
    const planted = policyStatements({
      Resources: {
        Bus: {
          Type: 'AWS::Events::EventBusPolicy',
          Properties: {
            Deep: {
              Policy: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Action: 'events:*', Resource: '*', Principal: '*' }],
              },
            },
          },
        },
      },
    } as unknown as Template);
    expect(planted).toMatchObject([{ kind: 'other', actions: ['events:*'], principals: ['AWS:*'] }]);
    expect(planted.map(reasonFor)).toEqual([undefined]);
  });
});

describe('who is let in', () => {
  const allowed = () => statements.filter(({ effect }) => effect === 'Allow');

  it('is never everybody and never another account', () => {
    const accounts = allowed().flatMap(({ principals }) =>
      principals.filter((principal) => !principal.startsWith('Service:')),
    );
    expect(new Set(accounts)).toEqual(new Set(['AWS:arn:partition:iam::accountid:root']));
  });

  it('as a service acts for this account alone, by source account, source ARN or encryption context', () => {
    const BINDS = ['aws:sourcearn', 'aws:sourceaccount', 'kms:encryptioncontext:aws:logs:arn'];
    const unbound = allowed().filter(
      ({ principals, conditions }) =>
        principals.some((principal) => principal.startsWith('Service:')) &&
        !BINDS.some((key) => key in conditions),
    );
    // Lambda takes a role only from its own account and asks iam:PassRole of whoever sets it, so no other account can
    // make Lambda take one of these.
    const isLambdaTrust = ({ kind, principals }: Statement) =>
      kind === 'trust' && principals.join() === 'Service:lambda.amazonaws.com';
    expect(unbound.filter(isLambdaTrust).length).toBeGreaterThan(10);
    expect(unbound.filter((one) => !isLambdaTrust(one))).toEqual([]);
  });

  it('may take each role for one purpose: a function or its schedules', () => {
    const trusts = allowed().filter(({ kind }) => kind === 'trust');
    expect(new Set(trusts.flatMap(({ principals }) => principals))).toEqual(
      new Set(['Service:lambda.amazonaws.com', 'Service:scheduler.amazonaws.com']),
    );
    expect(new Set(trusts.flatMap(({ actions }) => actions))).toEqual(new Set(['sts:AssumeRole']));
  });
});

describe('the use of keys by functions and schedules', () => {
  it('goes through the one service whose data the function handles', () => {
    const direct = statements.filter(
      ({ kind, actions, conditions }) =>
        kind === 'role' &&
        actions.some((action) => action.startsWith('kms:')) &&
        !('kms:viaservice' in conditions),
    );
    expect(direct).toEqual([]);
  });

  it('never reaches the management of keys', () => {
    const actions = statements
      .filter(({ kind }) => kind === 'role')
      .flatMap((one) => one.actions.filter((action) => action.startsWith('kms:')));
    expect([...new Set(actions)].sort()).toEqual([
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ]);
  });
});

describe('functions', () => {
  it('cannot change the installation: no rights on IAM, functions, policies, keys or logs of others', () => {
    const services = new Set(
      statements
        .filter(({ kind }) => kind === 'role')
        .flatMap(({ actions }) => actions.map((action) => action.split(':')[0])),
    );
    expect([...services].sort()).toEqual([
      'bedrock',
      'dynamodb',
      'events',
      'kms',
      'lambda',
      'logs',
      's3',
      'secretsmanager',
      'ses',
      'sqs',
      'xray',
    ]);
    const callers = statements.filter(
      ({ kind, actions }) => kind === 'role' && actions.includes('lambda:InvokeFunction'),
    );
    expect(callers.every(({ holder }) => holder.endsWith('SchedulesRole'))).toBe(true);
  });

  it('send mail from the configured address alone', () => {
    const mail = statements.filter(({ actions }) => actions.includes('ses:SendEmail'));
    expect(mail.length).toBe(2);
    for (const { conditions } of mail) expect(conditions['ses:fromaddress']).toEqual(['voc@example.com']);
  });
});
