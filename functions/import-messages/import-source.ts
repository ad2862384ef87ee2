import * as z from 'zod';
import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import { isVocError, type VocError } from '../../shared/domain/errors.ts';
import { type SentMessage, SentMessageSchema } from '../../shared/domain/sent-message.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { Json } from '../../shared/sources/contract.ts';
import type { RunReport } from '../../shared/sources/health/source-health.ts';
import type { MessageConnector, MessagePage } from '../../shared/sources/messages/contract.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import type { Lease, SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { errorRecordOf } from '../common/error-record.ts';
import { readRow } from '../common/import-file.ts';
import { count, logFailure, logInfo } from '../common/powertools.ts';
import { configuredSource, contextFor, runUnderLease, type SourceRunDeps } from '../common/source-run.ts';

/** A run takes no further page when less time than this is left. */
const RESERVE_MS = 60_000;
const KIND = { schema: SentMessageSchema, errorCode: 'message.schema-mismatch' } as const;

/** The event of a schedule, or of a person who wants a run now. */
export const MessageSourceEventSchema = z.object({
  messageSourceId: z.string().min(1),
  /** Also asks a source that is parked. */
  force: z.boolean().optional(),
  /** Read the source from its beginning. */
  restart: z.boolean().optional(),
});
export type MessageSourceEvent = z.infer<typeof MessageSourceEventSchema>;

export interface ImportMessageSourceDeps extends SourceRunDeps {
  readonly messageSources: readonly SourceConfig[];
  readonly messageConnectorById: (id: string) => MessageConnector;
  readonly state: SourceRunDeps['state'] & Pick<SourceStateRepository, 'getCheckpoint' | 'putCheckpoint'>;
  readonly quarantine: Pick<QuarantineRepository, 'put'>;
  /** May be called again with the same messages. */
  readonly storeMessages: (messages: readonly SentMessage[]) => Promise<void>;
}

export interface MessageSourceOutcome {
  readonly outcome: RunReport['outcome'] | 'busy' | 'parked';
  readonly messages: number;
  readonly rejected: number;
  readonly errorCode?: string;
}

type Walk = Omit<RunReport, 'startedAt' | 'endedAt'>;

/**
 * One run of a configured source of messages under its lease: good rows go into the archive, wrong ones to quarantine
 * with row, field and reason. A checkpoint is saved only after its rows are stored, and only while the lease is ours.
 * What a run has no time for comes with the next one.
 * @throws VocError `source.unknown` (config) where the configuration has no such source
 */
export async function importMessageSource(
  deps: ImportMessageSourceDeps,
  event: MessageSourceEvent,
  remainingTimeMs: () => number,
): Promise<MessageSourceOutcome> {
  const source = configuredSource(deps.messageSources, event.messageSourceId);
  const run = { force: event.force, remainingTimeMs };
  const result = await runUnderLease(deps, source, run, (lease) =>
    walk(deps, { source, lease, restart: event.restart === true, remainingTimeMs }),
  );
  if (result.kind !== 'ran') return { outcome: result.kind, messages: 0, rejected: 0 };
  const { documents: messages, rejected, error } = result.walked;
  const errorCode = error === undefined ? {} : { errorCode: error.code };
  return { outcome: result.health.outcome, messages, rejected, ...errorCode };
}

async function walk(
  deps: ImportMessageSourceDeps,
  at: { source: SourceConfig; lease: Lease; restart: boolean; remainingTimeMs: () => number },
): Promise<Walk> {
  const { source, lease } = at;
  const totals = { documents: 0, rejected: 0, erased: 0 };
  let line = 0;
  let suspicion: Walk['suspicion'];
  const signs = {};
  const finish = (outcome: Walk['outcome'], error?: VocError): Walk => ({
    outcome,
    ...totals,
    suspicion,
    signs,
    ...(error === undefined ? {} : { error }),
  });
  try {
    const connector = deps.messageConnectorById(source.connector);
    const saved = at.restart ? null : await deps.state.getCheckpoint(source.id);
    const context = contextFor(deps, source, lease);
    for await (const page of connector.read(context, source.config, (saved ?? null) as Json)) {
      const { messages, errors } = readPage(page, line, source, deps.clock().toISOString());
      line += page.rows.length + (page.problems?.length ?? 0);
      if (messages.length > 0) await deps.storeMessages(messages);
      if (errors.length > 0) await deps.quarantine.put(errors);
      totals.documents += messages.length;
      totals.rejected += errors.length;
      suspicion = page.suspect ?? suspicion;
      Object.assign(signs, page.signs);
      // The successor of an expired lease has gone on: its checkpoint stands.
      if (!(await deps.state.putCheckpoint(lease, page.checkpoint))) return finish('partial');
      if (page.done) break;
      if (at.remainingTimeMs() < RESERVE_MS) return finish('partial');
    }
    logInfo(LOG_EVENTS.messagesPulled, { source: source.id, ...totals, suspect: suspicion?.kind });
    count('RowsImported', totals.documents);
    count('RowsRejected', totals.rejected);
    return finish(suspicion === undefined ? 'complete' : 'suspect');
  } catch (error) {
    logFailure(LOG_EVENTS.sourceFailed, error, { source: source.id });
    count('SourceFailures', 1);
    if (!isVocError(error)) throw error;
    return finish('failed', error);
  }
}

function readPage(
  page: MessagePage,
  before: number,
  source: SourceConfig,
  occurredAt: string,
): { messages: SentMessage[]; errors: ErrorRecord[] } {
  const origin = `source ${source.id}`;
  const messages: SentMessage[] = [];
  const errors: ErrorRecord[] = [];
  for (const [index, value] of page.rows.entries()) {
    const raw = JSON.stringify(value);
    const read = readRow({ line: before + index + 1, raw, value }, KIND);
    if (read.ok) messages.push(read.row);
    else {
      const id = typeof value.messageId === 'string' ? { id: value.messageId } : {};
      errors.push(errorRecordOf({ ...read.problem, ...id }, { origin, raw, occurredAt }));
    }
  }
  for (const [index, { id, field, message }] of (page.problems ?? []).entries()) {
    const problem = {
      line: before + page.rows.length + index + 1,
      field,
      message,
      code: KIND.errorCode,
      ...(id === undefined ? {} : { id }),
    };
    errors.push(errorRecordOf(problem, { origin, raw: `${id ?? ''} ${field}`, occurredAt }));
  }
  return { messages, errors };
}
