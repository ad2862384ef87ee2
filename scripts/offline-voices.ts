import type { BucketAggregate } from '../shared/domain/aggregate.ts';
import type { Contribution } from '../shared/domain/contribution.ts';
import type { InputDocument } from '../shared/domain/input-document.ts';
import type { StoredDocument } from '../shared/domain/stored-document.ts';
import { addContribution, emptyAggregate } from '../shared/insight/aggregate.ts';
import { contributionOf } from '../shared/insight/contribution.ts';
import type { TokenKeys } from '../shared/privacy/token-keys.ts';
import { toRecord } from '../shared/sources/record/to-record.ts';
import { mergeSightings } from '../shared/storage/merge-sightings.ts';
import { dropNameOf } from './drop-name.ts';
import type { LoadedAnalyzer } from './load-analyzer.ts';
import { NO_CUSTOMERS } from './offline-customers.ts';

/**
 * Documents of files, read and counted in memory with the code of the deployed functions; of several sightings of one
 * document the newest counts. Customers are not linked.
 */
export function createOfflineVoices(deps: {
  readonly loaded: LoadedAnalyzer;
  readonly keys: TokenKeys;
  readonly timeZone: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}) {
  const { loaded, keys, timeZone } = deps;
  const documents = new Map<string, StoredDocument>();
  return {
    add(document: InputDocument, file: string): void {
      const record = toRecord(document, {
        connector: dropNameOf(file),
        keys,
        timeZone,
        firstSeenAt: deps.now,
        runId: 'offline',
      });
      const { text, title, source, rating, app } = record;
      const reading = loaded.analyzer.read({ text, title, source, rating, app });
      const sighting = { record, reading, link: NO_CUSTOMERS.link(record) };
      documents.set(
        record.documentKey,
        mergeSightings(documents.get(record.documentKey), sighting, timeZone),
      );
    },
    counted(): { contributions: Contribution[]; buckets: BucketAggregate[] } {
      const contributions = [...documents.values()].map((document) => contributionOf(document, undefined));
      const buckets = new Map<string, BucketAggregate>();
      for (const contribution of contributions) {
        const { day, bucket } = contribution;
        const counted = buckets.get(bucket) ?? { day, bucket, aggregate: emptyAggregate() };
        addContribution(counted.aggregate, contribution);
        buckets.set(bucket, counted);
      }
      return { contributions, buckets: [...buckets.values()] };
    },
  };
}
