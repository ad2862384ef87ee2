import { createHash } from 'node:crypto';

/**
 * Every partition key, sort key and object key of the product: how it is built and, where something reads it back, how
 * it is parsed. No other file writes a `#`. Parts that stand before a delimiter are days, buckets, shards, weeks,
 * codes and source ids, which cannot contain one; free text (a message id) stands alone or last.
 */

/** The key of an item; tables without a sort key have `pk` only. */
export type ItemKey = { readonly pk: string; readonly sk: string };

/** A bucket of time of one shard: what a dirty mark names and a roll-up recomputes. */
export interface BucketShard {
  readonly day: string;
  readonly bucket: string;
  readonly shard: number;
}

const DELIMITER = '#';

function join(...parts: readonly (string | number)[]): string {
  return parts.join(DELIMITER);
}

/** Splits a key into exactly `count` parts; the last one keeps any delimiters. */
function split(key: string, count: number): string[] {
  const parts = key.split(DELIMITER);
  if (parts.length < count) throw new RangeError(`not a key of ${count} parts`);
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(DELIMITER)];
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

// --- contributions ---------------------------------------------------------------------------------------------

export function contributionKey(at: BucketShard & { documentKey: string }): ItemKey {
  return { pk: contributionPartition(at.day, at.shard), sk: join(at.bucket, at.documentKey) };
}

export function parseContributionKey(key: ItemKey): BucketShard & { documentKey: string } {
  const [day = '', shard = ''] = split(key.pk, 2);
  const [bucket = '', documentKey = ''] = split(key.sk, 2);
  return { day, shard: Number(shard), bucket, documentKey };
}

export function contributionPartition(day: string, shard: number): string {
  return join(day, shard);
}

/** What the sort keys of one bucket begin with. */
export function contributionPrefix(bucket: string): string {
  return join(bucket, '');
}

// --- roll-ups --------------------------------------------------------------------------------------------------

export function rollupKey(at: BucketShard & { chunk: number }): ItemKey {
  return { pk: rollupPartition(at.day), sk: join(at.bucket, at.shard, at.chunk) };
}

export function parseRollupKey(key: ItemKey): BucketShard & { chunk: number } {
  const [bucket = '', shard = '', chunk = ''] = split(key.sk, 3);
  return { day: key.pk, bucket, shard: Number(shard), chunk: Number(chunk) };
}

export function rollupPartition(day: string): string {
  return day;
}

/** What the sort keys of the chunks of one bucket shard begin with. */
export function rollupPrefix(bucket: string, shard: number): string {
  return join(bucket, shard, '');
}

/** What the sort keys of the roll-ups of one bucket begin with. */
export function rollupBucketPrefix(bucket: string): string {
  return join(bucket, '');
}

/** Until when the roll-ups of a bucket may change. */
export function bucketChangeKey(day: string, bucket: string): ItemKey {
  return { pk: BUCKET_CHANGES_PARTITION, sk: join(day, bucket) };
}

export function parseBucketChangeKey(sk: string): { day: string; bucket: string } {
  const [day = '', bucket = ''] = split(sk, 2);
  return { day, bucket };
}

export const BUCKET_CHANGES_PARTITION = 'bucket-changes';

/** Sort keys of the changes of days from … to. */
export function bucketChangeRange(from: string, to: string): { low: string; high: string } {
  return { low: join(from, ''), high: join(to, '~') };
}

/** The index of days that have, or once had, documents. */
export const DAYS_PARTITION = 'days';

export function dayKey(day: string): ItemKey {
  return { pk: DAYS_PARTITION, sk: day };
}

/** Totals of days, small enough that the years of a company are one read. */
export const DAY_TOTALS_PARTITION = 'day-totals';

export function dayTotalsKey(day: string): ItemKey {
  return { pk: DAY_TOTALS_PARTITION, sk: day };
}

/** The cells of a whole day without its words. */
export function dayCellsKey(day: string): ItemKey {
  return { pk: 'day-cells', sk: day };
}

/** A part of what a day says of hesitation points, by who the voices are from. */
export function pointDayKey(day: string, part: number): ItemKey {
  return { pk: 'day-points', sk: part === 0 ? day : join(day, part) };
}

/** What the index of a day's voices consists of. */
export function voiceIndexKey(day: string): ItemKey {
  return { pk: join('voices', day), sk: 'index' };
}

