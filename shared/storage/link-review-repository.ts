import * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { type LinkResult, LinkResultSchema } from '../domain/link.ts';
import {
  type LinkDecision,
  LinkDecisionSchema,
  ReviewCountsSchema,
  type ReviewExperience,
} from '../domain/link-decision.ts';
import type { Clock } from '../runtime/clock.ts';
import {
  decidedKey,
  decidedPartition,
  LINK_CANDIDATES_PARTITION,
  LINK_REVIEWED_PARTITION,
  linkCandidateKey,
  linkDecisionsKey,
} from './keys.ts';
import { type Consistency, createTable, expiryOf, type Item, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

/** A suggestion that nobody has looked at for so long is not worth a look any more. */
const QUEUE_DAYS = 90;
/** Decisions about one document; about more customers nobody is asked. */
const MAX_DECISIONS = 20;
const MAX_ATTEMPTS = 5;
/** How long the counts are kept by a reader. */
const MAX_AGE_MS = 5 * 60_000;

/** A suggested link that waits for a person. */
const LinkCandidateSchema = z.object({
  documentKey: z.string(),
  publishedAt: z.string(),
  link: LinkResultSchema,
});
export type LinkCandidate = z.infer<typeof LinkCandidateSchema>;

const DecisionsItemSchema = z.object({
  decisions: z.array(LinkDecisionSchema),
  version: z.int().min(1),
});
type DecisionsItem = z.infer<typeof DecisionsItemSchema>;

const CountsItemSchema = ReviewCountsSchema.extend({ sk: z.string() });

/**
 * The queue of suggested links, what people decided, and how often suggestions were right; in the state table, apart from
 * documents, so that a decision outlives re-analysis, re-linking and loading again.
 */
export function createLinkReviewRepository(deps: TableDeps & { readonly clock: Clock }) {
  const table = createTable(deps);
  let kept: { experience: ReviewExperience; readAtMs: number } | undefined;

  async function read(documentKey: string): Promise<DecisionsItem | undefined> {
    const item = await table.get(linkDecisionsKey(documentKey));
    return item === undefined ? undefined : DecisionsItemSchema.parse(item);
  }

  /** Puts what is left of a document's decisions where nobody else has written meanwhile. */
  function replace(documentKey: string, next: readonly LinkDecision[], before: DecisionsItem | undefined) {
    const condition =
      before === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'version = :version',
            ExpressionAttributeValues: { ':version': before.version },
          };
    const at = { TableName: deps.tableName, ...condition };
    const key = linkDecisionsKey(documentKey);
    return next.length === 0
      ? { Delete: { ...at, Key: key } }
      : { Put: { ...at, Item: { ...key, decisions: next, version: (before?.version ?? 0) + 1 } } };
  }

  return {
    /** Lets suggestions wait for a person; one that waits already is replaced. */
    async enqueue(candidates: readonly LinkCandidate[]): Promise<void> {
      if (candidates.length === 0) return;
      const now = deps.clock().toISOString();
      const items = candidates.map((candidate): Item => {
        const key = linkCandidateKey(candidate);
        return { ...key, ...candidate, [TTL_ATTRIBUTE]: expiryOf(now, QUEUE_DAYS) };
      });
      await table.writeMany([...new Map(items.map((item) => [String(item.sk), item])).values()]);
    },

    /**
     * The suggestions that wait, the newest voices first, `limit` at a time; `next` is the cursor of the next page. Some may
     * be settled by now: compare with the link of the document, and `settle` those.
     */
    async page(
      limit: number,
      after: string | null,
    ): Promise<{ candidates: LinkCandidate[]; next: string | null }> {
      const candidates: LinkCandidate[] = [];
      let last: string | null = null;
      const newestFirst = table.query({
        KeyConditionExpression: after === null ? 'pk = :pk' : 'pk = :pk AND sk < :after',
        ExpressionAttributeValues: {
          ':pk': LINK_CANDIDATES_PARTITION,
          ...(after === null ? {} : { ':after': after }),
        },
        ScanIndexForward: false,
        Limit: limit + 1,
      });
      for await (const item of newestFirst) {
        if (candidates.length === limit) return { candidates, next: last };
        candidates.push(LinkCandidateSchema.parse(item));
        last = z.string().parse(item.sk);
      }
      return { candidates, next: null };
    },

    /** Takes suggestions off the queue. */
    async settle(of: readonly { publishedAt: string; documentKey: string }[]): Promise<void> {
      await table.writeMany([], of.map(linkCandidateKey));
    },

    /** Takes every suggestion of a customer off the queue, also one that its voice no longer has. May be repeated. */
    async settleCustomer(customerId: string): Promise<void> {
      const waiting: LinkCandidate[] = [];
      for await (const item of table.partition(LINK_CANDIDATES_PARTITION)) {
        const candidate = LinkCandidateSchema.parse(item);
        if (candidate.link.customerId === customerId) waiting.push(candidate);
      }
      await table.writeMany([], waiting.map(linkCandidateKey));
    },

    /**
     * Keeps a decision; deciding anew about the same customer replaces it, and is counted once. All in one transaction.
     * @throws VocError `storage.throttled` (transient) where others keep deciding about the same document
     */
    async decide(
      document: { documentKey: string; publishedAt: string },
      decision: LinkDecision,
    ): Promise<void> {
      const { documentKey } = document;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const before = await read(documentKey);
        const earlier = before?.decisions.find(({ customerId }) => customerId === decision.customerId);
        const others = (before?.decisions ?? []).filter((one) => one !== earlier);
        const next = [...others, decision].slice(-MAX_DECISIONS);
        const dropped = others.filter((one) => !next.includes(one));
        const done = await table.transact([
          replace(documentKey, next, before),
          { Put: { TableName: deps.tableName, Item: decidedKey(decision.customerId, documentKey) } },
          { Delete: { TableName: deps.tableName, Key: linkCandidateKey(document) } },
          ...dropped.map(({ customerId }) => ({
            Delete: { TableName: deps.tableName, Key: decidedKey(customerId, documentKey) },
          })),
          ...countChanges(decision, earlier).map(({ pattern, confirmed, rejected }) => ({
            Update: {
              TableName: deps.tableName,
              Key: { pk: LINK_REVIEWED_PARTITION, sk: pattern },
              UpdateExpression: 'ADD confirmed :confirmed, rejected :rejected',
              ExpressionAttributeValues: { ':confirmed': confirmed, ':rejected': rejected },
            },
          })),
        ]);
        if (done) return;
      }
      throw new VocError(
        'storage.throttled',
        'transient',
        'Somebody else decides about this voice just now. Look at it again.',
      );
    },

    /** What people said of the links of documents, by document key; those without a decision are missing. */
    async decisionsOf(
      documentKeys: readonly string[],
      consistency: Consistency = 'strong',
    ): Promise<Map<string, readonly LinkDecision[]>> {
      const items = await table.getMany(documentKeys.map(linkDecisionsKey), { consistency });
      const byPartition = new Map(
        items.map((item) => [z.string().parse(item.pk), DecisionsItemSchema.parse(item).decisions]),
      );
      return new Map(
        documentKeys.flatMap((key) => {
          const decisions = byPartition.get(linkDecisionsKey(key).pk);
          return decisions === undefined ? [] : [[key, decisions] as const];
        }),
      );
    },

    /** How often suggestions were right, read at most every five minutes. */
    async experience(): Promise<ReviewExperience> {
      const nowMs = deps.clock().getTime();
      if (kept === undefined || nowMs - kept.readAtMs >= MAX_AGE_MS) {
        const counts: [string, ReviewExperience[string]][] = [];
        for await (const item of table.partition(LINK_REVIEWED_PARTITION)) {
          const { sk, confirmed, rejected } = CountsItemSchema.parse(item);
          counts.push([sk, { confirmed, rejected }]);
        }
        kept = { experience: Object.fromEntries(counts), readAtMs: nowMs };
      }
      return kept.experience;
    },

    /**
     * Forgets every decision about a customer. What was learnt from them names nobody and stays. May be repeated.
     * @returns how many decisions are gone
     */
    async forgetCustomer(customerId: string): Promise<number> {
      let gone = 0;
      for await (const item of table.partition(decidedPartition(customerId))) {
        const documentKey = z.string().parse(item.sk);
        for (let attempt = 0; ; attempt += 1) {
          const before = await read(documentKey);
          const left = (before?.decisions ?? []).filter((one) => one.customerId !== customerId);
          const index = { Delete: { TableName: deps.tableName, Key: decidedKey(customerId, documentKey) } };
          const changes = before === undefined ? [index] : [replace(documentKey, left, before), index];
          if (await table.transact(changes)) break;
          if (attempt >= MAX_ATTEMPTS) {
            throw new VocError(
              'storage.throttled',
              'transient',
              'Decisions about this customer are being written just now. Run it again.',
            );
          }
        }
        gone += 1;
      }
      return gone;
    },
  };
}

export type LinkReviewRepository = ReturnType<typeof createLinkReviewRepository>;

/** Counts a verdict by its pattern, instead of an earlier one about the same customer. */
function countChanges(decision: LinkDecision, earlier: LinkDecision | undefined) {
  const changes = new Map<string, { confirmed: number; rejected: number }>();
  const add = ({ pattern, verdict }: LinkDecision, by: number) => {
    const known = changes.get(pattern) ?? { confirmed: 0, rejected: 0 };
    changes.set(pattern, { ...known, [verdict]: known[verdict] + by });
  };
  add(decision, 1);
  if (earlier !== undefined) add(earlier, -1);
  return [...changes].map(([pattern, counts]) => ({ pattern, ...counts }));
}

/** The queue entry of a document, where its link is a suggestion. */
export function candidateOf(document: {
  record: { documentKey: string; publishedAt: string };
  link: LinkResult;
}): LinkCandidate[] {
  const { documentKey, publishedAt } = document.record;
  return document.link.status === 'candidate' ? [{ documentKey, publishedAt, link: document.link }] : [];
}
