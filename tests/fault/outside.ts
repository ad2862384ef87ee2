import { PutObjectCommand } from '@aws-sdk/client-s3';
import { emptyReceipt } from '../../shared/customers/empty-receipt.ts';
import type { PartEdit } from '../../shared/domain/settings-edition.ts';
import { webhookSignature } from '../../shared/runtime/webhook-signature.ts';
import { createErasureRepository } from '../../shared/storage/erasure-repository.ts';
import { DROP_PREFIXES } from '../../shared/storage/keys.ts';
import { DROP_BUCKET, type Platform } from './composition.ts';
import { createWiredDocumentClient } from './dynamodb-wire.ts';
import type { Lambda } from './lambda.ts';
import type { Action } from './world.ts';

const QUEUE_OF_PREFIX: Readonly<Record<(typeof DROP_PREFIXES)[number], string>> = {
  drops: 'drops',
  customers: 'customers-import',
  messages: 'messages-import',
  funnel: 'funnel-import',
};
const SOURCE_ID = 'helpdesk';
const TRIES = 40;
const WAIT_MS = 5_000;

/** People, partners and schedules: they repeat what is not acknowledged, and count on what is. */
export function createOutside(platform: Platform, lambda: Lambda) {
  const { kernel, faults, queues, objects, source } = platform;
  /** `connector/id` of every document that the product has taken. */
  const acknowledged = new Set<string>();
  const s3 = objects.s3Client();

  function announce(key: string): void {
    const prefix = DROP_PREFIXES.find((one) => key.startsWith(`${one}/`));
    if (prefix === undefined) return;
    const body = JSON.stringify({
      Records: [
        {
          eventTime: new Date(kernel.now()).toISOString(),
          s3: {
            bucket: { name: DROP_BUCKET },
            object: { key: encodeURIComponent(key).replaceAll('%2F', '/') },
          },
        },
      ],
    });
    queues.put(QUEUE_OF_PREFIX[prefix], body);
    if (!faults.strikes('notifiedTwice')) return;
    faults.struck('notifiedTwice', key);
    queues.put(QUEUE_OF_PREFIX[prefix], body, { delayMs: 1000 * faults.chance.int(200) });
  }

  async function untilDone(what: string, attempt: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await attempt()) return;
      await kernel.sleep(WAIT_MS);
    }
    throw new Error(`${what} was refused ${TRIES} times`);
  }

  async function upload(action: Extract<Action, { kind: 'upload' }>): Promise<void> {
    await untilDone(`the upload of ${action.key}`, () =>
      s3.send(new PutObjectCommand({ Bucket: DROP_BUCKET, Key: action.key, Body: action.body })).then(
        () => true,
        () => false,
      ),
    );
  }

  async function post({ name, documents }: Extract<Action, { kind: 'webhook' }>): Promise<void> {
    const body = JSON.stringify(documents);
    await untilDone(`the webhook ${name}`, async () => {
      const timestamp = String(Math.floor(kernel.now() / 1000));
      const receipt = await lambda.call('webhook', {
        rawPath: `/v1/webhooks/${name}`,
        pathParameters: { dropName: name },
        headers: {
          'x-voc-timestamp': timestamp,
          'x-voc-signature': webhookSignature(platform.ready.webhookKey, timestamp, body),
        },
        body,
        isBase64Encoded: false,
        requestContext: { requestId: `post-${name}` },
      });
      return !(receipt instanceof Error);
    });
  }

  async function collect(event: Record<string, unknown>): Promise<unknown> {
    return lambda.invokeEvent('collect', { sourceId: SOURCE_ID, ...event });
  }

  async function erase(customerId: string): Promise<void> {
    const client = createWiredDocumentClient(platform.dynamoDb, kernel, faults);
    const erasures = createErasureRepository({ client, tableName: platform.tables.state });
    const now = new Date(kernel.now());
    const receipt = emptyReceipt({ id: `erase-${customerId}`, customerId, requestedBy: 'tester' }, now);
    await untilDone('the receipt of an erasure', () =>
      erasures.save(receipt).then(
        () => true,
        () => false,
      ),
    );
    queues.put('erasures', JSON.stringify({ customerId, receipt, after: null, claim: null }));
  }

  async function saveEdit(edit: PartEdit): Promise<void> {
    await untilDone(
      `the edit of ${edit.part}`,
      async () => !((await lambda.call('api', edit)) instanceof Error),
    );
  }

  /** Somebody outside at work: the world waits for them as for a process, but no fault ends them. */
  function asOutside(work: () => Promise<void>): void {
    const none = () => undefined;
    kernel.invoke('outside', work, { ended: none, died: none, mortal: false });
  }

  async function perform(action: Action): Promise<void> {
    if (action.kind === 'upload') {
      await upload(action);
      for (const id of action.ids) acknowledged.add(id);
    } else if (action.kind === 'webhook') {
      await post(action);
      for (const { id } of action.documents) acknowledged.add(`${action.name}/${id}`);
    } else if (action.kind === 'tickets') {
      for (const { ticket, requester } of action.changes) source.change(ticket, requester);
      await collect({});
      for (const { ticket } of action.changes) acknowledged.add(`${SOURCE_ID}/${ticket.id}`);
    } else if (action.kind === 'erase') await erase(action.customerId);
    else for (const edit of action.edits) await saveEdit(edit);
  }

  return {
    acknowledged: acknowledged as ReadonlySet<string>,
    announce,

    /** Begins all actions at once; on a quiet day one after the other. */
    act(actions: readonly Action[]): { done: () => boolean } {
      let open = actions.length;
      const atOnce = faults.isActive();
      const one = async (action: Action) => {
        await perform(action);
        open -= 1;
      };
      if (atOnce) for (const action of actions) asOutside(() => one(action));
      else {
        asOutside(async () => {
          for (const action of actions) await one(action);
        });
      }
      return { done: () => open === 0 };
    },

    /** What comes of work that somebody outside asks for, once the world is at rest. */
    async result(work: () => Promise<unknown>): Promise<unknown> {
      let result: unknown;
      asOutside(async () => {
        result = await work();
      });
      await kernel.run();
      return result;
    },

    /** Asks the source until it has been read to its end: checkpoints tell what is missing. */
    async collectToTheEnd(): Promise<void> {
      let complete = false;
      let last = '';
      asOutside(async () => {
        for (let tries = 0; tries < 20 && !complete; tries += 1) {
          const result = (await collect({ force: true })) as { outcome?: string };
          // A source that is silent longer than ever has been read to its end, too.
          complete = result.outcome === 'complete' || result.outcome === 'suspect';
          last = JSON.stringify(result);
          if (!complete) await kernel.sleep(30_000);
        }
      });
      await kernel.run();
      if (!complete) throw new Error(`the source cannot be read to its end: ${last}`);
    },
  };
}
