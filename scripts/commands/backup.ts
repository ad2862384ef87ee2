import { writeFile } from 'node:fs/promises';
import { backupTarget } from '../backup/backup-target.ts';
import { allReceipts } from '../backup/erase-again.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { createProgress } from '../progress.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
Copies everything that the running stack holds into a folder: all tables and the report bucket, as lines of JSON with
checksums.

Usage: npm run -s voc -- backup --out DIR [--data DIR]
       npm run -s voc -- backup --receipts FILE     the receipts of erasures alone, one JSON line each

  --out DIR        a new folder; a backup that was broken off goes on there
  --receipts FILE  for a later restore, so that nobody comes back who was erased after the backup: keep it elsewhere
  --data DIR       the stack's data folder (default: .voc/local)

The backup is of one moment where nothing is on its way ("quiet": true; see "voc status"). Else it holds a little less of
what came last, and restoring it ends with a recount. It holds redacted texts, customers and tokens: keep it as safe as
the tables. The keys of identifiers (secret IdentityKeys) are not in it and are needed too: docs/operations.md.

Example:
  npm run -s voc -- backup --out /safe/voc-2026-11-26
`;

export const backup: Command = {
  name: 'backup',
  summary: 'copy everything the running stack holds into a folder',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      ...STACK_OPTIONS,
      out: { type: 'string' },
      receipts: { type: 'string' },
    });
    noOperands(positionals);
    const { out, receipts } = values;
    if ((out === undefined) === (receipts === undefined))
      throw usage('backup needs --out DIR, or --receipts FILE.');
    const stack = await openRunningStack(values.data);
    if (receipts !== undefined) {
      const all = await allReceipts(backupTarget(stack));
      await writeFile(receipts, all.map((receipt) => `${JSON.stringify(receipt)}\n`).join(''), {
        mode: 0o600,
      });
      await io.out.write(JSON.stringify({ receipts: all.length, file: receipts }));
      return EXIT.ok;
    }
    const progress = createProgress(io);
    const manifest = await writeBackup(backupTarget(stack), out ?? '', progress, () => new Date());
    const lines = Object.fromEntries(
      Object.entries(manifest.sections).map(([section, { parts }]) => [
        section,
        parts.reduce((sum, part) => sum + part.lines, 0),
      ]),
    );
    progress.done(
      `backup: complete in ${out}${manifest.quiet ? '' : '; something was on its way meanwhile'}`,
    );
    await io.out.write(JSON.stringify({ startedAt: manifest.startedAt, quiet: manifest.quiet, lines }));
    return EXIT.ok;
  },
};
