import { backupTarget } from '../backup/backup-target.ts';
import { allReceipts, eraseAgain, readReceipts } from '../backup/erase-again.ts';
import { readBackup } from '../backup/read-backup.ts';
import { recountDays } from '../backup/recount-days.ts';
import { type Command, EXIT } from '../command.ts';
import { invokeFunction } from '../invoke-function.ts';
import { parseOptions, usage } from '../parse-options.ts';
import { createProgress } from '../progress.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
Brings a backup into a running stack that holds nothing yet.

Usage: npm run -s voc -- restore DIR --erasures FILE [--data DIR]
       npm run -s voc -- restore DIR --no-erasures [--data DIR]

  --erasures FILE  receipts of erasures, newest state: "voc backup --receipts FILE" of the stack that is replaced
  --no-erasures    states that nobody was erased since the backup began
  --data DIR       the stack's data folder (default: .voc/local)

Every part is checked against its checksum before it is written. A restore that was broken off goes on where it stopped.
Whoever was erased after the backup began, by a receipt of the backup or of the file, is erased again before the command
ends. After a backup
that was made while voices were coming in, every day is counted anew.

Example:
  npm run -s voc -- up --data .voc/restored --fresh --no-load
  npm run -s voc -- restore /safe/voc-2026-11-26 --erasures /safe/receipts.ndjson --data .voc/restored
`;

export const restore: Command = {
  name: 'restore',
  summary: 'bring a backup into a stack that holds nothing yet',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      ...STACK_OPTIONS,
      erasures: { type: 'string' },
      'no-erasures': { type: 'boolean', default: false },
    });
    const [directory, ...more] = positionals;
    if (directory === undefined || more.length > 0) throw usage('restore needs one folder of a backup.');
    if ((values.erasures === undefined) !== values['no-erasures'])
      throw usage(
        'restore needs --erasures FILE, or --no-erasures where nobody was erased since the backup.',
      );
    const receipts = values.erasures === undefined ? [] : await readReceipts(values.erasures);
    const stack = await openRunningStack(values.data);
    const target = backupTarget(stack);
    const progress = createProgress(io);
    const { manifest, items, objects } = await readBackup(target, directory, progress);
    const kept = await allReceipts(target);
    const erasedAgain = await eraseAgain(stack, target, [...kept, ...receipts], manifest.startedAt);
    if (manifest.identityKeys !== target.identityKeys)
      io.note(
        'restore: this stack has other keys of identifiers; new voices meet nobody. See docs/operations.md.',
      );
    const days = manifest.quiet ? [] : await stack.repositories.rollups.listDays();
    const recountDay = (day: string) => invokeFunction(stack, 'rollup', { sweep: { days: [day] } });
    await recountDays(days, recountDay, progress);
    progress.done(`restore: ${items} items and ${objects} objects of ${manifest.startedAt}`);
    await io.out.write(
      JSON.stringify({
        backupOf: manifest.startedAt,
        items,
        objects,
        erasedAgain,
        recountedDays: days.length,
      }),
    );
    return EXIT.ok;
  },
};
