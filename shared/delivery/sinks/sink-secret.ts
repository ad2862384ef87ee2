import type * as z from 'zod';
import { sinkFailed } from '../delivery-failed.ts';
import type { SinkDeps } from './make-sink.ts';

/**
 * The secret of a sink as its kind needs it.
 * @throws VocError `delivery.failed` (auth) that names the sink and the wrong fields, never a value
 */
export async function sinkSecret<Value>(
  schema: z.ZodType<Value>,
  sink: { readonly id: string; readonly secret: string },
  { secretText }: Pick<SinkDeps, 'secretText'>,
): Promise<Value> {
  const text = await secretText(sink.secret).catch((cause: unknown) => {
    throw sinkFailed({ sink: sink.id, kind: 'auth', reason: 'secret-unreadable', cause });
  });
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'json'))].join(',');
  throw sinkFailed({ sink: sink.id, kind: 'auth', reason: `secret-lacks-${fields}` });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
