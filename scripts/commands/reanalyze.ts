import { CalendarDaySchema } from '../../shared/domain/input-document.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { createProgress } from '../progress.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
Reads stored voices again, with the settings and the model of now. The texts are those stored: without personal data.

Usage: npm run -s voc -- reanalyze --from 2026-10-01 [--to 2026-10-31] [--data DIR]

  --from DAY   first day of publication, in the business time zone
  --to DAY     last day (default: the last one that has documents)

Sends each stored record to the queue of records; new readings replace the old ones, and the totals follow. Documents
are not counted twice. A reading of an unchanged version changes nothing.

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
    });
    noOperands(positionals);
    const { from, to } = values;
    if (from === undefined) throw usage('reanalyze needs --from DAY.');
    for (const day of [from, to]) {
      if (day !== undefined && !CalendarDaySchema.safeParse(day).success)
        throw usage(`"${day}" is not a day YYYY-MM-DD.`);
    }
    const stack = await openRunningStack(values.data);
    const { rollups, contributions, documents } = stack.repositories;
    const queue = createQueueSender({ client: stack.sqs, queueUrl: stack.name('RECORDS_QUEUE_URL') });
    const days = (await rollups.listDays()).filter((day) => day >= from && (to === undefined || day <= to));
    const progress = createProgress(io);
    let sent = 0;
    let expired = 0;
    for (const day of days) {
      const keys = (await contributions.listDay(day)).map(({ documentKey }) => documentKey);
      const stored = await documents.getMany(keys);
      // A contribution outlives its text: what has expired cannot be read again.
      expired += keys.length - stored.size;
      const refused = await queue.send(
        [...stored.values()].map(({ record }) => ({ body: JSON.stringify(record) })),
      );
      if (refused.size > 0)
        throw new Error(
          `The queue refused ${refused.size} records of ${day}. Start again from --from ${day}.`,
        );
      sent += stored.size;
      progress.update(`reanalyze: ${sent} records sent, at ${day}`);
    }
    progress.done(
      `reanalyze: ${sent} records of ${days.length} days sent; see "voc status" for how far they are`,
    );
    await io.out.write(JSON.stringify({ from, to: days.at(-1) ?? null, days: days.length, sent, expired }));
    return EXIT.ok;
  },
};
