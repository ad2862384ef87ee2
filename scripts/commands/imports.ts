import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions } from '../parse-options.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
What the imports of customers found: how many are new, and what is wrong with the rows.

Usage: npm run -s voc -- imports [--data DIR]

One JSON line per import, the newest first: {"name","state","asOf","rows","rejectedRows","outcomes","invalid","missing",
"duplicates","stale","consents"}. Lines are numbers of the file; values are nowhere. "missing" with "absent": true is a
column that no row fills; a consent that is "absent" leaves every list empty that needs it.

Example:
  npm run -s voc -- imports
`;

export const imports: Command = {
  name: 'imports',
  summary: 'what the imports of customers found',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, STACK_OPTIONS);
    noOperands(positionals);
    const stack = await openRunningStack(values.data);
    const reports = await stack.repositories.imports.list();
    for (const report of reports) await io.out.write(JSON.stringify(report));
    const absent = reports[0]?.consents.filter((consent) => consent.absent) ?? [];
    for (const { field } of absent) {
      io.note(`imports: no row of the newest file fills ${field}: lists that need it stay empty`);
    }
    if (reports.length === 0)
      io.note('imports: no customers yet; send a CSV with "voc load --customers FILE"');
    return EXIT.ok;
  },
};
