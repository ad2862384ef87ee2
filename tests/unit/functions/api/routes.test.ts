import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Route } from '../../../../functions/api/route.ts';
import { ROUTES } from '../../../../functions/api/route-table.ts';
import { ProblemSchema, ROLES } from '../../../../shared/domain/dashboard-api.ts';
import { makeApi } from './api-world.ts';
import { fullWorld } from './full-world.ts';
import { servedDocument } from './served-document.ts';

// Every route is tested by its line in the route table: a new one is covered as soon as it is there.

const named = ROUTES.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);
const withParams = named.filter(([, route]) => Object.keys(route.params.shape).length > 0);
const PageSchema = z.looseObject({ nextCursor: z.string().nullable() });
const lists = named.filter(([, route]) => 'cursor' in route.query.shape);
const withBody = named.filter(([, route]) => route.body !== null);

interface Changes {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly type?: string;
}

/** The example of a route as a request, with some things changed. Parameters of the path come encoded. */
function requestOf(route: Route, changes: Changes = {}): [string, RequestInit] {
  const params = Object.fromEntries(
    Object.entries(route.example.params).map(([name, value]) => [name, encodeURIComponent(String(value))]),
  );
  const path = route.path.replaceAll(
    /\{(\w+)\+?\}/g,
    (_, name: string) => changes.params?.[name] ?? params[name] ?? '',
  );
  const query = new URLSearchParams({
    ...Object.fromEntries(Object.entries(route.example.query).map(([name, value]) => [name, String(value)])),
    ...changes.query,
  });
  const body = changes.body ?? (route.body === null ? undefined : JSON.stringify(route.example.body));
  return [
    `/v1${path}${query.size === 0 ? '' : `?${query}`}`,
    {
      method: route.method.toUpperCase(),
      ...(body === undefined
        ? {}
        : { body, headers: { 'content-type': changes.type ?? 'application/json' } }),
    },
  ];
}

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = ProblemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem.code;
}

describe('the OpenAPI document', () => {
  it('has every route of the table once, with an operation of its own', async () => {
    const document = await servedDocument();
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, id: operation?.operationId })),
    );
    expect(operations).toHaveLength(ROUTES.length);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(ROUTES.length);
    for (const { path, method } of operations) {
      const parameters = document.paths[path]?.[method as 'get']?.parameters ?? [];
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(
        inPath,
      );
    }
  });

  it('refers to nothing that it does not hold', async () => {
    const document = await servedDocument();
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(refs.length).toBeGreaterThan(50);
    for (const [ref, kind, name] of refs)
      expect(Object.keys(document.components[kind as 'schemas']), ref).toContain(name);
  });
});

