import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { TOTAL_KEY } from '../../shared/domain/aggregate.ts';
import { aggregateOf, cellAt } from '../../shared/insight/aggregate.ts';
import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions } from '../parse-options.ts';
import { createProgress } from '../progress.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';
import { stackQueues } from '../stack-queues.ts';

const help = `
How the running stack stands: documents, totals of the roll-ups beside a recount of the contributions, queues, refused lines.

Usage: npm run -s voc -- status [--data DIR]

One JSON object: {"url","documents","rollups": {"days","documents"},"recount": {"documents","agrees"},"disagreeing" (days),
"queues","deadLetters","quarantined"}. Roll-ups follow a voice within about four minutes; until then its day
disagrees. What a source deleted stays among the documents without its words and is counted nowhere, and counts outlive
documents that expire: these two numbers need not be equal.

Example:
  npm run -s voc -- status
`;

export const status: Command = {
  name: 'status',
  summary: 'documents, totals with a recount, and queues of the running stack',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, STACK_OPTIONS);
    noOperands(positionals);
    const stack = await openRunningStack(values.data);
    const { rollups, contributions, quarantine } = stack.repositories;
    const progress = createProgress(io);
    const days = await rollups.listDays();
    const totals = { rolled: 0, recounted: 0 };
    const disagreeing: string[] = [];
    for (const [index, day] of days.entries()) {
      progress.update(`status: recounting day ${index + 1} of ${days.length}`);
      const buckets = await rollups.readDay(day);
      const rolled = buckets.reduce(
        (sum, { aggregate }) => sum + cellAt(aggregate, 'total', TOTAL_KEY).documents,
        0,
      );
      const counted = cellAt(aggregateOf(await contributions.listDay(day)), 'total', TOTAL_KEY).documents;
      totals.rolled += rolled;
      totals.recounted += counted;
      if (rolled !== counted) disagreeing.push(day);
    }
    let quarantined = 0;
    for (const day of await quarantine.listDays()) quarantined += (await quarantine.listDay(day)).length;
    const queues = await stackQueues(stack.sqs, stack.file.resources);
    const depths = (dead: boolean) =>
      Object.fromEntries(
        queues.filter((queue) => queue.deadLetter === dead).map(({ name, depth }) => [name, depth]),
      );
    const documents = await countDocuments(stack);
    const state = {
      url: stack.file.url,
      documents,
      rollups: { days: days.length, documents: totals.rolled },
      recount: { documents: totals.recounted, agrees: disagreeing.length === 0 },
      disagreeing,
      queues: depths(false),
      deadLetters: depths(true),
      quarantined,
    };
    await io.out.write(JSON.stringify(state, null, 2));
    return EXIT.ok;
  },
};

async function countDocuments(stack: RunningStack): Promise<number> {
  let count = 0;
  let startKey: Record<string, unknown> | undefined;
  do {
    const page = await stack.dynamo.send(
      new ScanCommand({
        TableName: stack.name('DOCUMENTS_TABLE'),
        Select: 'COUNT',
        ConsistentRead: true,
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      }),
    );
    count += page.Count ?? 0;
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
  return count;
}
