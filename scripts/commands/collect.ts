import { setTimeout as sleep } from 'node:timers/promises';
import { VocError } from '../../shared/domain/errors.ts';
import type { SourceConfig, VocConfig } from '../../shared/runtime/config.ts';
import { type ConfiguredSource, configuredSources } from '../../shared/runtime/configured-sources.ts';
import { createGuardedFetch } from '../../shared/runtime/guarded-fetch.ts';
import { createHttpFetch } from '../../shared/sources/access/http.ts';
import { readSecret } from '../../shared/sources/access/read-secret.ts';
import type { CollectContext } from '../../shared/sources/contract.ts';
import { parseDocument } from '../../shared/sources/input/parse-document.ts';
import { toRecord } from '../../shared/sources/record/to-record.ts';
import { connectorById } from '../../shared/sources/registry.ts';
import { type Command, type CommandIo, EXIT, type ExitCode } from '../command.ts';
import { invokeFunction } from '../invoke-function.ts';
import { offlineKeys } from '../offline-keys.ts';
import { parseOptions, usage } from '../parse-options.ts';
import { emptyTally, exitOf, reportError } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readProjectConfig } from '../project-files.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';
import { localSourceSecret } from '../source-secrets.ts';

const help = `
Runs one source of voc.config.yaml once: of voices, customers, messages or funnel steps.

Usage: npm run -s voc -- collect SOURCE [--dry-run] [--data DIR]

  SOURCE       its id in voc.config.yaml, also where it is not enabled
  --dry-run    sources of voices only; needs no running stack: reads the source from the beginning and prints the records
               that would be sent, without personal data; saves nothing
  --limit N    with --dry-run: stop after N records
  --restart    forget the checkpoint and read the source from the beginning; nothing counts twice
  --data DIR   the stack's data folder (default: .voc/local)

Without --dry-run the running stack's own function does the run, from its checkpoint, and prints its outcome:
complete, partial (the next run goes on), suspect (its answer is doubted), busy (another run holds the source), failed.
A run by hand also asks a source that is parked after failures. On one machine the secret of a source is read from
.voc/source-secrets.json: {"name of the secret": {"field": "value"}}.

Examples:
  npm run -s voc -- collect apple-kr --dry-run | head -5
  npm run -s voc -- collect apple-kr
`;

/** What runs each kind of source, and how its event names one. */
const RUNS = {
  voices: { name: 'collect', eventKey: 'sourceId' },
  customers: { name: 'import-customers', eventKey: 'customerSourceId' },
  messages: { name: 'import-messages', eventKey: 'messageSourceId' },
  funnel: { name: 'import-funnel', eventKey: 'funnelSourceId' },
} as const satisfies Record<ConfiguredSource['brings'], { name: string; eventKey: string }>;

export const collect: Command = {
  name: 'collect',
  summary: 'run one configured source, or show what it would bring',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      ...STACK_OPTIONS,
      'dry-run': { type: 'boolean', default: false },
      limit: { type: 'string' },
      restart: { type: 'boolean', default: false },
    });
    const [sourceId, ...more] = positionals;
    const config = await readProjectConfig();
    const sources = configuredSources(config);
    const known = sources.map(({ source }) => source.id).join(', ');
    if (sourceId === undefined || more.length > 0)
      throw usage(`collect needs one source. There are: ${known}.`);
    const found = sources.find(({ source }) => source.id === sourceId);
    if (found === undefined) throw usage(`voc.config.yaml has no source "${sourceId}". There are: ${known}.`);
    if (values['dry-run']) {
      if (values.restart) throw usage('--dry-run reads from the beginning anyway: leave --restart out.');
      if (found.brings !== 'voices')
        throw usage(`A source of ${found.brings} has no dry run: only one of voices can be shown.`);
      return dryRun(found.source, config, io, limitOf(values.limit));
    }
    if (values.limit !== undefined)
      throw usage('--limit is for --dry-run: a run of the stack reads all there is.');

    const stack = await openRunningStack(values.data);
    io.note(`collect: running ${sourceId} …`);
    const { name, event } = runOf(found, values.restart);
    const outcome = await invokeFunction(stack, name, event);
    await io.out.write(JSON.stringify(outcome));
    const failed =
      typeof outcome === 'object' && outcome !== null && 'outcome' in outcome && outcome.outcome === 'failed';
    return failed ? EXIT.failed : EXIT.ok;
  },
};

