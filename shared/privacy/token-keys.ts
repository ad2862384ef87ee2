import * as z from 'zod';
import { VocError } from '../domain/errors.ts';

const MIN_SECRET_UNITS = 8;
const KeyVersionSchema = z.string().regex(/^[a-z0-9-]{1,20}$/, 'lower-case letters, digits and hyphens');

/** The secret `{"current": "k1", "k1": "…"}`: `current` names the version under which new tokens are made. */
export const TokenKeysSchema = z.record(KeyVersionSchema, z.string().min(1)).transform((record, context) => {
  const { current, ...keys } = record;
  const short = Object.entries(keys).filter(([, secret]) => secret.length < MIN_SECRET_UNITS);
  if (current === undefined || keys[current] === undefined) {
    context.addIssue({ code: 'custom', message: '"current" must name one of the key versions' });
    return z.NEVER;
  }
  if (short.length > 0) {
    context.addIssue({
      code: 'custom',
      message: `key ${short[0]?.[0]} is shorter than ${MIN_SECRET_UNITS} characters`,
    });
    return z.NEVER;
  }
  return { current, keys };
});
export type TokenKeys = { readonly current: string; readonly keys: Readonly<Record<string, string>> };

/**
 * Reads the keys from the secret's text. The message never contains any of the text.
 * @throws VocError `config.invalid` (config)
 */
export function parseTokenKeys(secretString: string): TokenKeys {
  let value: unknown;
  try {
    value = JSON.parse(secretString);
  } catch {
    throw new VocError(
      'config.invalid',
      'config',
      'The secret of identity keys is not JSON. Expected {"current":"k1","k1":"…"}.',
    );
  }
  const parsed = TokenKeysSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => issue.message).join('; ');
  throw new VocError('config.invalid', 'config', `The secret of identity keys is not valid: ${problems}.`);
}
