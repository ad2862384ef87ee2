import * as z from 'zod';
import type { Role } from '../../shared/domain/dashboard-api.ts';
import type { ApiContext } from './context.ts';
import type { ProblemCode } from './problem.ts';
import { readWith } from './request.ts';
import type { Session } from './session.ts';

type ObjectSchema = z.ZodObject;
const Nothing = z.strictObject({});

/** What a handler gets: everything is validated, and the session has one of the route's roles. */
export interface RouteRequest<
  Params extends ObjectSchema,
  Query extends ObjectSchema,
  Body extends z.ZodType,
> {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly body: z.output<Body>;
  readonly session: Session;
  /** Network address of the person who asks, for the record of who looked up a customer. */
  readonly address: string;
  readonly deps: ApiContext;
}

/** A success. Files come as bytes with their media type; everything else is JSON. */
export type Reply<Content> = { readonly headers?: Readonly<Record<string, string>> } & (
  | { readonly json: Content }
  | { readonly bytes: Uint8Array; readonly type: string }
);

interface RouteParts<
  Params extends ObjectSchema,
  Query extends ObjectSchema,
  Body extends z.ZodType,
  Content extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below `/v1`. `{id}` is one part of the path, `{id+}` all that is left of it. */
  readonly path: string;
  readonly summary: string;
  /** A session needs one of them. */
  readonly roles: readonly Role[];
  readonly params?: Params;
  /** A strict object: an unknown parameter is refused, so that a typo is no silent no-op. */
  readonly query?: Query;
  /** JSON; absent: the request has none. */
  readonly body?: Body;
  /** What a success gives: JSON of the schema under its name in the OpenAPI document, or files of these media types. */
  readonly success:
    | { readonly status?: 200 | 202; readonly name: string; readonly schema: Content }
    | { readonly files: readonly string[] };
  /** Problems beside those that every route may answer with. */
  readonly problems?: readonly ProblemCode[];
  /** Gives customer IDs: no browser may keep the answer. */
  readonly namesCustomers?: true;
  /** A valid request: shown in the OpenAPI document, sent by the generated tests and the bench. */
  readonly example: {
    readonly params?: z.input<Params>;
    readonly query?: z.input<Query>;
    readonly body?: z.input<Body>;
  };
  handle(request: RouteRequest<Params, Query, Body>): Promise<Reply<z.input<Content>>>;
}

/** A route as the router, the OpenAPI document and the generated tests see it. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly roles: readonly Role[];
  readonly params: ObjectSchema;
  readonly query: ObjectSchema;
  readonly body: z.ZodType | null;
  readonly success:
    | { readonly status: 200 | 202; readonly name: string; readonly schema: z.ZodType }
    | { readonly files: readonly string[] };
  readonly problems: readonly ProblemCode[];
  readonly namesCustomers: boolean;
  readonly example: {
    readonly params: Readonly<Record<string, unknown>>;
    readonly query: Readonly<Record<string, unknown>>;
    readonly body: unknown;
  };
  /** @throws ApiProblem `bad-request` for a request that the schemas refuse, and what the handler throws */
  answer(raw: {
    readonly params: unknown;
    readonly query: unknown;
    readonly body: unknown;
    readonly session: Session;
    readonly address: string;
    readonly deps: ApiContext;
  }): Promise<Reply<unknown>>;
}

/** One line of the route table. */
export function defineRoute<
  Params extends ObjectSchema = typeof Nothing,
  Query extends ObjectSchema = typeof Nothing,
  Body extends z.ZodType = z.ZodUndefined,
  Content extends z.ZodType = z.ZodNever,
>(parts: RouteParts<Params, Query, Body, Content>): Route {
  const params: ObjectSchema = parts.params ?? Nothing;
  const query: ObjectSchema = parts.query ?? Nothing;
  const { success, example } = parts;
  return {
    method: parts.method,
    path: parts.path,
    summary: parts.summary,
    roles: parts.roles,
    params,
    query,
    body: parts.body ?? null,
    success: 'files' in success ? success : { ...success, status: success.status ?? 200 },
    problems: parts.problems ?? [],
    namesCustomers: parts.namesCustomers === true,
    example: { params: example.params ?? {}, query: example.query ?? {}, body: example.body },
    answer: ({ session, address, deps, ...raw }) =>
      parts.handle({
        params: readWith(parts.params ?? (params as Params), raw.params),
        query: readWith(parts.query ?? (query as Query), raw.query),
        body: parts.body === undefined ? (undefined as z.output<Body>) : readWith(parts.body, raw.body),
        session,
        address,
        deps,
      }),
  };
}
