import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { ErrorRecord } from '../../shared/domain/error-record.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { QuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { count, logInfo } from './powertools.ts';
import type { BatchMessage } from './sqs-batch.ts';

/** A message whose body could be read. */
export interface ReadMessage<Value> {
  readonly messageId: string;
  readonly value: Value;
}

/**
 * Reads the bodies of a batch. A body that does not fit can never succeed: it goes to quarantine with its hash and the
 * message counts as done.
 * @throws whatever the quarantine throws; then nothing is acknowledged
 */
export async function readMessages<Schema extends z.ZodType>(
  messages: readonly BatchMessage[],
  schema: Schema,
  origin: string,
  quarantine: Pick<QuarantineRepository, 'put'>,
): Promise<ReadMessage<z.output<Schema>>[]> {
  const read: ReadMessage<z.output<Schema>>[] = [];
  const errors: ErrorRecord[] = [];
  for (const message of messages) {
    const base = { origin, inputHash: sha256(message.body), occurredAt: message.sentAt };
    const json = parseJson(message.body);
    if (json === undefined) {
      errors.push({ ...base, code: 'record.bad-json', message: 'The message is not JSON.' });
      continue;
    }
    const parsed = schema.safeParse(json.value);
    if (parsed.success) read.push({ messageId: message.messageId, value: parsed.data });
    else {
      const field = parsed.error.issues[0]?.path.join('.') || 'message';
      const reason = `The field ${field} does not have the expected form.`;
      errors.push({ ...base, field, code: 'record.schema-mismatch', message: reason });
    }
  }
  if (errors.length > 0) {
    await quarantine.put(errors);
    logInfo(LOG_EVENTS.messageQuarantined, { origin, messages: errors.length });
    count('MessagesQuarantined', errors.length);
  }
  return read;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
