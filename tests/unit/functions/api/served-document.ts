import * as z from 'zod';
import { createApi } from '../../../../functions/api/app.ts';
import { type OpenApiDocument, OpenApiDocumentSchema } from '../../../../functions/api/open-api-schema.ts';
import { makeDeps } from './api-world.ts';

let served: Promise<OpenApiDocument> | undefined;
const schemas = new Map<string, z.ZodType>();

/** The OpenAPI document, as the API serves it. */
export function servedDocument(): Promise<OpenApiDocument> {
  served ??= (async () => {
    const claims = { sub: 'u1', 'cognito:groups': '[viewer]' };
    const env = { event: { requestContext: { authorizer: { jwt: { claims } } } } };
    const response = await createApi(makeDeps().deps).request('/v1/openapi.json', {}, env);
    return OpenApiDocumentSchema.parse(await response.json());
  })();
  return served;
}

/**
 * The response itself, if the served document has it: path, method, status, media type and, for JSON, every field.
 * @throws Error that says what the document does not have
 */
export async function validated(address: string, method: string, response: Response): Promise<Response> {
  const document = await servedDocument();
  const path = new URL(address, 'http://localhost').pathname.replace(/^\/v1/, '');
  const template = Object.keys(document.paths).find((candidate) =>
    matches(candidate, path, method, document),
  );
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const where = `${method} ${template ?? path} → ${response.status} ${type}`;
  if (response.status === 304) return response;
  const schema =
    template === undefined
      ? { $ref: '#/components/schemas/Problem' }
      : schemaOf(document, template, method, response.status, type);
  if (schema === undefined) throw new Error(`${where} is not in the OpenAPI document`);
  if (!/[/+]json$/.test(type)) return response;
  const key = JSON.stringify(schema);
  const check =
    schemas.get(key) ?? z.fromJSONSchema(inlined(schema, document) as Parameters<typeof z.fromJSONSchema>[0]);
  schemas.set(key, check);
  const read = check.safeParse(await response.clone().json());
  if (!read.success)
    throw new Error(`${where} is not what the document says: ${z.prettifyError(read.error)}`);
  return response;
}

function matches(template: string, path: string, method: string, document: OpenApiDocument): boolean {
  if (!(method.toLowerCase() in (document.paths[template] ?? {}))) return false;
  const pattern = template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}

function schemaOf(
  document: OpenApiDocument,
  template: string,
  method: string,
  status: number,
  type: string,
): object | undefined {
  const operation = document.paths[template]?.[method.toLowerCase() as 'get'];
  const given = operation?.responses[String(status)];
  const response =
    given !== undefined && '$ref' in given
      ? document.components.responses[String(given.$ref).split('/').at(-1) ?? '']
      : given;
  return (response as { content?: Record<string, { schema: object }> } | undefined)?.content?.[type]?.schema;
}

/** A schema with what it refers to in its place. */
function inlined(value: unknown, document: OpenApiDocument): unknown {
  if (Array.isArray(value)) return value.map((item) => inlined(item, document));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && typeof value.$ref === 'string')
    return inlined(document.components.schemas[value.$ref.split('/').at(-1) ?? ''], document);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inlined(item, document)]));
}
