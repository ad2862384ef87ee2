import * as z from 'zod';

/** The parts of an OpenAPI 3.1 document that ours has. @see https://spec.openapis.org/oas/v3.1.1.html */

const JsonSchemaSchema = z.record(z.string(), z.unknown());
const RefSchema = z.strictObject({ $ref: z.string().regex(/^#\/components\/(schemas|responses)\/\w+$/) });
const ContentSchema = z.record(
  z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/),
  z.strictObject({ schema: JsonSchemaSchema, example: z.unknown().optional() }),
);
const ResponseSchema = z.strictObject({
  description: z.string().min(1),
  headers: z
    .record(z.string(), z.strictObject({ description: z.string(), schema: JsonSchemaSchema }))
    .optional(),
  content: ContentSchema.optional(),
});
const ParameterSchema = z
  .strictObject({
    name: z.string().min(1),
    in: z.enum(['path', 'query']),
    required: z.boolean(),
    schema: JsonSchemaSchema,
    example: z.unknown().optional(),
  })
  .refine((parameter) => parameter.in !== 'path' || parameter.required, 'path parameters are required');
const OperationSchema = z.strictObject({
  operationId: z.string().regex(/^\w+$/),
  summary: z.string().min(1),
  description: z.string(),
  parameters: z.array(ParameterSchema),
  requestBody: z.strictObject({ required: z.literal(true), content: ContentSchema }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.union([RefSchema, ResponseSchema])),
});

export const OpenApiDocumentSchema = z.strictObject({
  openapi: z.literal('3.1.1'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string(), description: z.string() })).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), OperationSchema),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^\w+$/), JsonSchemaSchema),
    responses: z.record(z.string().regex(/^\w+$/), ResponseSchema),
    securitySchemes: z.record(z.string(), JsonSchemaSchema),
  }),
});
export type OpenApiDocument = z.infer<typeof OpenApiDocumentSchema>;
export type Operation = z.infer<typeof OperationSchema>;
