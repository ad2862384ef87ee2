import { addDays, businessDay } from '../../shared/domain/time.ts';
import { type Command, EXIT } from '../command.ts';
import { parseOptions, usage, wholeNumber } from '../parse-options.ts';
import { createProgress } from '../progress.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';

const DAY_MS = 86_400_000;

const help = `
Follows a collection run to its voices and to the alerts that they are behind, or an alert back to its runs.

Usage: npm run -s voc -- trace RUN [--days N] [--data DIR]
       npm run -s voc -- trace --incident ID [--days N] [--data DIR]

  RUN              the run as logs and records name it ("runId"): of a source, a dropped file or a webhook call
  --incident ID    the ID that an alert carries
  --days N         how many days of publication to look through (default: 14)
  --data DIR       the stack's data folder (default: .voc/local)

One JSON object: {"run","documents","linked","days" (documents by day of publication),"sources","incidents" (IDs)}, or
{"incident","series","startedAt","runs","quoted" (how many voices it quotes)}. No texts.

Example:
  npm run -s voc -- trace drop-0f3a9c1d2e4b5a67
`;

export const trace: Command = {
  name: 'trace',
  summary: 'follow a collection run to its voices and alerts, or an alert back to its runs',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      ...STACK_OPTIONS,
      incident: { type: 'string' },
      days: { type: 'string', default: '14' },
    });
    const days = wholeNumber('days', values.days);
    const [run, ...more] = positionals;
    if ((run === undefined) === (values.incident === undefined) || more.length > 0)
      throw usage('trace needs one RUN, or --incident ID.');
    const stack = await openRunningStack(values.data);
    const now = new Date();
    const incidents = await stack.repositories.alerts.listIncidents(
      new Date(now.getTime() - days * DAY_MS).toISOString(),
      now.toISOString(),
    );
    if (run === undefined) {
      const found = incidents.find(({ id }) => id === values.incident);
      if (found === undefined)
        throw usage(`There is no incident ${values.incident} in the last ${days} days; see voc alerts list.`);
      const { id, series, startedAt, runIds = [], evidence } = found;
      await io.out.write(
        JSON.stringify({ incident: id, series, startedAt, runs: runIds, quoted: evidence.length }),
      );
      return EXIT.ok;
    }
    const progress = createProgress(io);
    const voices = await voicesOf(stack, run, days, (day) => progress.update(`trace: ${day}`));
    const behind = incidents.filter(({ runIds }) => runIds?.includes(run) === true);
    await io.out.write(JSON.stringify({ run, ...voices, incidents: behind.map(({ id }) => id) }));
    return EXIT.ok;
  },
};

/** Looks through the last days by what counts in them, so that it needs no index of runs. */
async function voicesOf(stack: RunningStack, run: string, back: number, onDay: (day: string) => void) {
  const { contributions, documents } = stack.repositories;
  const today = businessDay(new Date(), stack.config.timeZone);
  const days: Record<string, number> = {};
  const sources: Record<string, number> = {};
  let count = 0;
  let linked = 0;
  for (let age = 0; age < back; age += 1) {
    const day = addDays(today, -age);
    onDay(day);
    const keys = (await contributions.listDay(day)).map(({ documentKey }) => documentKey);
    for (const { record, link } of (await documents.getMany(keys)).values()) {
      if (record.runId !== run) continue;
      count += 1;
      if (link.status === 'linked') linked += 1;
      days[day] = (days[day] ?? 0) + 1;
      sources[record.source] = (sources[record.source] ?? 0) + 1;
    }
  }
  return { documents: count, linked, days, sources };
}
