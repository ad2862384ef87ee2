import type { DocumentLink } from '../../shared/domain/link.ts';
import { toRecord } from '../../shared/sources/record/to-record.ts';
import type { Command } from '../command.ts';
import { readCustomers } from '../offline-customers.ts';
import { offlineKeys } from '../offline-keys.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { emptyTally, exitOf, goodDocuments } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readProjectConfig } from '../project-files.ts';
import { readInputLines } from '../read-input.ts';

const help = `
Says which customer wrote which voice, how sure that is, and why. Rather no link than a wrong one.

Usage: npm run -s voc -- link --customers CSV [--input FILE|-]

  --customers CSV  customerId,name,phone,email,nickname,appUserId,zendeskUserId,…,orders,consentAnalytics
  --input FILE     NDJSON or CSV of documents (default: standard input)

One line per document, in the order of the input:
{"documentId","customerId" (null when unlinked),"status": linked|candidate|unlinked,"confidence",
"evidence":[{"kind","weight"}]}
Nothing is stored; identifiers are compared as keyed tokens whose key ends with the command.

Example:
  npm run -s voc -- link --customers customers.csv --input tickets.ndjson > links.ndjson
`;

export const link: Command = {
  name: 'link',
  summary: 'say which customer wrote which voice',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      input: { type: 'string' },
      customers: { type: 'string' },
    });
    noOperands(positionals);
    if (values.customers === undefined) throw usage('link needs --customers CSV.');
    const { timeZone } = await readProjectConfig();
    const keys = offlineKeys();
    const customers = await readCustomers(values.customers, { keys, timeZone }, io);
    const firstSeenAt = new Date().toISOString();
    const { formats } = customers;
    const context = { connector: 'link', keys, timeZone, firstSeenAt, runId: 'link', formats };
    const tally = emptyTally();
    const progress = createProgress(io);
    let linked = 0;
    for await (const document of goodDocuments(readInputLines(values.input, io), io, tally, {
      requireDate: false,
    })) {
      const record = toRecord(document, context);
      const result: DocumentLink = { documentId: document.id, ...customers.link(record) };
      if (result.status === 'linked') linked += 1;
      await io.out.write(JSON.stringify(result));
      progress.update(`link: ${tally.handled} documents, ${linked} linked`);
    }
    progress.done(
      `link: ${tally.handled} documents, ${linked} linked to ${customers.size} customers, ${tally.rejected} refused`,
    );
    return exitOf(tally);
  },
};