/** One part of one edition of the index of a day's voices. */
export function voiceIndexPartKey(at: { day: string; etag: string; part: number }): ItemKey {
  return { pk: join('voices', at.day), sk: join('part', at.etag, String(at.part).padStart(5, '0')) };
}

// --- archive ---------------------------------------------------------------------------------------------------

export const MESSAGES_PARTITION = 'messages';
export const FUNNEL_PARTITION = 'funnel';

export function messageKey(messageId: string): ItemKey {
  return { pk: MESSAGES_PARTITION, sk: messageId };
}

/** Changes with every import of messages. */
export const MESSAGES_HEAD_PARTITION = 'messages-head';

export function messagesHeadKey(): ItemKey {
  return { pk: MESSAGES_HEAD_PARTITION, sk: 'head' };
}

export function funnelKey(step: { date: string; stage: string }): ItemKey {
  return { pk: FUNNEL_PARTITION, sk: join(step.date, step.stage) };
}

export function parseFunnelKey(key: ItemKey): { date: string; stage: string } {
  const [date = '', stage = ''] = split(key.sk, 2);
  return { date, stage };
}

/** Bounds for `BETWEEN` on sort keys that begin with a day or time: all of `from` … all of `to`. */
export function sortKeyRange(from: string, to: string): { low: string; high: string } {
  return { low: from, high: `${to}\u{10ffff}` };
}

// --- insights --------------------------------------------------------------------------------------------------

export const REVIEWS_PARTITION = 'reviews';
export const INCIDENTS_PARTITION = 'incidents';
export const POINT_STATUS_PARTITION = 'point-status';

export function reviewKey(week: string): ItemKey {
  return { pk: REVIEWS_PARTITION, sk: week };
}

/** The name under which a sink's record of a subject (a week's review, an incident, a draft) is kept. */
export function deliverySubject(subject: string, sinkId: string): string {
  return join(subject, sinkId);
}

/** What was last brought to a sink; see `deliverySubject`. */
export function deliveryKey(subject: string): ItemKey {
  return { pk: 'deliveries', sk: subject };
}

export function pointsPartition(week: string): string {
  return join('points', week);
}

export function pointKey(week: string, pointId: string): ItemKey {
  return { pk: pointsPartition(week), sk: pointId };
}

export function suggestionsPartition(week: string): string {
  return join('suggestions', week);
}

export function suggestionKey(week: string, suggestionId: string): ItemKey {
  return { pk: suggestionsPartition(week), sk: suggestionId };
}

export const SUGGESTION_RECORDS_PARTITION = 'suggestion-records';

/** What people decided about a suggestion, across weeks. */
export function suggestionRecordKey(suggestionId: string): ItemKey {
  return { pk: SUGGESTION_RECORDS_PARTITION, sk: suggestionId };
}

export function incidentKey(incident: { startedAt: string; id: string }): ItemKey {
  return { pk: INCIDENTS_PARTITION, sk: join(incident.startedAt, incident.id) };
}

export function parseIncidentKey(key: ItemKey): { startedAt: string; id: string } {
  const [startedAt = '', id = ''] = split(key.sk, 2);
  return { startedAt, id };
}

export const MUTES_PARTITION = 'mutes';

/** That nobody is told of a series for a while. */
export function muteKey(series: string): ItemKey {
  return { pk: MUTES_PARTITION, sk: series };
}

export const ALERT_OUTBOX_PARTITION = 'alert-outbox';

/** An alert that a team has not had yet. Alerts of one slot replace each other, so that only the newest is told. */
export function alertOutboxKey(entry: { team: string; slot: string }): ItemKey {
  return { pk: ALERT_OUTBOX_PARTITION, sk: join(entry.slot, entry.team) };
}

export const URGENT_PARTITION = 'urgent-voices';

/** A single voice that must be seen at once and was not told yet. */
export function urgentVoiceKey(documentKey: string): ItemKey {
  return { pk: URGENT_PARTITION, sk: documentKey };
}

/** That a single voice was told. */
export function urgentToldKey(documentKey: string): ItemKey {
  return { pk: 'urgent-told', sk: documentKey };
}

/** What was last told of urgent voices. */
export const URGENT_RUN_KEY: ItemKey = { pk: 'urgent-run', sk: 'run' };

export function pointStatusKey(point: { code: string; stage: string }): ItemKey {
  return { pk: POINT_STATUS_PARTITION, sk: join(point.code, point.stage) };
}

