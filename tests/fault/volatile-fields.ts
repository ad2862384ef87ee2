/** Why a field may differ from the clean run: because it tells when or by which attempt, not what. */
export interface VolatileField {
  /** A section of the dump; `*` stands for all. */
  readonly section: string;
  /** The name of the field, at any depth of the item. */
  readonly field: string;
  /** `hour`, `day`: compared by its hour or day; `present`: compared by whether it is there; else left out. */
  readonly compare?: 'hour' | 'day' | 'present';
  readonly reason: string;
}

/**
 * All that a run under faults may leave otherwise than a clean run. Whatever is not listed here must be equal. A field
 * that is added must say why no reader of it can be misled.
 */
export const VOLATILE_FIELDS: readonly VolatileField[] = [
  { section: '*', field: 'expiresAt', reason: 'TTL, counted from the time of the write' },
  { section: '*', field: 'etag', reason: 'hash that includes other volatile fields' },
  {
    section: 'documents',
    field: 'firstSeenAt',
    compare: 'hour',
    reason: 'time of the first delivery that got through',
  },
  { section: 'documents', field: 'runId', reason: 'request that brought it first' },
  { section: 'contributions', field: 'arrivalSlot', compare: 'hour', reason: 'follows firstSeenAt' },
  { section: 'checkpoints', field: 'fencing', reason: 'number of leases' },
  { section: 'customers', field: 'claim', reason: 'random name of the run that wrote it' },
  { section: 'customers', field: 'asOf', compare: 'hour', reason: 'time of the upload that was announced' },
  { section: 'quarantine', field: 'occurredAt', compare: 'hour', reason: 'time of the delivery' },
  { section: 'erasures', field: 'finishedAt', compare: 'present', reason: 'time of the last step' },
  { section: 'erasures', field: 'requestedAt', compare: 'hour', reason: 'time of the order' },
  { section: 'erasures', field: 'until', reason: 'follows requestedAt' },
  {
    section: 'erasures',
    field: 'gone',
    reason: 'what a repeated attempt finds already done it counts anew or not',
  },
  { section: '*', field: 'runIds', reason: 'requests that brought the voices of an incident' },
  { section: 'reviews', field: 'seenAt', compare: 'hour', reason: 'time of the last look' },
  { section: 'files', field: 'seenAt', compare: 'hour', reason: 'as in reviews' },
  { section: 'files', field: 'readAt', compare: 'hour', reason: 'time of the run' },
  { section: 'reviews', field: 'generatedAt', compare: 'hour', reason: 'time of the run' },
  {
    section: 'reviews',
    field: 'lastSuccessAt',
    compare: 'hour',
    reason: 'time of the last good run of a source',
  },
  {
    section: 'reviews',
    field: 'startedAt',
    compare: 'hour',
    reason: 'incidents begin with the arrival of voices',
  },
  {
    section: 'reviews',
    field: 'tracking',
    reason: 'as of before the run; an attempt that failed half way has noted it already',
  },
  {
    section: 'points',
    field: 'tracking',
    reason: 'as in reviews; what is noted is compared in point-status',
  },
  { section: 'files', field: 'tracking', reason: 'as in reviews; what is noted is compared in point-status' },
  { section: 'incidents', field: 'seenAt', compare: 'hour', reason: 'time of the last look' },
  { section: 'incidents', field: 'toldAt', compare: 'hour', reason: 'time of the telling' },
  { section: 'incidents', field: 'version', reason: 'number of writes' },
  { section: 'deliveries', field: 'attempts', reason: 'number of attempts' },
  { section: 'deliveries', field: 'content', reason: 'hash that includes times of arrival' },
  { section: 'deliveries', field: 'firstFailedAt', reason: 'only there where an attempt failed' },
  { section: 'point-status', field: 'since', compare: 'day', reason: 'time of the run' },
  { section: 'point-status', field: 'at', compare: 'hour', reason: 'time of the run' },
  { section: 'point-status', field: 'changedAt', compare: 'hour', reason: 'time of the run' },
  { section: 'files', field: 'generatedAt', compare: 'hour', reason: 'time of the run' },
  {
    section: 'files',
    field: 'lastSuccessAt',
    compare: 'hour',
    reason: 'time of the last good run of a source',
  },
];
