import type { AnalysedRecord } from '../../shared/domain/analysis.ts';
import { isReadBefore, type SettingsHead } from '../../shared/domain/reading-order.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { queueJson } from '../../shared/runtime/queue-json.ts';
import type { QueueSender } from '../../shared/runtime/queue-sender.ts';
import type { SettingsRepository } from '../../shared/storage/settings-repository.ts';
import { logInfo } from '../common/powertools.ts';

export interface ReadAgainDeps {
  /** What texts are read by now. */
  standard(): Promise<SettingsHead>;
  readonly records: QueueSender;
  /** How long an instance of `analyze` may still read as before. */
  readonly readAgainSeconds: number;
}

/**
 * Sends the texts of readings that earlier settings made to be read again: they were on their way while somebody edited,
 * or waited in a dead-letter queue, and the walk over the stored voices may have passed their day. Answers with the
 * messages whose texts were not taken.
 */
export async function sendToBeReadAgain(
  deps: ReadAgainDeps,
  standard: SettingsHead,
  stored: readonly { readonly messageId: string; readonly value: AnalysedRecord }[],
): Promise<string[]> {
  const late = stored.filter(
    ({ value }) => value.record.erased !== true && isReadBefore(value.reading.analysisVersion, standard),
  );
  if (late.length === 0) return [];
  const refused = await deps.records.send(
    late.map(({ value }) => ({ body: queueJson(value.record), delaySeconds: deps.readAgainSeconds })),
  );
  logInfo(LOG_EVENTS.readAgain, { records: late.length });
  return [...refused].flatMap((index) => late[index]?.messageId ?? []);
}

/**
 * What texts are read by now, at most `checkMs` old. Unlike other users of the settings, this one does not go on by what
 * it knew before: a late reading that it took for a new one would stay for good.
 */
export function createStandard(deps: {
  readonly settings: Pick<SettingsRepository, 'head'>;
  readonly checkMs: number;
  now(): Date;
}): () => Promise<SettingsHead> {
  let known: { readonly head: SettingsHead; readonly at: number } | null = null;
  return async () => {
    const at = deps.now().getTime();
    if (known === null || at - known.at >= deps.checkMs) known = { head: await deps.settings.head(), at };
    return known.head;
  };
}
