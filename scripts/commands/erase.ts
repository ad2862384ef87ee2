import { randomUUID } from 'node:crypto';
import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LinkResult } from '../../shared/domain/link.ts';
import { type StoredDocument, StoredDocumentSchema } from '../../shared/domain/stored-document.ts';
import { contributionOf } from '../../shared/insight/contribution.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { dirtyDeduplicationId, dirtyGroupId } from '../../shared/storage/keys.ts';
import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
Removes a customer: profile, identity tokens, and the links and tokens on stored voices.

Usage: npm run -s voc -- erase --customer ID [--data DIR]

Prints a receipt as JSON: {"customerId","erasedAt","profile","tokens","documents","contributions"}. The texts stay; they
hold no personal data and belong to nobody afterwards. Remove the customer from your CRM export too: the next import
would bring the profile back. Run it again after a failure; it goes on where it stopped.

Example:
  npm run -s voc -- erase --customer C000123 > receipt.json
`;

const UNLINKED: LinkResult = { customerId: null, status: 'unlinked', confidence: 0, evidence: [] };

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
    const { customers, identity } = stack.repositories;
    const profile = (await customers.getMany([customerId])).get(customerId);
    const tokens = new Set(profile?.tokens.map(({ token }) => token) ?? []);
    // Tokens first, so that no voice is linked anew; the profile last, because it knows the tokens if this is repeated.
    for (const token of tokens) await identity.remove(token, customerId);
    let documents = 0;
    for await (const document of documentsOf(stack, customerId)) {
      await unlink(stack, document, tokens);
      documents += 1;
    }
    await customers.delete(customerId);
    const receipt = {
      customerId,
      erasedAt: new Date().toISOString(),
      profile: profile !== undefined,
      tokens: tokens.size,
      documents,
      contributions: documents,
    };
    await io.out.write(JSON.stringify(receipt));
    if (profile === undefined && documents === 0) io.note('erase: nothing was stored of this customer');
    return EXIT.ok;
  },
};

async function* documentsOf(stack: RunningStack, customerId: string): AsyncGenerator<StoredDocument> {
  let startKey: Record<string, unknown> | undefined;
  do {
    const page = await stack.dynamo.send(
      new ScanCommand({
        TableName: stack.name('DOCUMENTS_TABLE'),
        FilterExpression: '#link.customerId = :id',
        ExpressionAttributeNames: { '#link': 'link' },
        ExpressionAttributeValues: { ':id': customerId },
        ConsistentRead: true,
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      }),
    );
    for (const item of page.Items ?? []) yield StoredDocumentSchema.parse(item);
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
}

async function unlink(
  stack: RunningStack,
  document: StoredDocument,
  tokens: ReadonlySet<string>,
): Promise<void> {
  const { record, day, bucket, shard } = document;
  const identifiers = record.identifiers.filter(
    ({ token, variantTokens }) => !tokens.has(token) && !variantTokens.some((variant) => tokens.has(variant)),
  );
  await stack.repositories.contributions.put(contributionOf({ ...document, link: UNLINKED }, undefined));
  await stack.dynamo.send(
    new UpdateCommand({
      TableName: stack.name('DOCUMENTS_TABLE'),
      Key: { pk: record.documentKey },
      // A new etag makes every worker that holds the old state read again.
      UpdateExpression: 'SET #link = :link, #record.identifiers = :identifiers, etag = :etag',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#link': 'link', '#record': 'record' },
      ExpressionAttributeValues: {
        ':link': UNLINKED,
        ':identifiers': identifiers,
        ':etag': `erased-${randomUUID()}`,
      },
    }),
  );
  const at = { day, bucket, shard };
  const dirty = createQueueSender({ client: stack.sqs, queueUrl: stack.name('DIRTY_QUEUE_URL') });
  const windowSeconds = Number(stack.name('DIRTY_WINDOW_SECONDS'));
  const refused = await dirty.send([
    {
      body: JSON.stringify(at),
      groupId: dirtyGroupId(at),
      deduplicationId: dirtyDeduplicationId(at, Date.now(), windowSeconds),
    },
  ]);
  if (refused.size > 0) throw new Error('The queue of recounts refused a message. Run the command again.');
}
