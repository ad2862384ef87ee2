import type { DataClass } from '../../infra/constructs/storage.ts';
import { TABLES } from '../../shared/storage/tables.ts';
import { policyStatements, readable, type Statement } from './policy-statements.ts';
import { ofType, type Resource, type Template } from './synthesized-stack.ts';

const CLASSES = ['voice', 'identity', 'operations'] as const satisfies readonly DataClass[];

/** Something that holds data: its name in the documents, and the class of the key that it is encrypted with. */
interface Store {
  readonly label: string;
  readonly dataClass: DataClass;
}

/** What a function may do with one store. */
export interface Access {
  readonly functionName: string;
  /** `documents`, `drop/customers/`, `records`, `identity-keys`. */
  readonly store: string;
  readonly dataClass: DataClass;
  readonly may: 'read' | 'write' | 'send' | 'receive';
}

const VERBS: Readonly<Record<string, Access['may']>> = {
  'dynamodb:BatchGetItem': 'read',
  'dynamodb:GetItem': 'read',
  'dynamodb:Query': 'read',
  'dynamodb:Scan': 'read',
  'dynamodb:BatchWriteItem': 'write',
  'dynamodb:DeleteItem': 'write',
  'dynamodb:PutItem': 'write',
  'dynamodb:UpdateItem': 'write',
  's3:GetObject': 'read',
  's3:DeleteObject': 'write',
  's3:PutObject': 'write',
  'sqs:ReceiveMessage': 'receive',
  'sqs:SendMessage': 'send',
  'secretsmanager:GetSecretValue': 'read',
};

/** The key of the data class that guards a resource; undefined where it has none of ours. */
export function dataClassOf(resource: Resource): DataClass | undefined {
  const names = new Set(
    [...JSON.stringify(resource.Properties).matchAll(/"Storage(\w+)Key[0-9A-F]{8}"/g)].map(
      ([, name]) => name,
    ),
  );
  const classes = CLASSES.filter((one) => [...names].some((name) => name?.toLowerCase() === one));
  if (classes.length > 1) throw new Error(`several keys guard one resource: ${classes.join()}`);
  return classes[0];
}

/** Which function may touch which data, from the policies of the synthesized template. */
export function dataAccess(template: Template): Access[] {
  const stores = storesOf(template);
  const statements = policyStatements(template).filter(({ kind }) => kind === 'role');
  const functions = ofType(template, 'AWS::Lambda::Function').map(({ resource }) => ({
    functionName: `${resource.Metadata?.voc?.function}`,
    role: readable(resource.Properties.Role),
  }));
  const found = functions.flatMap(({ functionName, role }) =>
    statements
      .filter(({ holder }) => holder === role)
      .flatMap((statement) => touched(statement, stores).map((one) => ({ functionName, ...one }))),
  );
  const unique = new Map(found.map((one) => [Object.values(one).join(' '), one]));
  return [...unique.keys()].sort().flatMap((key) => unique.get(key) ?? []);
}

function touched(
  { actions, resources }: Statement,
  stores: ReadonlyMap<string, Store>,
): Omit<Access, 'functionName'>[] {
  return resources.flatMap((resource) => {
    const [name = '', ...rest] = resource.split('/');
    const store = stores.get(name);
    if (store === undefined) return [];
    const label = rest.length === 0 ? store.label : `${store.label}/${rest.join('/').replace(/\*$/, '')}`;
    return actions.flatMap((action) => {
      const may = VERBS[action];
      return may === undefined ? [] : [{ store: label, dataClass: store.dataClass, may }];
    });
  });
}

function storesOf(template: Template): Map<string, Store> {
  const stores = new Map<string, Store>();
  for (const [id, resource] of Object.entries(template.Resources)) {
    const { table, queue, bucket, secret } = resource.Metadata?.voc ?? {};
    const label = table ?? queue ?? bucket ?? secret;
    if (label === undefined) continue;
    const dataClass =
      table === undefined ? dataClassOf(resource) : TABLES[table as keyof typeof TABLES].dataClass;
    if (dataClass !== undefined) stores.set(readable({ Ref: id }), { label, dataClass });
  }
  return stores;
}

/** One row per function, one column per class of data. */
export function accessTable(accesses: readonly Access[]): string {
  const names = [...new Set(accesses.map(({ functionName }) => functionName))].sort();
  const rows = names.map((name) => {
    const cells = CLASSES.map((dataClass) => {
      const stores = new Map<string, Set<string>>();
      for (const one of accesses) {
        if (one.functionName !== name || one.dataClass !== dataClass) continue;
        stores.set(one.store, (stores.get(one.store) ?? new Set()).add(one.may));
      }
      const parts = [...stores].map(([store, may]) => `\`${store}\` ${[...may].sort().join('+')}`);
      return parts.length === 0 ? '–' : parts.join('<br>');
    });
    return `| \`${name}\` | ${cells.join(' | ')} |`;
  });
  return ['| Function | voice | identity | operations |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const ROLES = ['viewer', 'marketer', 'cx', 'admin'] as const;

/** One row per address of the API, the narrowest first. */
export function routeTable(
  routes: readonly { method: string; path: string; roles: readonly string[] }[],
): string {
  const rows = routes
    .map(({ method, path, roles }) => {
      const cells = ROLES.map((role) => (roles.includes(role) ? 'yes' : '–'));
      return { open: roles.length, text: `| \`${method.toUpperCase()} ${path}\` | ${cells.join(' | ')} |` };
    })
    .sort((a, b) => a.open - b.open || (a.text < b.text ? -1 : 1));
  return [
    `| Address below /v1 | ${ROLES.join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows.map(({ text }) => text),
  ].join('\n');
}
