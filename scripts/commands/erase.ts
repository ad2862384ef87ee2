import { randomUUID } from 'node:crypto';
import { emptyReceipt } from '../../shared/customers/empty-receipt.ts';
import { eraseCustomer } from '../../shared/customers/erase-customer.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
Removes a customer: profile, identity tokens, and the links and tokens on stored voices.

Usage: npm run -s voc -- erase --customer ID [--data DIR]

Prints a receipt as JSON: {"customerId","erasedAt","profile","tokens","documents","contributions","later"}. "later" says what
goes by itself and by when: backups within 35 days, the hourly lists of follow-ups. The texts stay; they
hold no personal data and belong to nobody afterwards. Remove the customer from your CRM export too: the next import
would bring the profile back. Run it again after a failure; it goes on where it stopped.

Example:
  npm run -s voc -- erase --customer C000123 > receipt.json
`;

/** Longer than a run takes: an import that meets the customer meanwhile waits so long at most. */
const RUN_MS = 120_000;

export const erase: Command = {
  name: 'erase',
  summary: "remove a customer's profile and links",
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { ...STACK_OPTIONS, customer: { type: 'string' } });
    noOperands(positionals);
    const customerId = values.customer;
    if (customerId === undefined || customerId === '') throw usage('erase needs --customer ID.');
    const stack = await openRunningStack(values.data);
    const clock = () => new Date();
    const begun = emptyReceipt({ id: randomUUID(), requestedBy: 'command line', customerId }, clock());
    const { receipt } = await eraseCustomer(
      {
        ...stack.repositories,
        dirty: createQueueSender({ client: stack.sqs, queueUrl: stack.name('DIRTY_QUEUE_URL') }),
        dirtyWindowSeconds: Number(stack.name('DIRTY_WINDOW_SECONDS')),
        clock,
      },
      { customerId, receipt: begun, after: null, claim: null },
      () => RUN_MS,
    );
    await stack.repositories.erasures.save(receipt);
    const { gone, finishedAt, later } = receipt;
    await io.out.write(
      JSON.stringify({
        customerId,
        erasedAt: finishedAt,
        profile: gone.profiles > 0,
        tokens: gone.tokens,
        documents: gone.documents,
        contributions: gone.contributions,
        later,
      }),
    );
    if (gone.profiles === 0 && gone.documents === 0) io.note('erase: nothing was stored of this customer');
    return EXIT.ok;
  },
};