export function parsePointStatusKey(key: ItemKey): { code: string; stage: string } {
  const [code = '', stage = ''] = split(key.sk, 2);
  return { code, stage };
}

export const CORRECTIONS_PARTITION = 'corrections';

/** What a person corrected in the reading of a document; the last word stands. */
export function correctionKey(documentKey: string): ItemKey {
  return { pk: CORRECTIONS_PARTITION, sk: documentKey };
}

export const EMERGING_PARTITION = 'emerging-decisions';

/** What a person made of a proposal for a new hesitation point. */
export function emergingKey(proposalId: string): ItemKey {
  return { pk: EMERGING_PARTITION, sk: proposalId };
}

/** Editions of the settings, the oldest first. */
export const SETTINGS_EDITIONS_PARTITION = 'settings-editions';

export function settingsEditionKey(edition: number): ItemKey {
  return { pk: SETTINGS_EDITIONS_PARTITION, sk: String(edition).padStart(8, '0') };
}

/** Which edition is the newest one, and which deployment reads. */
export const SETTINGS_HEAD_KEY: ItemKey = { pk: 'settings', sk: 'head' };

export const REANALYSES_PARTITION = 'reanalyses';

/** A walk that has stored voices read again; newest last. */
export function reanalysisKey(walk: { at: string; id: string }): ItemKey {
  return { pk: REANALYSES_PARTITION, sk: join(walk.at, walk.id) };
}

// --- state -----------------------------------------------------------------------------------------------------

export function sourceStateKey(sourceId: string, item: 'checkpoint' | 'lease' | 'health' | 'vault'): ItemKey {
  return { pk: join('source', sourceId), sk: item };
}

/** The line checkpoint of one uploaded object; the entity tag keeps a new upload under an old name apart. */
export function dropCheckpointKey(objectKey: string, entityTag: string): ItemKey {
  return { pk: join('drop', sha256(`${objectKey.length}:${objectKey}|${entityTag}`)), sk: 'checkpoint' };
}

/** That a run works on customers; it is gone when the run has finished with them. */
export function importClaimKey(claimId: string): ItemKey {
  return { pk: join('import-claim', claimId), sk: 'claim' };
}

export const IMPORTS_PARTITION = 'customer-imports';

/** The report of a customer import; newest last. */
export function importReportKey(report: { asOf: string; id: string }): ItemKey {
  return { pk: IMPORTS_PARTITION, sk: join(report.asOf, report.id) };
}

/** The id of the import of one uploaded object: the same for every attempt. */
export function importIdOf(objectKey: string, entityTag: string): string {
  return sha256(`${objectKey.length}:${objectKey}|${entityTag}`).slice(0, 32);
}

export const ERASURES_PARTITION = 'erasures';

/** The receipt of an erasure; newest last. */
export function erasureKey(receipt: { requestedAt: string; id: string }): ItemKey {
  return { pk: ERASURES_PARTITION, sk: join(receipt.requestedAt, receipt.id) };
}

/** That somebody looked up customers; a partition per month, the newest last. */
export function lookupKey(lookup: { at: string; id: string }): ItemKey {
  return { pk: lookupsPartition(lookup.at.slice(0, 7)), sk: join(lookup.at, lookup.id) };
}

export function lookupsPartition(month: string): string {
  return join('lookups', month);
}

/** What the customer file has taught: formats and frequencies. */
export const LEARNT_KEY: ItemKey = { pk: 'linking', sk: 'learnt' };

/** Suggested links that wait for a person, by publication. */
export const LINK_CANDIDATES_PARTITION = 'link-candidates';
/** How often suggestions were right, by pattern of evidence. */
export const LINK_REVIEWED_PARTITION = 'link-reviewed';

export function linkCandidateKey(of: { publishedAt: string; documentKey: string }): ItemKey {
  return { pk: LINK_CANDIDATES_PARTITION, sk: join(of.publishedAt, of.documentKey) };
}

/** What people said of the links of one document. */
export function linkDecisionsKey(documentKey: string): ItemKey {
  return { pk: join('link-decisions', documentKey), sk: 'decisions' };
}

/** The documents on which something was decided about a customer. */
export function decidedPartition(customerId: string): string {
  return join('link-decisions-of', customerId);
}

export function decidedKey(customerId: string, documentKey: string): ItemKey {
  return { pk: decidedPartition(customerId), sk: documentKey };
}

export function quarantinePartition(day: string): string {
  return join('quarantine', day);
}

