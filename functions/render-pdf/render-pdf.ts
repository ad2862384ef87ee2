import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { ObjectStore } from '../../shared/runtime/object-store.ts';
import { logInfo } from '../common/powertools.ts';
import type { BatchWork } from '../common/sqs-batch.ts';

/** Asks for the PDF of a published review. */
const PdfRequestSchema = z.object({
  week: z.string(),
  htmlKey: z.string().min(1),
  pdfKey: z.string().min(1),
});
export type PdfRequest = z.infer<typeof PdfRequestSchema>;

export interface RenderPdfDeps {
  readonly reports: Pick<ObjectStore, 'read' | 'write'>;
  /** A self-contained HTML page as an A4 PDF; must not reach the network. */
  readonly renderPdf: (html: string) => Promise<Uint8Array>;
}

/** Renders the HTML of each request; one browser at a time. A request that is none can never succeed and is dropped. */
export function createRenderPdf(deps: RenderPdfDeps): BatchWork {
  return async (messages) => {
    const failures = new Map<string, Error>();
    for (const message of messages) {
      const request = PdfRequestSchema.safeParse(parseJson(message.body));
      if (!request.success) {
        logInfo(LOG_EVENTS.messageQuarantined, { origin: 'pdf', messages: 1 });
        continue;
      }
      try {
        await render(deps, request.data);
      } catch (error) {
        failures.set(
          message.messageId,
          error instanceof Error ? error : new Error('the page could not be rendered'),
        );
      }
    }
    return failures;
  };
}

async function render(deps: RenderPdfDeps, request: PdfRequest): Promise<void> {
  const html = await deps.reports.read(request.htmlKey);
  if (html === null) {
    throw new VocError(
      'storage.unavailable',
      'transient',
      'The page of the review is not there. Publish it again.',
    );
  }
  const pdf = await deps.renderPdf(Buffer.from(html).toString('utf8'));
  await deps.reports.write(request.pdfKey, pdf, 'application/pdf');
  logInfo(LOG_EVENTS.pdfRendered, { week: request.week, bytes: pdf.length });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