describe.each(named)('%s', (_, route) => {
  it('answers 401 without a token', async () => {
    const response = await makeApi(fullWorld()).as(null)(...requestOf(route));
    expect(response.status).toBe(401);
    expect(await problemOf(response)).toBe('not-signed-in');
  });

  it('answers its example to every role that it is for, and 403 to the others', async () => {
    const { as } = makeApi(fullWorld());
    for (const role of ROLES) {
      const response = await as([role])(...requestOf(route));
      if (route.roles.includes(role)) {
        expect(response.status, role).toBe('files' in route.success ? 200 : route.success.status);
      } else {
        expect(response.status, role).toBe(403);
        expect(await problemOf(response)).toBe('not-allowed');
      }
    }
  });

  it('names customers to cx and admin only', async () => {
    const { as } = makeApi(fullWorld());
    for (const role of ['viewer', 'marketer'] as const) {
      const response = await as([role])(...requestOf(route));
      expect(await response.text()).not.toContain('C-7');
    }
    if (!route.namesCustomers)
      expect(await (await as(['admin'])(...requestOf(route))).text()).not.toContain('C-7');
  });

  it('refuses what another site starts', async () => {
    const [path, init] = requestOf(route);
    const headers = { ...init.headers, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
    const response = await makeApi(fullWorld()).as(['admin'])(path, { ...init, headers });
    expect(await problemOf(response)).toBe('cross-site');
  });

  it('answers 400 to an unknown parameter, a repeated one, and an oversized query', async () => {
    const { as } = makeApi(fullWorld());
    const [path] = requestOf(route);
    const joined = `${path}${path.includes('?') ? '&' : '?'}`;
    const [, init] = requestOf(route);
    for (const query of ['nonsense=1', 'limit=1&limit=1', `q=${'y'.repeat(5_000)}`]) {
      const response = await as(['admin'])(`${joined}${query}`, init);
      expect(response.status, query.slice(0, 20)).toBe(400);
      expect(await problemOf(response)).toBe('bad-request');
    }
  });

  it('gives an answer that is the same with its ETag, and 304 to who has it', async () => {
    if (route.method !== 'get' || route.namesCustomers) return;
    const { as } = makeApi(fullWorld());
    const [path, init] = requestOf(route);
    const tag = (await as(['admin'])(path, init)).headers.get('etag') ?? '';
    expect(tag).toMatch(/^"\w+"$/);
    const again = await as(['admin'])(path, { ...init, headers: { 'if-none-match': tag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });
});

describe.each(withParams)('the path of %s', (_, route) => {
  it.each(['..%2F..%2Fetc%2Fpasswd', '%2e%2e%2fsecret', 'a%2F..%2Fb', '..%5C..', '%00', 'x'.repeat(300)])(
    'takes no %s',
    async (value) => {
      for (const name of Object.keys(route.params.shape)) {
        const response = await makeApi(fullWorld()).as(['admin'])(
          ...requestOf(route, { params: { [name]: value } }),
        );
        expect(response.status, name).toBe(400);
        expect(await problemOf(response)).toBe('bad-request');
      }
    },
  );
});

describe.each(lists)('the list %s', (_, route) => {
  it('answers 400 to a cursor that it has not given', async () => {
    const { as } = makeApi(fullWorld());
    const forged = Buffer.from('{"at":"2026","of":"x"}').toString('base64url');
    for (const cursor of ['%20', 'e30', 'nonsense', 'A'.repeat(1_500), forged, '../..']) {
      const response = await as(['admin'])(...requestOf(route, { query: { cursor } }));
      expect(response.status, cursor.slice(0, 20)).toBe(400);
      expect(await problemOf(response)).toBe('bad-request');
    }
  });

  it('answers 400 to a page that is too large, or none', async () => {
    const { as } = makeApi(fullWorld());
    for (const limit of ['0', '100000', '-1', '1.5', 'many'])
      expect((await as(['admin'])(...requestOf(route, { query: { limit } }))).status, limit).toBe(400);
  });

  it('gives in pages of one exactly what it gives in one page', async () => {
    const { as } = makeApi(fullWorld());
    const pageWith = async (query: Record<string, string>) => {
      const body = PageSchema.parse(await (await as(['admin'])(...requestOf(route, { query }))).json());
      const items = Object.entries(body).find(
        ([name, value]) => Array.isArray(value) && name !== 'days',
      )?.[1];
      return { items: z.array(z.unknown()).parse(items), nextCursor: body.nextCursor };
    };
    const whole = await pageWith({ limit: '20' });
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page = await pageWith({ limit: '1', ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && seen.length < 50);
    expect(seen).toEqual(whole.items);
  });
});

describe.each(withBody)('the body of %s', (_, route) => {
  it.each([
    ['no JSON', { body: 'nonsense' }],
    ['a form', { body: 'a=b', type: 'application/x-www-form-urlencoded' }],
    ['what is too long', { body: JSON.stringify({ note: 'y'.repeat(30_000) }) }],
    ['an unknown field', { body: '{"nonsense":1}' }],
    ['nothing', { body: '' }],
  ])('cannot be %s', async (_what, changes) => {
    const response = await makeApi(fullWorld()).as(['admin'])(...requestOf(route, changes));
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toBe('bad-request');
  });
});
