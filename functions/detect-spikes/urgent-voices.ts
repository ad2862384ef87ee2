import { createHash } from 'node:crypto';
import * as z from 'zod';
import { urgentMessage } from '../../shared/alerting/alert-message.ts';
import { wantsVoice } from '../../shared/alerting/team-rules.ts';
import { nextTelling } from '../../shared/alerting/urgent-voices.ts';
import { present } from '../../shared/domain/present.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { noQuotesYet, pickQuotes } from '../../shared/insight/quotes.ts';
import { normaliseText } from '../../shared/nlp/normalise-text.ts';
import type { UrgencyReader } from '../../shared/nlp/read-urgency.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { AlertRepository, StoredUrgentVoice } from '../../shared/storage/alert-repository.ts';
import type { ContributionRepository } from '../../shared/storage/contribution-repository.ts';
import type { DocumentRepository } from '../../shared/storage/document-repository.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { pageUrl } from '../common/page-url.ts';
import { count, logInfo } from '../common/powertools.ts';
import { readMessages } from '../common/read-messages.ts';
import type { BatchWork } from '../common/sqs-batch.ts';
import { enqueue, flushOutbox, type OutboxDeps } from './outbox.ts';

/** What `link` sends as soon as an urgent voice is stored. */
export const UrgentMarkSchema = z.object({ documentKey: z.string().regex(/^[0-9a-f]{64}$/) });

export interface UrgentDeps extends OutboxDeps {
  readonly documents: Pick<DocumentRepository, 'getMany'>;
  readonly contributions: Pick<ContributionRepository, 'listBucketShard'>;
  readonly alerts: OutboxDeps['alerts'] &
    Pick<AlertRepository, 'addUrgent' | 'listUrgent' | 'settleUrgent' | 'getUrgentRun' | 'putUrgentRun'>;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  readonly urgency: UrgencyReader;
  readonly dashboardUrl: string;
}

/** Takes marks of urgent voices and tells them at once; each voice once, however often it is collected. */
export function createUrgentBatch(deps: UrgentDeps): BatchWork {
  return async (messages) => {
    const marks = await readMessages(messages, UrgentMarkSchema, 'urgent', deps.quarantine);
    const keys = new Set(marks.map(({ value }) => value.documentKey));
    const documents = await deps.documents.getMany([...keys]);
    let taken = 0;
    for (const document of documents.values()) {
      const voice = await urgentVoice(deps, document);
      if (voice !== null && (await deps.alerts.addUrgent(voice))) taken += 1;
    }
    logInfo(LOG_EVENTS.urgentTaken, { marks: marks.length, taken });
    count('UrgentVoices', taken);
    await tellUrgent(deps);
    await flushOutbox(deps);
    return new Map();
  };
}

/** Puts a message about the waiting urgent voices into the outbox, unless they are to wait for the hour's bundle. */
export async function tellUrgent(deps: UrgentDeps): Promise<void> {
  const now = deps.clock();
  const [waiting, last] = await Promise.all([deps.alerts.listUrgent(), deps.alerts.getUrgentRun()]);
  const keys = waiting.map(({ documentKey }) => documentKey).sort();
  const newId = createHash('sha256').update(keys.join('|')).digest('hex').slice(0, 16);
  const run = nextTelling(waiting, last, now, newId);
  if (run === null) return;
  for (const team of deps.teams) {
    const voices = waiting.filter((voice) =>
      wantsVoice(team.rule, { source: voice.quote.source, codes: voice.codes, stage: voice.stage }),
    );
    const [only] = voices;
    if (only === undefined) continue;
    const path = voices.length === 1 ? `/voices/${only.documentKey}` : '/voices';
    const message = urgentMessage(voices, { ...run, url: pageUrl(deps.dashboardUrl, path) });
    await enqueue(deps, team, `urgent-${run.id}-${run.sequence}`, message);
  }
  await deps.alerts.putUrgentRun({ ...run, reasons: [...run.reasons] });
  for (const key of keys) await deps.alerts.settleUrgent(key, now.toISOString());
}

/** Null where it was erased or reads otherwise by now. */
async function urgentVoice(deps: UrgentDeps, document: StoredDocument): Promise<StoredUrgentVoice | null> {
  const { record, reading, day, bucket, shard } = document;
  const found = deps.urgency.reasonsOf(record.text);
  // As the analysis read it: normalised, with the title.
  const read = [record.text, record.title ?? ''].map((text) => normaliseText(text).text).join('\n');
  const reasons = new Set(deps.urgency.reasonsOf(read).map(({ reason }) => reason));
  if (record.erased === true || reading.urgency !== 'high') return null;
  const highlights = found.map(({ start, end }) => ({ start, end }));
  const [quote] = pickQuotes({
    candidates: [document],
    limit: 1,
    highlight: () => highlights,
    quoted: noQuotesYet(),
  });
  if (quote === undefined || reasons.size === 0) return null;
  const counted = (await deps.contributions.listBucketShard(day, bucket, shard)).find(
    ({ documentKey }) => documentKey === record.documentKey,
  );
  return {
    documentKey: record.documentKey,
    reasons: [...reasons],
    arrivedAt: record.firstSeenAt,
    runId: record.runId,
    quote,
    ...present('customerRef', counted?.consented === true ? counted.customerRef : undefined),
    codes: reading.hesitations.map(({ code }) => code),
    stage: reading.stage,
  };
}
