import type * as z from 'zod';
import { VocError } from '../../domain/errors.ts';

/**
 * The configuration of a source against the schema of its connector.
 * @throws VocError `source.config-invalid` (config) that names every wrong field
 */
export function readConfig<Config>(schema: z.ZodType<Config>, config: unknown): Config {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys.join(', ')] : issue.path;
    return `config.${path.join('.')}: ${issue.message}`;
  });
  throw new VocError(
    'source.config-invalid',
    'config',
    `The configuration of the source is not valid. Correct in voc.config.yaml: ${problems.join('; ')}.`,
    { details: { problems: problems.length } },
  );
}
