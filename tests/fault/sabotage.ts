import { addAggregate } from '../../shared/insight/aggregate.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { RollupRepository } from '../../shared/storage/rollup-repository.ts';
import type { SourceStateRepository } from '../../shared/storage/source-state-repository.ts';

interface LinkPorts {
  readonly documents: DocumentRepository;
  readonly contributions: ContributionRepository;
}

/** One safety of the product switched off, to see that the harness notices. */
export interface Sabotage {
  readonly sender?: (queue: string, sender: QueueSender) => QueueSender;
  readonly rollups?: (rollups: RollupRepository) => RollupRepository;
  readonly state?: (state: SourceStateRepository) => SourceStateRepository;
  readonly link?: (ports: LinkPorts) => {
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
    async putNew(sightings) {
      const results = await documents.putNew(sightings);
      for (const [index, result] of results.entries())
        if (result !== null) written.set(sightings[index]?.record.documentKey ?? '', result.etag);
      return results;
    },
    etags: async () => written,
  };
}

/** Names in the words of the safety that is missing. */
export const SABOTAGES = {
  'one dirty mark of each batch is forgotten': {
    sender: (queue: string, sender: QueueSender): QueueSender =>
      queue === 'dirty' ? { send: (entries) => sender.send(entries.slice(0, -1)) } : sender,
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
  'messages are acknowledged before the work is done': { acknowledgesFirst: ['analyses', 'records'] },
  'records are sent without waiting for the queue': {
    sender: (queue: string, sender: QueueSender): QueueSender =>
      queue !== 'records'
        ? sender
        : {
            async send(entries) {
              void sender.send(entries);
              return new Set();
            },
          },
  },
  'an older contribution overwrites a newer one and nobody looks again': {
    link: ({ documents, contributions }: LinkPorts) => ({
      documents: believing(documents),
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
