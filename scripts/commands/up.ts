import { fileURLToPath } from 'node:url';
import { type Command, type CommandIo, EXIT } from '../command.ts';
import { storeDemoDecision } from '../demo/demo-decision.ts';
import type { DropFile } from '../load-files.ts';
import { DASHBOARD, runIfStale, SYNTHESIS, synthesisWithModel } from '../local-stack/build-steps.ts';
import { type LoadSummary, loadAndPublish } from '../local-stack/load-and-publish.ts';
import { npmLineage } from '../local-stack/npm-lineage.ts';
import { type LocalStack, startLocalStack } from '../local-stack/start.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { createProgress } from '../progress.ts';
import { DEFAULT_DATA_DIR, PROJECT_ROOT } from '../project-files.ts';

const HELP = `
Start the whole pipeline on this machine and open the dashboard.

Usage: npm start
       npm run -s voc -- up [--input FILE]… [--customers CSV] [--messages CSV] [--funnel CSV]
                            [--model DIR] [--port N] [--fresh] [--data DIR] [--no-load]

The functions, queues and tables are those of the deployment, made from the same template. Without files it loads
a made-up tax-refund service (demo data). With --input it loads yours instead: NDJSON or CSV, one voice per line.
Files go the real way: into the drop bucket, through the queues, into the tables. Stays up until Ctrl-C.

  --input FILE       customer voices; may be given several times
  --customers CSV    customers, for links and segments
  --messages CSV     messages you have sent, with their results
  --funnel CSV       how many entered and completed each step
  --model DIR        sentiment model of your own, made by: npm run -s voc -- train
  --port N           port of the dashboard (default: a free one)
  --fresh            forget everything stored before
  --data DIR         folder of all state (default: .voc/local)
  --no-load          start empty-handed; send files later with: npm run -s voc -- load FILE

What is loaded stays: the next start takes seconds, and a file that was loaded before is not loaded again.
Settings: VOC_TIME_SCALE divides waits and schedules (for tests); DYNAMODB_ENDPOINT uses another DynamoDB.

Examples:
  npm start
  npm run -s voc -- up --fresh --input reviews.csv --customers customers.csv
`;

/** The source of the demo's voices. */
const DEMO = 'demo';
const LINEAGE_CHECK_MS = 500;

const OPTIONS = {
  input: { type: 'string', multiple: true },
  customers: { type: 'string' },
  messages: { type: 'string' },
  funnel: { type: 'string' },
  model: { type: 'string' },
  port: { type: 'string' },
  fresh: { type: 'boolean' },
  data: { type: 'string' },
  'no-load': { type: 'boolean' },
} as const;

export const up: Command = {
  name: 'up',
  summary: 'start everything on this machine, with demo data or your files',
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, OPTIONS);
    noOperands(positionals);
    const files = filesOf(values);
    const dataDir = values.data ?? DEFAULT_DATA_DIR;
    const port = portOf(values.port);
    const timeScale = timeScaleOf(io.env.VOC_TIME_SCALE);
    const stopRequested = stopSignal(io.env.npm_lifecycle_event !== undefined);

    await runIfStale(values.model === undefined ? SYNTHESIS : synthesisWithModel(values.model), io.note);
    await runIfStale(DASHBOARD, io.note);
    io.note('Starting …');
    const stack = await startLocalStack({
      dataDir,
      timeScale,
      ...(port === undefined ? {} : { port }),
      ...(values.fresh === true ? { fresh: true } : {}),
      log: io.note,
    });
    try {
      const work = values['no-load'] === true ? Promise.resolve(undefined) : load(stack, dataDir, files, io);
      const done = await Promise.race([work.then(() => 'loaded' as const), stopRequested]);
      if (done === 'loaded') {
        await say(stack, await work, io);
        offerNewLinks(stack, io);
        await stopRequested;
      } else work.catch(() => undefined);
      io.note('Stopping …');
    } finally {
      await stack.stop();
    }
    return EXIT.ok;
  },
};

