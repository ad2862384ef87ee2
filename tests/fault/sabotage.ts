import { addAggregate } from '../../shared/insight/aggregate.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import type { SourceStateRepository } from '../../shared/storage/source-state-repository.ts';

/** One safety of the product switched off, to see that the harness notices. */
export interface Sabotage {
  readonly sender?: (queue: string, sender: QueueSender) => QueueSender;
  readonly rollups?: (rollups: RollupRepository) => RollupRepository;
  readonly state?: (state: SourceStateRepository) => SourceStateRepository;
  readonly link?: (ports: { documents: DocumentRepository; contributions: ContributionRepository }) => {
    readonly documents?: DocumentRepository;
    readonly contributions?: ContributionRepository;
  };
  /** Answers the queue that all is done before any of it is. */
  readonly acknowledgesFirst?: readonly string[];
}

export const NO_SABOTAGE: Sabotage = {};

/** Documents of which a worker believes that nobody but itself has changed them. */
function believing(documents: DocumentRepository): DocumentRepository {
  const written = new Map<string, string>();
  return {
    ...documents,
    async put(sighting) {
      const result = await documents.put(sighting);
      written.set(sighting.record.documentKey, result.etag);
      return result;
    },
    etags: async () => written,
  };
}

/** Names in the words of the safety that is missing. */
export const SABOTAGES = {
  'dirty marks are forgotten where a queue refuses them': {
    sender: (queue: string, sender: QueueSender): QueueSender =>
      queue !== 'dirty'
        ? sender
        : {
            async send(entries) {
              await sender.send(entries);
              return new Set();
            },
          },
  },
  'roll-ups are counted up instead of replaced': {
    rollups: (rollups: RollupRepository): RollupRepository => ({
      ...rollups,
      async replaceBucketShard(day, bucket, shard, aggregate, before) {
        const old = before ?? (await rollups.readBucketShard(day, bucket, shard));
        return rollups.replaceBucketShard(day, bucket, shard, addAggregate(old.aggregate, aggregate), old);
      },
    }),
  },
  'messages are acknowledged before the work is done': { acknowledgesFirst: ['analyses'] },
  'records that a queue refuses are forgotten': {
    sender: (queue: string, sender: QueueSender): QueueSender =>
      queue !== 'records'
        ? sender
        : {
            async send(entries) {
              await sender.send(entries);
              return new Set();
            },
          },
  },
  'a document is not looked at again after it is counted': {
    link: ({ documents }: { documents: DocumentRepository; contributions: ContributionRepository }) => ({
      documents: believing(documents),
    }),
  },
  'a newer contribution is overwritten by an older one': {
    link: ({ contributions }: { documents: DocumentRepository; contributions: ContributionRepository }) => ({
      contributions: {
        ...contributions,
        async put(contribution: Parameters<ContributionRepository['put']>[0]) {
          await contributions.delete(contribution);
          return contributions.put(contribution);
        },
      },
    }),
  },
} satisfies Record<string, Sabotage>;
