import * as z from 'zod';
import { ProblemSchema } from '../../shared/domain/dashboard-api.ts';
import type { OpenApiDocument, Operation } from './open-api-schema.ts';
import { COMMON_PROBLEMS, PROBLEMS, type ProblemCode } from './problem.ts';
import type { Route } from './route.ts';

type Parameter = Operation['parameters'][number];
type Response = OpenApiDocument['components']['responses'][string];

/** The OpenAPI 3.1 document of the routes: schemas come from zod, nothing is written down twice. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    const path = route.path.replaceAll('+}', '}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'voc',
      version: '1',
      description:
        'What customers say and what follows from it. Lists come in pages: give `nextCursor` of one page as `cursor` of ' +
        'the next. Reads carry an ETag. Errors are problem+json (RFC 9457); the gateway answers 401 and 429 in words ' +
        'of its own.',
    },
    servers: [{ url: '/v1', description: 'The origin of the dashboard' }],
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      schemas: componentSchemas(routes),
      responses: Object.fromEntries(statusesOf(Object.keys(PROBLEMS) as ProblemCode[]).map(problemComponent)),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-voc_session' },
      },
    },
  };
}

function componentSchemas(routes: readonly Route[]): OpenApiDocument['components']['schemas'] {
  const registry = z.registry<{ id: string }>();
  registry.add(ProblemSchema, { id: 'Problem' });
  for (const { success } of routes) {
    if ('name' in success && !registry.has(success.schema))
      registry.add(success.schema, { id: success.name });
  }
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]));
}

function operationOf(route: Route): Operation {
  const problems = [...COMMON_PROBLEMS, ...route.problems];
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: `Roles: ${route.roles.join(', ')}.`,
    parameters: [
      ...parametersOf('path', route.params, route.example.params),
      ...parametersOf('query', route.query, route.example.query),
    ],
    ...(route.body === null
      ? {}
      : {
          requestBody: {
            required: true as const,
            content: {
              'application/json': { schema: schemaOf(route.body), example: route.example.body },
            },
          },
        }),
    responses: {
      ...successOf(route),
      ...Object.fromEntries(
        statusesOf(problems).map(([status]) => [
          String(status),
          { $ref: `#/components/responses/${problemName(status)}` },
        ]),
      ),
    },
  };
}

function successOf({ success }: Route): Operation['responses'] {
  if ('files' in success) {
    const file = { schema: { type: 'string', contentMediaType: 'application/octet-stream' } };
    return {
      200: {
        description: 'The file',
        content: Object.fromEntries(success.files.map((type) => [type, file])),
      },
    };
  }
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${success.name}` } } };
  return {
    [success.status]: { description: success.status === 202 ? 'Taken; it is done soon' : 'Success', content },
  };
}

function parametersOf(
  place: Parameter['in'],
  schema: z.ZodObject,
  example: Readonly<Record<string, unknown>>,
): Parameter[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const json = schemaOf(field as z.ZodType);
    return {
      name,
      in: place,
      required: !(field as z.ZodType).safeParse(undefined).success,
      schema: json,
      ...(name in example ? { example: example[name] } : {}),
    };
  });
}

/** Statuses in their order, with what each is for. */
function statusesOf(codes: readonly ProblemCode[]): [number, string][] {
  const titles = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const { status, title } = PROBLEMS[code];
    titles.set(status, [...(titles.get(status) ?? []), `${code} (${title})`]);
  }
  return [...titles].sort(([a], [b]) => a - b).map(([status, all]) => [status, all.join('; ')]);
}

function problemComponent([status, description]: [number, string]): [string, Response] {
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const waits = status === 429 || status === 503;
  return [
    problemName(status),
    {
      description,
      ...(waits
        ? { headers: { 'retry-after': { description: 'Seconds to wait', schema: { type: 'integer' } } } }
        : {}),
      content: problem,
    },
  ];
}

function problemName(status: number): string {
  return `Problem${status}`;
}

function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z]+/).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function schemaOf(schema: z.ZodType): Record<string, unknown> {
  return plain(z.toJSONSchema(schema, { io: 'input' }));
}

/** Without what belongs to a schema that stands alone. */
function plain(schema: object): Record<string, unknown> {
  const { $schema: _dialect, $id: _id, ...rest } = schema as Record<string, unknown>;
  return rest;
}
