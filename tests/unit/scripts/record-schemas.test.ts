import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { recordSchemas, SCHEMA_DIRECTORY } from '../../../scripts/record-schemas.ts';

const ObjectSchema = z.object({
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()).optional(),
});

describe('the JSON Schemas of the records', () => {
  it('are those that the code makes (npm run schemas writes them)', () => {
    const made = recordSchemas();
    expect(readdirSync(SCHEMA_DIRECTORY).sort()).toEqual(Object.keys(made).sort());
    for (const [file, text] of Object.entries(made)) {
      expect(readFileSync(new URL(file, SCHEMA_DIRECTORY), 'utf8')).toBe(text);
    }
  });

  it('say which fields an input document must and may have', () => {
    const schema = ObjectSchema.parse(JSON.parse(recordSchemas()['input-document.schema.json'] ?? ''));
    expect(schema.required).toEqual(expect.arrayContaining(['id', 'text']));
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(['publishedAt', 'date', 'rating', 'author', 'attributes']),
    );
  });
});
