import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { CustomerRowSchema } from '../../shared/domain/customer.ts';
import { FunnelStepSchema } from '../../shared/domain/funnel.ts';
import { SentMessageSchema } from '../../shared/domain/sent-message.ts';
import { type Command, type CommandIo, EXIT } from '../command.ts';
import { type DropFile, uploadDrops } from '../load-files.ts';
import { parseOptions, usage } from '../parse-options.ts';
import { emptyTally, goodDocuments, type Tally } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readInputLines } from '../read-input.ts';
import { goodRows } from '../read-rows.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';
import { stackQueues } from '../stack-queues.ts';

const help = `
Sends files into the running stack (started by "npm start" or "voc up"), where the real pipeline takes them.

Usage: npm run -s voc -- load [FILE…] [OPTIONS]

  FILE…             NDJSON or CSV of documents with a date
  --drop NAME       the name under which their documents count (default: the file's name). A document is known by
                    this name and its id: load a corrected file under the same name, and it replaces the old one.
  --customers CSV   CRM customers; loaded first, so that voices can be linked
  --messages CSV    our sent messages with results
  --funnel CSV      date,stage,entered,completed
  --no-wait         do not wait until everything is processed
  --data DIR        the stack's data folder (default: .voc/local)

Lines that cannot be read give error lines here, and stay visible in "voc dlq". One JSON line per file at the end:
{"file","kind","object","accepted","rejected"}

Examples:
  npm run -s voc -- load reviews.csv
  npm run -s voc -- load --drop cs-inbox tickets-*.ndjson --customers crm.csv
`;

const OPTIONS = {
  ...STACK_OPTIONS,
  drop: { type: 'string' },
  customers: { type: 'string', multiple: true },
  messages: { type: 'string', multiple: true },
  funnel: { type: 'string', multiple: true },
  'no-wait': { type: 'boolean', default: false },
} as const;

/** How long nothing may happen to a file before something must be wrong. */
const STALLED_MS = 120_000;
const LOOK_EVERY_MS = 500;

export const load: Command = {
  name: 'load',
  summary: 'send files into the running stack',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, OPTIONS);
    const named = (kind: DropFile['kind'], paths: readonly string[] = []) =>
      paths.map((path): DropFile => ({ kind, path }));
    const imports = [
      ...named('customers', values.customers),
      ...named('messages', values.messages),
      ...named('funnel', values.funnel),
    ];
    const drops = positionals.map(
      (path): DropFile => ({
        kind: 'drops',
        path,
        ...(values.drop === undefined ? {} : { dropName: values.drop }),
      }),
    );
    if (imports.length + drops.length === 0) throw usage('load needs a file.');
    if (values.drop?.includes('/')) throw usage('--drop takes a name without "/".');
    const stack = await openRunningStack(values.data);

    const loaded: { file: DropFile; object: string; tally: Tally }[] = [];
    for (const file of [...imports, ...drops])
      loaded.push({ file, object: '', tally: await countLines(file, io) });
    // Customers must be known before the voices that they wrote.
    for (const group of [imports, drops]) {
      if (group.length === 0) continue;
      const keys = await uploadDrops(group, stack.file);
      for (const [index, file] of group.entries()) {
        const entry = loaded.find((one) => one.file === file);
        if (entry !== undefined) entry.object = keys[index] ?? '';
      }
      if (!values['no-wait'] || (group === imports && drops.length > 0))
        await waitUntilProcessed(stack, keys, io);
    }
    for (const { file, object, tally } of loaded) {
      const { handled: accepted, rejected } = tally;
      await io.out.write(JSON.stringify({ file: file.path, kind: file.kind, object, accepted, rejected }));
    }
    return loaded.every(({ tally }) => tally.handled === 0 && tally.rejected > 0) ? EXIT.failed : EXIT.ok;
  },
};

const ROWS = {
  customers: { schema: CustomerRowSchema, code: 'customer.schema-mismatch' },
  messages: { schema: SentMessageSchema, code: 'message.schema-mismatch' },
  funnel: { schema: FunnelStepSchema, code: 'funnel.schema-mismatch' },
} as const;

/** Reads the file as the pipeline will, so that every bad line is named at once. */
async function countLines({ path: file, kind }: DropFile, io: CommandIo): Promise<Tally> {
  const tally = emptyTally();
  const lines = readInputLines(file, io);
  const items =
    kind === 'drops'
      ? goodDocuments(lines, io, tally, { requireDate: true, file })
      : goodRows(lines, z.union([ROWS[kind].schema]), ROWS[kind].code, io, tally, file);
  for await (const _ of items);
  return tally;
}

async function waitUntilProcessed(
  stack: RunningStack,
  objectKeys: readonly string[],
  io: CommandIo,
): Promise<void> {
  const progress = createProgress(io);
  let quietLooks = 0;
  let before = '';
  let changedAtMs = performance.now();
  while (quietLooks < 2) {
    const waiting = await waitingObjects(stack, objectKeys);
    const queues = (await stackQueues(stack.sqs, stack.file.resources)).filter((queue) => !queue.deadLetter);
    const busy = queues.filter(({ depth }) => depth > 0);
    quietLooks = waiting.length === 0 && busy.length === 0 ? quietLooks + 1 : 0;
    const state = [...busy.map(({ name, depth }) => `${depth} in ${name}`), ...waiting].join(', ');
    if (state !== before) {
      before = state;
      changedAtMs = performance.now();
    } else if (waiting.length > 0 && performance.now() - changedAtMs > STALLED_MS) {
      throw new Error(`${waiting.join(', ')} is not taken up. See what failed: npm run -s voc -- dlq`);
    }
    progress.update(`load: ${state === '' ? 'nearly done' : state}`);
    if (quietLooks < 2) await sleep(LOOK_EVERY_MS);
  }
  progress.done(`load: ${objectKeys.length} ${objectKeys.length === 1 ? 'file' : 'files'} processed`);
}

/** Those of the objects that still wait in the drop bucket: one is deleted when its last line is queued. */
async function waitingObjects(stack: RunningStack, objectKeys: readonly string[]): Promise<string[]> {
  const wanted = new Set(objectKeys);
  const waiting: string[] = [];
  let token: string | undefined;
  do {
    const page = await stack.s3.send(
      new ListObjectsV2Command({
        Bucket: stack.name('DROP_BUCKET'),
        ...(token ? { ContinuationToken: token } : {}),
      }),
    );
    waiting.push(
      ...(page.Contents ?? []).flatMap(({ Key }) => (Key !== undefined && wanted.has(Key) ? [Key] : [])),
    );
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return waiting;
}
