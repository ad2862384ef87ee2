import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { VocError } from '../../shared/domain/errors.ts';
import { CalendarDaySchema } from '../../shared/domain/input-document.ts';
import { isUnderWay, newReanalysis, type Reanalysis } from '../../shared/domain/reanalysis.ts';
import { type Command, type CommandIo, EXIT } from '../command.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { createProgress } from '../progress.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';
import { storedVoices, wakeWalk } from '../stack-settings.ts';

const LOOK_EVERY_MS = 500;
const SHOWN_WALKS = 20;

const help = `
Reads stored voices again, with the settings and the model of now. The texts are those stored: without personal data.

Usage: npm run -s voc -- reanalyze --from 2026-10-01 [--to 2026-10-31] [--data DIR]
       npm run -s voc -- reanalyze --status [--data DIR]

  --from DAY   first day of publication, in the business time zone
  --to DAY     last day (default: the last one that has documents)
  --status     the newest walks over stored voices and how far they are, also those that edited settings began

Has each stored record sent to the queue of records; new readings replace the old ones, and the totals follow. Documents
are not counted twice. A reading of an unchanged version changes nothing. The stack does the work: it goes on where this
command is stopped, and pauses while new voices wait.

Example:
  npm run -s voc -- reanalyze --from 2026-10-01
`;

export const reanalyze: Command = {
  name: 'reanalyze',
  summary: 'read stored voices again with the present settings',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      ...STACK_OPTIONS,
      from: { type: 'string' },
      to: { type: 'string' },
      status: { type: 'boolean' },
    });
    noOperands(positionals);
    const { from, to } = values;
    if (values.status === true) {
      if (from !== undefined || to !== undefined) throw usage('--status takes no --from and --to.');
      const { repositories } = await openRunningStack(values.data);
      for (const walk of await repositories.reanalyses.list(SHOWN_WALKS))
        await io.out.write(JSON.stringify(walk));
      return EXIT.ok;
    }
    if (from === undefined) throw usage('reanalyze needs --from DAY.');
    for (const day of [from, to]) {
      if (day !== undefined && !CalendarDaySchema.safeParse(day).success)
        throw usage(`"${day}" is not a day YYYY-MM-DD.`);
    }
    const stack = await openRunningStack(values.data);
    const { days, voices, ...range } = await storedVoices(stack, { from, to });
    const now = new Date().toISOString();
    const walk = newReanalysis({
      id: randomBytes(8).toString('hex'),
      from,
      to: to ?? (days === 0 ? from : range.to),
      reason: 'request',
      edition: (await stack.repositories.settings.head()).edition,
      at: now,
      by: io.env.USER ?? 'operator',
      startsAt: now,
      of: voices,
    });
    const { sent, expired } = await walked(stack, walk, io);
    const last = days === 0 ? null : range.to;
    await io.out.write(JSON.stringify({ from, to: last, days, sent, expired }));
    return EXIT.ok;
  },
};

/** Has the stack walk, and waits until it has. */
async function walked(stack: RunningStack, walk: Reanalysis, io: CommandIo): Promise<Reanalysis> {
  const { reanalyses } = stack.repositories;
  await reanalyses.add(walk);
  if (!(await wakeWalk(stack, walk)))
    io.note('reanalyze: the queue did not take the message; the stack begins within a quarter of an hour');
  const progress = createProgress(io);
  for (;;) {
    const now = await reanalyses.get(walk);
    if (now === undefined) throw gone();
    if (!isUnderWay(now)) {
      progress.done(`reanalyze: ${now.sent} records sent; see "voc status" for how far they are`);
      return now;
    }
    progress.update(
      `reanalyze: ${now.sent} records sent${now.place === null ? '' : `, at ${now.place.day}`}`,
    );
    await sleep(LOOK_EVERY_MS);
  }
}

function gone(): VocError {
  return new VocError(
    'stack.unavailable',
    'config',
    'The walk is no longer on the list: the stack was made anew meanwhile. Start again.',
  );
}
