import type { Attributes, Value } from './expressions.ts';

/** A statement of `BatchExecuteStatement`; the product sends inserts only. */
export interface InsertStatement {
  readonly Statement: string;
  readonly Parameters?: readonly Value[];
}

/**
 * The table and the item of `INSERT INTO "table" VALUE {'name': ?, …}`.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.insert.html
 */
export function insertOf({ Statement, Parameters = [] }: InsertStatement): {
  readonly table: string;
  readonly item: Attributes;
} {
  const [, table, value] = /^INSERT INTO "([^"]+)" VALUE \{(.*)\}$/.exec(Statement) ?? [];
  if (table === undefined || value === undefined) throw new Error(`cannot read the statement ${Statement}`);
  const names = [...value.matchAll(/'([^']+)': \?/g)].map(([, name = '']) => name);
  if (names.length !== Parameters.length) throw new Error(`values are missing for ${Statement}`);
  return { table, item: Object.fromEntries(names.map((name, index) => [name, Parameters[index] ?? {}])) };
}
