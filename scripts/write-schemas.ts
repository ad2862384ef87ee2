import { mkdirSync, writeFileSync } from 'node:fs';
import { recordSchemas, SCHEMA_DIRECTORY } from './record-schemas.ts';

/** Writes docs/schemas/*.schema.json from the zod schemas: `npm run schemas`. */
mkdirSync(SCHEMA_DIRECTORY, { recursive: true });
for (const [file, text] of Object.entries(recordSchemas()))
  writeFileSync(new URL(file, SCHEMA_DIRECTORY), text);
