import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A hand-written assembly: a small template, and handlers as plain modules. */
export interface FixtureAssembly {
  readonly assemblyDir: string;
  readonly dataDir: string;
  readonly root: string;
  /** Values that handlers have written with `note(value)`, in order. */
  notes(): unknown[];
  /** Resolves with the notes as soon as the condition holds for them; fails after the limit. */
  until(condition: (notes: unknown[]) => boolean, limitMs?: number): Promise<unknown[]>;
  remove(): Promise<void>;
}

interface FunctionFixture {
  /** Body of `async (event, context, note) => …`. */
  readonly code: string;
  readonly timeoutSeconds?: number;
  readonly env?: Record<string, unknown>;
}

/** Writes the assembly into a temporary folder. A function `x` gets the logical ID `X`, unless `ids` gives another. */
export async function fixtureAssembly(
  functions: Record<string, FunctionFixture>,
  resources: Record<string, unknown>,
  ids: Record<string, string> = {},
): Promise<FixtureAssembly> {
  const root = await mkdtemp(join(tmpdir(), 'voc-stack-'));
  const assemblyDir = join(root, 'cdk.out');
  const notesFile = join(root, 'notes.ndjson');
  const all: Record<string, unknown> = { ...resources };
  const files: Record<string, unknown> = {};
  for (const [name, fixture] of Object.entries(functions)) {
    const folder = join(assemblyDir, `asset.${name}`);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'index.mjs'),
      `import { appendFileSync } from 'node:fs';
const note = (value) => appendFileSync(${JSON.stringify(notesFile)}, JSON.stringify(value) + '\\n');
const run = async (event, context, note) => { ${fixture.code} };
export const handler = (event, context) => run(event, context, note);
`,
    );
    files[name] = { source: { path: `asset.${name}`, packaging: 'zip' } };
    all[ids[name] ?? functionId(name)] = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: {
          S3Bucket: { 'Fn::Join': ['-', ['assets', { Ref: 'AWS::AccountId' }]] },
          S3Key: `${name}.zip`,
        },
        Handler: 'index.handler',
        Timeout: fixture.timeoutSeconds ?? 10,
        Environment: { Variables: { VOC_FUNCTION: name, ...fixture.env } },
      },
    };
  }
  await mkdir(assemblyDir, { recursive: true });
  await writeFile(join(assemblyDir, 'VocStack.template.json'), JSON.stringify({ Resources: all }));
  await writeFile(join(assemblyDir, 'VocStack.assets.json'), JSON.stringify({ version: '50.0.0', files }));
  const notes = (): unknown[] =>
    existsSync(notesFile)
      ? readFileSync(notesFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line): unknown => JSON.parse(line))
      : [];
  return {
    assemblyDir,
    dataDir: join(root, 'data'),
    root,
    notes,
    async until(condition, limitMs = 15_000) {
      const deadline = Date.now() + limitMs;
      while (!condition(notes())) {
        if (Date.now() > deadline) throw new Error(`not reached; notes: ${JSON.stringify(notes())}`);
        await sleep(20);
      }
      return notes();
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

function functionId(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A queue, its dead-letter queue and the mapping to a function: logical IDs `Jobs`, `JobsDead`, `JobsMapping`. */
export function queueFor(
  functionName: string,
  options: { queue?: object; mapping?: object; maxReceiveCount?: number; fifo?: boolean } = {},
): Record<string, unknown> {
  const fifo = options.fifo === true ? { FifoQueue: true } : {};
  return {
    JobsDead: { Type: 'AWS::SQS::Queue', Properties: fifo },
    Jobs: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 1,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': ['JobsDead', 'Arn'] },
          maxReceiveCount: options.maxReceiveCount ?? 3,
        },
        ...fifo,
        ...options.queue,
      },
    },
    JobsMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
        FunctionName: { Ref: functionId(functionName) },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...options.mapping,
      },
    },
  };
}
