/**
 * Everything the functions log: code and sentence. Metric filters, alarms and tests use the same constants. With an
 * event go counts, codes and run IDs, never content and never an identifier.
 */
export const LOG_EVENTS = {
  messageFailed: { code: 'message.failed', sentence: 'A message failed and goes back to its queue.' },
  messageQuarantined: {
    code: 'message.quarantined',
    sentence: 'A message is not readable; it is in quarantine.',
  },
  batchAnalysed: { code: 'batch.analysed', sentence: 'A batch of records was analysed.' },
  batchSharpened: {
    code: 'batch.sharpened',
    sentence: 'A large model was asked about the doubtful readings of a batch.',
  },
  documentsRelinked: {
    code: 'documents.relinked',
    sentence: 'Stored documents were linked by what is known now.',
  },
  batchLinked: { code: 'batch.linked', sentence: 'A batch of analyses was linked and stored.' },
  dropCollected: { code: 'drop.collected', sentence: 'A dropped file was collected to its end.' },
  dropContinues: { code: 'drop.continues', sentence: 'The time is nearly up; a continuation was sent.' },
  dropSplit: { code: 'drop.split', sentence: 'A packed file was unpacked into parts.' },
  dropGone: { code: 'drop.gone', sentence: 'A dropped file is gone: it was handled before.' },
  fileImported: { code: 'file.imported', sentence: 'A file was imported to its end.' },
  importContinues: {
    code: 'import.continues',
    sentence: 'The time is nearly up; the rest of a customer file was sent on.',
  },
  customersPulled: { code: 'customers.pulled', sentence: 'A source of customers was read.' },
  messagesPulled: { code: 'messages.pulled', sentence: 'A source of sent messages was read.' },
  customerErased: { code: 'customer.erased', sentence: 'A customer was erased.' },
  eraseContinues: {
    code: 'erase.continues',
    sentence: 'The time is nearly up; the rest of an erasure was sent on.',
  },
  sourceBusy: { code: 'source.busy', sentence: 'Another run holds the lease of this source.' },
  sourceCollected: { code: 'source.collected', sentence: 'A source was collected.' },
  sourceParked: {
    code: 'source.parked',
    sentence: 'This source is left alone for a while after its failures.',
  },
  sourceContinues: {
    code: 'source.continues',
    sentence: 'The time of this run is up; the next one goes on at once.',
  },
  sourceFailed: { code: 'source.failed', sentence: 'A source could not be collected to its end.' },
  webhookAccepted: { code: 'webhook.accepted', sentence: 'A webhook delivery was taken.' },
  webhookRefused: { code: 'webhook.refused', sentence: 'A webhook delivery was refused.' },
  bucketsRecounted: { code: 'rollup.recounted', sentence: 'Bucket shards were recounted.' },
  sweepDone: { code: 'rollup.swept', sentence: 'The sweep recounted days against their contributions.' },
  followUpsPublished: {
    code: 'follow-ups.published',
    sentence: 'The lists of customers to answer or to leave alone were made.',
  },
  reviewPublished: { code: 'review.published', sentence: 'A weekly review was published.' },
  reviewUnchanged: {
    code: 'review.unchanged',
    sentence: 'The weekly review says what it said; nobody is told again.',
  },
  quotesWithdrawn: {
    code: 'review.quotes-withdrawn',
    sentence: 'Published reviews were looked through for quotes of documents that are gone.',
  },
  reviewWithoutData: { code: 'review.no-data', sentence: 'There are no documents to review yet.' },
  apiFailed: { code: 'api.failed', sentence: 'A request of the dashboard failed.' },
  pdfRendered: { code: 'pdf.rendered', sentence: 'The PDF of a review was rendered.' },
  spikesDetected: { code: 'spikes.detected', sentence: 'The detector ran over the arrivals.' },
  alertsTold: { code: 'alerts.told', sentence: 'Alerts were brought to the teams.' },
  alertExpired: {
    code: 'alert.expired',
    sentence: 'An alert that no sink took for a day and a half was given up.',
  },
  urgentTaken: { code: 'urgent.taken', sentence: 'Single voices that must be seen at once came in.' },
  settingsKept: {
    code: 'settings.kept',
    sentence: 'The newest edition of the settings could not be looked up; the one known before goes on.',
  },
  readingRegistered: {
    code: 'reading.registered',
    sentence: 'Another deployment reads texts from now on.',
  },
  readAgain: {
    code: 'reading.again',
    sentence: 'Readings by earlier settings came late; their texts were sent to be read again.',
  },
  voicesReadAgain: {
    code: 'reanalysis.moved',
    sentence: 'Stored voices were sent to be read again.',
  },
  deliveryFailed: { code: 'delivery.failed', sentence: 'A sink could not deliver; the others did.' },
} as const satisfies Record<string, LogEvent>;

export interface LogEvent {
  readonly code: string;
  readonly sentence: string;
}
