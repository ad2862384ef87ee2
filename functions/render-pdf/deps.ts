import { S3Client } from '@aws-sdk/client-s3';
import { printPdf } from '../../shared/delivery/print-pdf.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createObjectStore } from '../../shared/runtime/object-store.ts';
import { EnvSchema } from './env.ts';
import type { RenderPdfDeps } from './render-pdf.ts';

/** Everything `render-pdf` uses. */
export function createDeps(source: EnvSource): RenderPdfDeps {
  const env = loadEnv(EnvSchema, source);
  return {
    reports: createObjectStore({ client: new S3Client({}), bucket: env.REPORTS_BUCKET }),
    renderPdf: printPdf,
  };
}
