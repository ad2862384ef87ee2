import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FunctionName } from '../../infra/function-schemas.ts';
import { ROOT_DIR } from './synthesized-stack.ts';

/** What each call of shared/storage/table.ts asks of DynamoDB. */
const ACTIONS: Readonly<Record<string, string>> = {
  get: 'GetItem',
  getMany: 'BatchGetItem',
  put: 'PutItem',
  putIf: 'PutItem',
  insertEach: 'PartiQLInsert',
  writeMany: 'BatchWriteItem',
  delete: 'DeleteItem',
  update: 'UpdateItem',
  query: 'Query',
  scan: 'Scan',
  partition: 'Query',
};

/**
 * The DynamoDB actions that the source text of a function can lead to, by the name of the table's variable: from the
 * repositories its deps.ts makes, the methods that its modules call on them, and the table calls in those methods. Text, not types: the compiler has no API to ask.
 */
export function tableActions(name: FunctionName): Map<string, Set<string>> {
  const deps = read(`functions/${name}/deps.ts`);
  const code = [...reachable(`functions/${name}/handler.ts`)].map(read).join('\n');
  const found = new Map<string, Set<string>>();
  const made = deps.matchAll(/(\w+)(?::| =) create(\w+)Repository\(\{[^}]*?tableName: env\.(\w+)/g);
  for (const [, property, entity, variable] of made) {
    const actions = found.get(`${variable}`) ?? new Set();
    for (const [method, ofMethod] of repositoryMethods(`${entity}`)) {
      if (!new RegExp(`\\b${property}\\??\\.${method}\\(`).test(code)) continue;
      for (const action of ofMethod) actions.add(action);
    }
    found.set(`${variable}`, actions);
  }
  return found;
}

function repositoryMethods(entity: string): Map<string, Set<string>> {
  const file = entity.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const text = read(`shared/storage/${file}-repository.ts`);
  // Functions inside the factory stand two deep, methods of the returned object four deep.
  const parts = text.split(/^(?= {2}(?:async )?function\*? \w+\(| {4}(?:async )?\*?\w+\()/m);
  const bodies = new Map<string, string>();
  for (const part of parts) {
    const name = /^ {2,4}(?:async )?(?:function\*? )?\*?(\w+)\(/.exec(part)?.[1];
    if (name !== undefined) bodies.set(name, part);
  }
  return new Map([...bodies.keys()].map((method) => [method, actionsOf(method, bodies, new Set())]));
}

function actionsOf(method: string, bodies: ReadonlyMap<string, string>, seen: Set<string>): Set<string> {
  const actions = new Set<string>();
  if (seen.has(method)) return actions;
  seen.add(method);
  const body = bodies.get(method) ?? '';
  for (const [, call] of body.matchAll(/\btable\s*\.(\w+)\(/g)) {
    const action = ACTIONS[`${call}`];
    if (action !== undefined) actions.add(action);
    // A transaction needs the rights of its parts.
    else if (call === 'transact' || call === 'writeEach')
      for (const [, part] of body.matchAll(/\b(Put|Delete|Update): /g)) actions.add(`${part}Item`);
    else throw new Error(`table.${call} is not in the list of calls`);
  }
  for (const other of bodies.keys()) {
    if (!new RegExp(`(?<![.\\w])${other}\\(|this\\.${other}\\(`).test(body.slice(body.indexOf('(') + 1)))
      continue;
    for (const action of actionsOf(other, bodies, seen)) actions.add(action);
  }
  return actions;
}

/** The texts of a module and of all modules that it imports and that call repositories. */
function reachable(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, specifier] of read(path).matchAll(/from '(\.[^']+)'/g)) {
    const target = join(dirname(path), `${specifier}`);
    if (/^(functions|shared\/customers)\//.test(target)) reachable(target, seen);
  }
  return seen;
}

function read(path: string): string {
  return readFileSync(join(ROOT_DIR, path), 'utf8');
}
