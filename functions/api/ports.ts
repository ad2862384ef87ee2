import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import type { AnalysedRecord } from '../../shared/domain/analysis.ts';
import type { Contribution } from '../../shared/domain/contribution.ts';
import type { SourceHealthView } from '../../shared/domain/dashboard-api.ts';
import type { MessageDraft } from '../../shared/domain/draft.ts';
import type { ErasureOrder, ErasureReceipt } from '../../shared/domain/erasure.ts';
import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import type { ImportReport } from '../../shared/domain/import-report.ts';
import type { Reanalysis } from '../../shared/domain/reanalysis.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import type { CopyRules } from '../../shared/nlp/nlp-settings.ts';
import type { Deployed } from '../../shared/runtime/edit-settings.ts';
import type { AlertRepository } from '../../shared/storage/alert-repository.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { CorrectionRepository } from '../../shared/storage/correction-repository.ts';
import type { DayTotalsRepository } from '../../shared/storage/day-totals-repository.ts';
import type { EmergingRepository } from '../../shared/storage/emerging-repository.ts';
import type { ReportFile } from '../../shared/storage/keys.ts';
import type { LinkReviewRepository } from '../../shared/storage/link-review-repository.ts';
import type { LookupRepository } from '../../shared/storage/lookup-repository.ts';
import type { PointTrackingRepository } from '../../shared/storage/point-tracking-repository.ts';
import type { ReanalysisRepository } from '../../shared/storage/reanalysis-repository.ts';
import type { DayChange } from '../../shared/storage/rollup-repository.ts';
import type { SettingsRepository } from '../../shared/storage/settings-repository.ts';
import type { SuggestionRepository } from '../../shared/storage/suggestion-repository.ts';
import type { VoiceIndexRepository } from '../../shared/storage/voice-index-repository.ts';

/** What the API needs of the world; `deps.ts` gives the real ones, tests give plain objects. */
export interface ApiDeps {
  readonly timeZone: string;
  now(): Date;
  /** Told of every failure that is not the caller's; gets no customer text. */
  reportFailure(error: unknown, method: string): void;
  readonly documents: {
    get(documentKey: string): Promise<StoredDocument | undefined>;
    /** Those that exist, by key. */
    getMany(documentKeys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  };
  readonly contributions: Pick<ContributionRepository, 'listReadings'> & {
    listDay(day: string): Promise<Contribution[]>;
  };
  readonly rollups: {
    /** Business days with documents. */
    listDays(): Promise<string[]>;
    /** The same from … to (default: all), oldest first, and until when they may still change. */
    listDayChanges(range?: { from: string; to: string }): Promise<DayChange[]>;
    readDay(day: string): Promise<BucketAggregate[]>;
  };
  /** Copies of what days add up to. */
  readonly dayTotals: Pick<DayTotalsRepository, 'list' | 'cells' | 'save'>;
  readonly voiceIndex: Pick<VoiceIndexRepository, 'head' | 'part' | 'replace'>;
  readonly corrections: Pick<CorrectionRepository, 'get' | 'list' | 'save' | 'remove'>;
  /** What people have written on hesitation points. */
  readonly trackings: Pick<PointTrackingRepository, 'list' | 'change'>;
  /** What people have decided on suggestions. */
  readonly suggestions: Pick<SuggestionRepository, 'get' | 'list' | 'save'>;
  readonly copyRules: CopyRules;
  /** Hands an accepted text on to the messaging tools; the same draft twice is harmless. */
  publishDraft(draft: MessageDraft): Promise<void>;
  readonly linkReviews: Pick<LinkReviewRepository, 'page' | 'settle' | 'decide'>;
  /** Links a voice again, by what people decided. */
  requestRelink(analysed: AnalysedRecord): Promise<void>;
  readonly lookups: Pick<LookupRepository, 'add' | 'list'>;
  readonly insights: {
    /** Published reviews. */
    listReviews(): Promise<readonly { readonly week: string }[]>;
  };
  /** Incidents and mutes. */
  readonly alerts: Pick<
    AlertRepository,
    'listNewestIncidents' | 'findIncident' | 'getIncident' | 'saveIncident' | 'listMutes' | 'putMute'
  >;
  readonly reports: { read(week: string, file: ReportFile): Promise<Uint8Array | null> };
  /** The lists that follow from linked voices, as last made. */
  readonly followUps: { read(file: string): Promise<Uint8Array | null> };
  /** Asks for the review of a week to be built; asking twice is harmless. */
  requestReview(week: string): Promise<void>;
  readonly quarantine: {
    listDays(): Promise<string[]>;
    listDay(day: string): Promise<ErrorRecord[]>;
  };
  /** Reports of customer imports, the newest first. */
  readonly imports: { list(): Promise<ImportReport[]> };
  readonly erasures: {
    /** Receipts, the newest first. */
    list(): Promise<ErasureReceipt[]>;
    save(receipt: ErasureReceipt): Promise<void>;
  };
  /** Asks for a customer to be erased; asking twice is harmless. */
  requestErasure(order: ErasureOrder): Promise<void>;
  readonly sources: { list(): Promise<SourceHealthView[]> };
  /** Asks for a run of a source, also of one that is left alone after failures; a second run at once does nothing. */
  requestRun(source: Pick<SourceHealthView, 'id' | 'brings'>): Promise<void>;
  /** What editions of the settings are laid over. */
  readonly deployed: Deployed;
  readonly settings: Pick<SettingsRepository, 'head' | 'edition' | 'history' | 'save'>;
  /** Walks that have stored voices read again. */
  readonly reanalyses: Pick<ReanalysisRepository, 'add' | 'list' | 'move'>;
  /** Wakes the worker for a walk; a lost call only makes it later. */
  moveReanalysis(walk: Reanalysis): Promise<unknown>;
  /** Until when every instance reads by a new edition. */
  readonly settleMs: number;
  /** What people made of proposals for new reasons. */
  readonly emergingDecisions: Pick<EmergingRepository, 'list' | 'decide'>;
}
