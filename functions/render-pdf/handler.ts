import type { Context, SQSEvent } from 'aws-lambda';
import { lambdaHandler } from '../common/lambda-handler.ts';
import { processBatch } from '../common/sqs-batch.ts';
import { createDeps } from './deps.ts';
import { createRenderPdf } from './render-pdf.ts';

const renderPdf = createRenderPdf(createDeps(process.env));

/** SQS batch of `{ week, htmlKey, pdfKey }`. */
export const handler = lambdaHandler((event: SQSEvent, context: Context) =>
  processBatch(event, context, renderPdf),
);
