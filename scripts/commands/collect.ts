import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { createHttpFetch } from '../../shared/sources/http.ts';
import { parseDocument } from '../../shared/sources/parse-document.ts';
import { connectorById } from '../../shared/sources/registry.ts';
import { toRecord } from '../../shared/sources/to-record.ts';
import { type Command, type CommandIo, EXIT, type ExitCode } from '../command.ts';
import { invokeFunction } from '../invoke-function.ts';
import { offlineKeys } from '../offline-keys.ts';
import { parseOptions, usage } from '../parse-options.ts';
import { emptyTally, exitOf, reportError } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readProjectConfig } from '../project-files.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
Runs one source of voc.config.yaml once.

Usage: npm run -s voc -- collect SOURCE [--dry-run] [--data DIR]

  SOURCE       its id in voc.config.yaml, also where it is not enabled
  --dry-run    needs no running stack: reads the source from the beginning and prints the records that would be sent,
               without personal data; saves nothing
  --data DIR   the stack's data folder (default: .voc/local)

Without --dry-run the running stack's own collect function does the run, from its checkpoint, and prints its outcome:
complete, partial (the next run goes on), busy (another run holds the source), failed.

Examples:
  npm run -s voc -- collect apple-kr --dry-run | head -5
  npm run -s voc -- collect apple-kr
`;

export const collect: Command = {
  name: 'collect',
  summary: 'run one configured source, or show what it would bring',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      ...STACK_OPTIONS,
      'dry-run': { type: 'boolean', default: false },
    });
    const [sourceId, ...more] = positionals;
    const config = await readProjectConfig();
    const known = config.sources.map(({ id }) => id).join(', ');
    if (sourceId === undefined || more.length > 0)
      throw usage(`collect needs one source. There are: ${known}.`);
    const source = config.sources.find(({ id }) => id === sourceId);
    if (source === undefined)
      throw usage(`voc.config.yaml has no source "${sourceId}". There are: ${known}.`);
    if (values['dry-run']) return dryRun(source, config.timeZone, io);

    const stack = await openRunningStack(values.data);
    io.note(`collect: running ${sourceId} …`);
    const outcome = await invokeFunction(stack, 'collect', { sourceId });
    await io.out.write(JSON.stringify(outcome));
    const failed =
      typeof outcome === 'object' && outcome !== null && 'outcome' in outcome && outcome.outcome === 'failed';
    return failed ? EXIT.failed : EXIT.ok;
  },
};

/** Reads a source from the beginning and prints the records that it would send; saves nothing. */
export async function dryRun(source: SourceConfig, timeZone: string, io: CommandIo): Promise<ExitCode> {
  const connector = connectorById(source.connector);
  const now = () => new Date();
  const context = { http: createHttpFetch({ fetch, sleep, random: Math.random, now }), sleep };
  const record = {
    connector: source.id,
    keys: offlineKeys(),
    timeZone,
    firstSeenAt: now().toISOString(),
    runId: 'dry-run',
    keepUrl: connector.keepsUrl,
  };
  const tally = emptyTally();
  const progress = createProgress(io);
  let line = 0;
  for await (const page of connector.collect(context, source.config, null)) {
    for (const value of page.documents) {
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
    if (page.suspect !== undefined) io.note(`collect: ${page.suspect}`);
    progress.update(`collect: ${tally.handled} documents`);
  }
  progress.done(`collect: ${source.id} would send ${tally.handled} records and refuse ${tally.rejected}`);
  return exitOf(tally);
}
