import type * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import { parseJson } from './read-json.ts';

/**
 * The secret of a source as its connector needs it.
 * @throws VocError `source.secret-missing` (auth) that names the source, the secret and the wrong fields, never a value
 */
export async function readSecret<Value>(
  schema: z.ZodType<Value>,
  source: { readonly id: string; readonly connector: string; readonly secret?: string | undefined },
  secretText: (name: string) => Promise<string>,
): Promise<Value> {
  const guide = `docs/connectors/${source.connector}.md`;
  if (source.secret === undefined) {
    throw missing(
      source.id,
      `The source ${source.id} needs a secret. Name it in voc.config.yaml; ${guide} says how.`,
    );
  }
  const text = await readText(source.id, source.secret, guide, secretText);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'the JSON object'))];
  throw missing(
    source.id,
    `The secret ${source.secret} of ${source.id} lacks or has wrong: ${fields.join(', ')}. ${guide} lists its fields.`,
  );
}

async function readText(
  sourceId: string,
  name: string,
  guide: string,
  secretText: (name: string) => Promise<string>,
): Promise<string> {
  try {
    return await secretText(name);
  } catch (cause) {
    throw new VocError(
      'source.secret-missing',
      'auth',
      `The secret ${name} of ${sourceId} cannot be read. Make it as ${guide} says, in the region of the stack.`,
      { details: { source: sourceId }, cause },
    );
  }
}

function missing(sourceId: string, message: string): VocError {
  return new VocError('source.secret-missing', 'auth', message, { details: { source: sourceId } });
}