async function load(
  stack: LocalStack,
  dataDir: string,
  files: readonly DropFile[],
  io: CommandIo,
): Promise<LoadSummary> {
  const progress = createProgress(io);
  if (files.some(({ dropName }) => dropName === DEMO)) await storeDemoDecision(dataDir);
  const summary = await loadAndPublish(stack, dataDir, files, progress);
  progress.done(
    summary.uploaded === 0 ? 'These files were loaded before.' : `Loaded ${summary.uploaded} files.`,
  );
  return summary;
}

async function say(stack: LocalStack, summary: LoadSummary | undefined, io: CommandIo): Promise<void> {
  if (summary !== undefined) {
    const { documents, rolledUp, days, errors, deadLetters } = summary;
    await io.out.write(`Documents stored: ${documents}`);
    await io.out.write(`Documents in the roll-ups: ${rolledUp} (${days} days)`);
    await io.out.write(
      `Lines with errors: ${errors}${errors > 0 ? ' (show them: npm run -s voc -- dlq)' : ''}`,
    );
    if (summary.unpublished !== undefined) io.note(`There is no new weekly review: ${summary.unpublished}`);
    const dead = Object.entries(deadLetters).map(([name, depth]) => `${name} ${depth}`);
    await io.out.write(`Dead-letter queues: ${dead.length === 0 ? 'empty' : dead.join(', ')}`);
  }
  await io.out.write(`Dashboard: ${stack.loginUrl}`);
  io.note('The link logs in once. Press Enter for a new one, Ctrl-C to stop.');
}

/** Each Enter in the terminal prints a new login link. */
function offerNewLinks(stack: LocalStack, io: CommandIo): void {
  if (!io.stdinIsTerminal) return;
  void (async () => {
    for await (const _ of io.stdin) io.note(`Dashboard: ${stack.loginUrl}`);
  })();
}

/** Resolves at the first Ctrl-C or SIGTERM, or when npm is gone; a second signal ends the process without waiting. */
function stopSignal(underNpm: boolean): Promise<'stop'> {
  return new Promise((resolve) => {
    let count = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        count += 1;
        if (count === 1) resolve('stop');
        else process.exit(130);
      });
    }
    if (underNpm) whenNpmIsGone(() => resolve('stop'));
  });
}

/** A killed npm tells its script nothing: without this the stack would run on unseen and keep its folder locked. */
function whenNpmIsGone(stop: () => void): void {
  const lineage = npmLineage();
  const timer = setInterval(() => {
    if (npmLineage() === lineage) return;
    clearInterval(timer);
    stop();
  }, LINEAGE_CHECK_MS);
  timer.unref();
}

function filesOf(values: {
  input?: string[];
  customers?: string;
  messages?: string;
  funnel?: string;
}): DropFile[] {
  const given: DropFile[] = [
    ...(values.customers === undefined ? [] : [{ kind: 'customers' as const, path: values.customers }]),
    ...(values.messages === undefined ? [] : [{ kind: 'messages' as const, path: values.messages }]),
    ...(values.funnel === undefined ? [] : [{ kind: 'funnel' as const, path: values.funnel }]),
    ...(values.input ?? []).map((path) => ({ kind: 'drops' as const, path })),
  ];
  if (given.length > 0) return given;
  const demo = (name: string): string => fileURLToPath(new URL(`scripts/demo/data/${name}`, PROJECT_ROOT));
  return [
    { kind: 'customers', path: demo('customers.csv') },
    { kind: 'messages', path: demo('messages.csv') },
    { kind: 'funnel', path: demo('funnel.csv') },
    { kind: 'drops', path: demo('documents.ndjson'), dropName: DEMO },
  ];
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw usage(`--port takes a number from 1 to 65535, not "${text}".`);
  return port;
}

function timeScaleOf(text: string | undefined): number {
  const scale = Number(text ?? '1');
  if (!(scale >= 1)) throw usage(`VOC_TIME_SCALE takes a number of at least 1, not "${text}".`);
  return scale;
}