/** The function that runs a source, and the event by which a person asks it to. */
export function runOf(
  { source, brings }: Pick<ConfiguredSource, 'brings'> & { readonly source: Pick<SourceConfig, 'id'> },
  restart: boolean,
): { name: string; event: Readonly<Record<string, string | boolean>> } {
  const { name, eventKey } = RUNS[brings];
  return { name, event: { [eventKey]: source.id, force: true, restart } };
}

/** Reads a source from the beginning and prints the records that it would send; saves nothing. */
export async function dryRun(
  source: SourceConfig,
  config: Pick<VocConfig, 'timeZone' | 'network'>,
  io: CommandIo,
  limit = Number.POSITIVE_INFINITY,
): Promise<ExitCode> {
  const connector = connectorById(source.connector);
  const record = {
    connector: source.id,
    keys: offlineKeys(),
    timeZone: config.timeZone,
    firstSeenAt: new Date().toISOString(),
    runId: 'dry-run',
    keepUrl: connector.keepsUrl,
  };
  const tally = emptyTally();
  const progress = createProgress(io);
  let erased = 0;
  let line = 0;
  for await (const page of connector.collect(contextOf(source, config), source.config, null)) {
    for (const value of page.documents) {
      if (tally.handled >= limit) break;
      line += 1;
      const parsed = parseDocument({ line, raw: '', value }, { requireDate: false });
      if (parsed.ok) {
        tally.handled += 1;
        await io.out.write(JSON.stringify(toRecord(parsed.document, record)));
      } else {
        tally.rejected += 1;
        reportError(io, parsed.error);
      }
    }
    for (const problem of page.problems ?? []) {
      line += 1;
      tally.rejected += 1;
      const { id, field, message } = problem;
      const error = { line, code: 'record.schema-mismatch', field, message } as const;
      reportError(io, id === undefined ? error : { ...error, id });
    }
    erased += page.erasures?.length ?? 0;
    if (page.suspect !== undefined) io.note(`collect: ${page.suspect.kind}: ${page.suspect.message}`);
    progress.update(`collect: ${tally.handled} documents`);
    if (tally.handled >= limit) break;
  }
  progress.done(
    `collect: ${source.id} would send ${tally.handled} records, refuse ${tally.rejected} and erase ${erased}`,
  );
  return exitOf(tally);
}

/** The world of a dry run: it keeps nothing, so a source that must keep a token cannot be run dry. */
function contextOf(source: SourceConfig, config: Pick<VocConfig, 'timeZone' | 'network'>): CollectContext {
  const now = () => new Date();
  return {
    http: createHttpFetch({ fetch: createGuardedFetch(config.network), sleep, random: Math.random, now }),
    sleep,
    now,
    timeZone: config.timeZone,
    secret: (schema) =>
      readSecret(schema, source, async (name) => {
        const text = localSourceSecret(name);
        if (text !== undefined) return text;
        throw new VocError('source.secret-missing', 'auth', `.voc/source-secrets.json has no "${name}".`);
      }),
    vault: {
      load: async () => null,
      save: () =>
        Promise.reject(
          new VocError(
            'usage.invalid',
            'config',
            'This source has a token that changes with each use, and a dry run could not keep the new one. Run it without --dry-run.',
          ),
        ),
    },
  };
}

function limitOf(value: string | undefined): number {
  if (value === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw usage('--limit needs a whole number from 1 on.');
}
