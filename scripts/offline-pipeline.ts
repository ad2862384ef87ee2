import type { Audience } from '../shared/domain/audience.ts';
import type { Contribution } from '../shared/domain/contribution.ts';
import type { CustomerProfile } from '../shared/domain/customer.ts';
import type { FollowUps } from '../shared/domain/follow-up.ts';
import type { FunnelStep } from '../shared/domain/funnel.ts';
import { type InputDocument, publicationTime } from '../shared/domain/input-document.ts';
import type { WeeklyReview } from '../shared/domain/insight.ts';
import type { SentMessage } from '../shared/domain/sent-message.ts';
import type { StoredDocument } from '../shared/domain/stored-document.ts';
import { addWeeks, businessDay, daysOfWeek, isoWeek, startOfBusinessDay } from '../shared/domain/time.ts';
import { addContribution, emptyAggregate } from '../shared/insight/aggregate.ts';
import { audience } from '../shared/insight/audience.ts';
import { contributionOf } from '../shared/insight/contribution.ts';
import { followUps } from '../shared/insight/follow-up/follow-ups.ts';
import { buildWeeklyReview } from '../shared/insight/weekly-review.ts';
import { spellingGroups } from '../shared/nlp/domain-word-index.ts';
import type { TokenKeys } from '../shared/privacy/token-keys.ts';
import type { VocConfig } from '../shared/runtime/config.ts';
import { toRecord } from '../shared/sources/record/to-record.ts';
import { mergeSightings } from '../shared/storage/merge-sightings.ts';
import { dropNameOf } from './drop-name.ts';
import type { LoadedAnalyzer } from './load-analyzer.ts';
import type { OfflineCustomers } from './offline-customers.ts';

/** Weeks before the review's week that it compares with. */
const BASELINE_WEEKS = 4;

export interface OfflinePipelineDeps {
  readonly config: VocConfig;
  readonly loaded: LoadedAnalyzer;
  readonly customers: OfflineCustomers;
  readonly keys: TokenKeys;
  readonly week: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/**
 * The pipeline of one weekly review in memory, with the code of the deployed functions: redact, read, link, merge
 * sightings, count, review. Documents outside the review's window are not read at all.
 */
export function createOfflinePipeline(deps: OfflinePipelineDeps) {
  const { config, loaded, customers, keys, week } = deps;
  const { timeZone } = config;
  const firstWeek = addWeeks(week, -BASELINE_WEEKS);
  const documents = new Map<string, StoredDocument>();

  return {
    /** Takes a document; false where it lies outside the weeks of the review. */
    add(document: InputDocument, file: string): boolean {
      const documentWeek = weekOf(document, timeZone);
      if (documentWeek === null || documentWeek < firstWeek || documentWeek > week) return false;
      const record = toRecord(document, {
        connector: dropNameOf(file),
        keys,
        timeZone,
        firstSeenAt: deps.now,
        runId: 'offline',
        formats: customers.formats,
      });
      const reading = loaded.analyzer.read({
        text: record.text,
        title: record.title,
        source: record.source,
        rating: record.rating,
        app: record.app,
      });
      const link = customers.link(record);
      const before = documents.get(record.documentKey);
      documents.set(record.documentKey, mergeSightings(before, { record, reading, link }, timeZone));
      return true;
    },

    /** The review of everything that was taken. */
    review(archive: { messages: readonly SentMessage[]; funnel: readonly FunnelStep[] }): WeeklyReview {
      const buckets = new Map<
        string,
        { day: string; bucket: string; aggregate: ReturnType<typeof emptyAggregate> }
      >();
      const contributions: Contribution[] = [];
      for (const document of documents.values()) {
        const contribution = contributionOf(document, customers.profileOf(document.link));
        const { day, bucket } = contribution;
        const entry = buckets.get(bucket) ?? { day, bucket, aggregate: emptyAggregate() };
        buckets.set(bucket, { ...entry, aggregate: addContribution(entry.aggregate, contribution) });
        if (isoWeek(day) === week) contributions.push(contribution);
      }
      return buildWeeklyReview({
        week,
        timeZone,
        brand: config.brand.name,
        generatedAt: deps.now,
        taxonomy: loaded.settings.taxonomy,
        copyRules: loaded.settings.copyRules,
        spellings: spellingGroups(loaded.settings.domainWords),
        buckets: [...buckets.values()],
        contributions,
        documents,
        ...archive,
      });
    },

    /** What follows from the linked voices, as at the end of the week (or now, where it has not ended). */
    followUps(): { followUps: FollowUps; audience: Audience } {
      const profiles = new Map<string, CustomerProfile>();
      for (const { link } of documents.values()) {
        const profile = customers.profileOf(link);
        if (profile !== undefined) profiles.set(profile.customerId, profile);
      }
      const [monday = ''] = daysOfWeek(addWeeks(week, 1));
      const endOfWeek = startOfBusinessDay(monday, timeZone);
      const now = endOfWeek < new Date(deps.now) ? endOfWeek : new Date(deps.now);
      const lists = followUps(documents.values(), profiles, now);
      const targets = audience({
        documents: documents.values(),
        profiles,
        holds: lists.holds,
        maxPerWeek: config.audience.maxPerWeek,
        ledger: undefined,
        week,
        now,
      });
      return { followUps: lists, audience: targets };
    },

    size: () => documents.size,
  };
}

/** The ISO week of a document in the business zone, or null without a date. */
export function weekOf(document: InputDocument, timeZone: string): string | null {
  const time = publicationTime(document, timeZone);
  return time === null ? null : isoWeek(businessDay(time.at, timeZone));
}