/** The same line of the same origin is the same item, however often it is delivered. */
export function quarantineKey(
  day: string,
  error: {
    origin: string;
    line?: number | undefined;
    field?: string | undefined;
    code: string;
    inputHash?: string | undefined;
  },
): ItemKey {
  const identity = JSON.stringify([
    error.origin,
    error.line ?? null,
    error.field ?? null,
    error.code,
    error.inputHash ?? null,
  ]);
  return { pk: quarantinePartition(day), sk: sha256(identity) };
}

/** The index of days that have quarantined input. */
export const QUARANTINE_DAYS_PARTITION = 'quarantine-days';

export function quarantineDayKey(day: string): ItemKey {
  return { pk: QUARANTINE_DAYS_PARTITION, sk: day };
}

/** What the partitions of postings begin with. */
export const POSTING_PREFIX = join('posting', '');

/** The documents that wait for a change of a token or customer; a crowded term has several slots. */
export function postingKey(term: string, slot: number): ItemKey {
  return { pk: `${POSTING_PREFIX}${term}`, sk: String(slot) };
}

/** There is an item as long as there may be postings. */
export const POSTINGS_KEY: ItemKey = { pk: 'postings', sk: 'any' };

// --- dirty marks -----------------------------------------------------------------------------------------------

/** FIFO group of a bucket shard: recomputes of one shard never race. */
export function dirtyGroupId(at: BucketShard): string {
  return join(at.bucket, at.shard);
}

/** Marks of one bucket shard within one window are one mark, those that say something more another one. */
export function dirtyDeduplicationId(
  at: BucketShard & { readonly relinked?: true },
  nowMs: number,
  windowSeconds: number,
): string {
  if (at.relinked === true)
    return join(at.bucket, at.shard, Math.floor(nowMs / 1000 / windowSeconds), 'relinked');
  return join(at.bucket, at.shard, Math.floor(nowMs / 1000 / windowSeconds));
}

// --- objects ---------------------------------------------------------------------------------------------------

export const REPORT_FILES = [
  'review.html',
  'review.json',
  'review.pdf',
  'hesitations.csv',
  'keywords.csv',
  'avoid.csv',
  'answers.csv',
  'reasons.csv',
  'stages.csv',
  'daily.csv',
  'alerts.csv',
  'campaigns.csv',
  'quotes.csv',
] as const;
export type ReportFile = (typeof REPORT_FILES)[number];

export function reportKey(week: string, file: ReportFile): string {
  return `reviews/${week}/${file}`;
}

/** A file that a CSV sink writes for another tool. */
export function exportKey(sinkId: string, file: string): string {
  return `exports/${sinkId}/${file}`;
}

export function followUpKey(file: string): string {
  return `follow-ups/${file}`;
}

/** The prefixes of the drop bucket; each leads to one queue. */
export const DROP_PREFIXES = ['drops', 'customers', 'messages', 'funnel'] as const;
export type DropPrefix = (typeof DROP_PREFIXES)[number];

export function dropObjectKey(dropName: string, file: string): string {
  return `drops/${dropName}/${file}`;
}

export function importObjectKey(prefix: Exclude<DropPrefix, 'drops'>, file: string): string {
  return `${prefix}/${file}`;
}

/** A part of a packed file beside it: `<its key>.parts/<last line>+<line offset>`. */
export function dropPartKey(
  objectKey: string,
  part: { readonly lastLine: number; readonly lineOffset: number },
): string {
  return `${objectKey}.parts/${String(part.lastLine).padStart(10, '0')}+${part.lineOffset}`;
}

/** Where a dropped object belongs. A part is of the file that it was cut from. */
export interface DropPlace {
  readonly dropName: string;
  readonly file: string;
  /** The object as it was uploaded. */
  readonly uploadedKey: string;
  /** What to add to a line number for the one in the uploaded file. */
  readonly lineOffset: number;
}

/** The place of `drops/<name>/<file>`, or null for any other object. */
export function parseDropObjectKey(key: string): DropPlace | null {
  const part = /^(.+)\.parts\/\d{10,}\+(\d+)$/s.exec(key);
  const uploadedKey = part?.[1] ?? key;
  const [, dropName, file] = /^drops\/([^/]+)\/(.+)$/s.exec(uploadedKey) ?? [];
  if (dropName === undefined || file === undefined) return null;
  return { dropName, file, uploadedKey, lineOffset: Number(part?.[2] ?? 0) };
}
