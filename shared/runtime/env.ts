import type * as z from 'zod';
import { VocError } from '../domain/errors.ts';

/** A plain bag of environment variables, so that tests pass an object and only `deps.ts` reads `process.env`. */
export type EnvSource = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a function, validated. All problems come in one message that names each variable.
 * @throws VocError `env.missing` (config)
 */
export function loadEnv<Schema extends z.ZodType>(schema: Schema, source: EnvSource): z.output<Schema> {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new VocError(
    'env.missing',
    'config',
    `The environment is not complete. Set: ${problems.join('; ')}.`,
    {
      details: { problems: problems.length },
    },
  );
}
