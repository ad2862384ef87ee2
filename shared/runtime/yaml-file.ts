import { parseDocument } from 'yaml';
import type * as z from 'zod';
import { VocError } from '../domain/errors.ts';
import { readWordLists } from './word-list-file.ts';

/**
 * Parses a YAML file against a schema; each problem is reported with file, line and path.
 * @throws VocError with the given code (config)
 */
export function parseYamlFile<Schema extends z.ZodType>(
  schema: Schema,
  yaml: string,
  fileName: string,
  code: 'config.invalid' | 'settings.invalid',
): z.output<Schema> {
  const lists = readWordLists(yaml);
  const read = lists === undefined ? undefined : schema.safeParse(lists);
  if (read?.success) return read.data;
  // Another kind of file, or one with a mistake: YAML knows the line.
  const document = parseDocument(yaml);
  const problems: string[] = document.errors.map(
    (error) => `${fileName}:${error.linePos?.[0].line ?? 1} ${error.message.split('\n')[0]}`,
  );
  if (problems.length === 0) {
    const parsed = schema.safeParse(document.toJS() ?? {});
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      problems.push(
        `${fileName}:${lineOf(yaml, document, path)} ${path.join('.') || '(top)'}: ${issue.message}`,
      );
    }
  }
  throw new VocError(
    code,
    'config',
    `${fileName} is not valid. Correct these lines:\n  ${problems.join('\n  ')}`,
    {
      details: { file: fileName, problems: problems.length },
    },
  );
}

function lineOf(
  yaml: string,
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (hasRange(node)) return yaml.slice(0, node.range[0]).split('\n').length;
  }
  return 1;
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
