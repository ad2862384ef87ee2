import * as z from 'zod';
import {
  LinkReviewListSchema,
  LinkVerdictRequestSchema,
  LinkVerdictSchema,
} from '../../../shared/domain/dashboard-api.ts';
import { present } from '../../../shared/domain/present.ts';
import type { StoredDocument } from '../../../shared/domain/stored-document.ts';
import { evidencePattern } from '../../../shared/linking/apply-review.ts';
import { evidenceInWords } from '../../../shared/linking/evidence-words.ts';
import { redact } from '../../../shared/privacy/redact.ts';
import type { LinkCandidate } from '../../../shared/storage/link-review-repository.ts';
import { decodeCursor, encodeCursor, pageParameters } from '../cursor.ts';
import type { ApiDeps } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { recordLookup } from '../record-lookup.ts';
import { DocumentKeySchema } from '../request.ts';
import { defineRoute } from '../route.ts';

/** `/link-reviews`: suggested links, and what people say of them. */
export const linkReviewRoutes = [
  defineRoute({
    method: 'get',
    path: '/link-reviews',
    summary:
      'Suggested links that wait for a person, the newest voices first; who sees the customers is recorded',
    roles: ['cx', 'admin'],
    query: z.strictObject(pageParameters({ default: 20, max: 50 })),
    success: { name: 'LinkReviewList', schema: LinkReviewListSchema },
    namesCustomers: true,
    example: { query: { limit: '1' } },
    async handle(request) {
      const { query, deps } = request;
      const after =
        query.cursor === undefined ? null : decodeCursor(z.string().max(300), query.cursor, 'link-reviews');
      let page = await openPage(deps, query.limit, after);
      // A page of suggestions that are all settled would look like the end.
      while (page.open.length === 0 && page.next !== null)
        page = await openPage(deps, query.limit, page.next);
      const { open, documents, next } = page;
      const reviews = open.flatMap(({ documentKey, link }) => {
        const document = documents.get(documentKey);
        return document === undefined || link.customerId === null
          ? []
          : [reviewOf(document, link.customerId)];
      });
      await recordLookup(request, {
        action: 'link-review',
        customerIds: reviews.map(({ customerId }) => customerId),
      });
      return { json: { reviews, nextCursor: next === null ? null : encodeCursor(next, 'link-reviews') } };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/link-reviews/{documentKey}',
    summary:
      'Confirms or rejects a suggested link; kept, followed whenever the voice comes again, learnt from',
    roles: ['cx', 'admin'],
    params: z.object({ documentKey: DocumentKeySchema }),
    body: LinkVerdictRequestSchema,
    success: { name: 'LinkVerdict', schema: LinkVerdictSchema },
    problems: ['not-found'],
    example: {
      params: { documentKey: '9'.padStart(64, '0') },
      body: { customerId: 'C-9', verdict: 'confirmed' },
    },
    async handle({ params: { documentKey }, body: { customerId, verdict, reason }, session, deps }) {
      const document = await deps.documents.get(documentKey);
      if (document === undefined || document.link.customerId !== customerId) {
        throw new ApiProblem('not-found', 'Nobody suggests this link any more. Read the list again.');
      }
      const { record, reading, link } = document;
      await deps.linkReviews.decide(
        { documentKey, publishedAt: record.publishedAt },
        {
          customerId,
          verdict,
          by: session.subject,
          at: deps.now().toISOString(),
          pattern: evidencePattern(link.evidence),
          ...present('reason', reason === undefined ? undefined : redact(reason).text),
        },
      );
      // The linker applies what was decided and counts the voice anew.
      await deps.requestRelink({ record, reading });
      return { json: { documentKey, customerId, verdict } };
    },
  }),
];

async function openPage(
  deps: Pick<ApiDeps, 'linkReviews' | 'documents'>,
  limit: number,
  after: string | null,
) {
  const { candidates, next } = await deps.linkReviews.page(limit, after);
  const documents = await deps.documents.getMany(candidates.map(({ documentKey }) => documentKey));
  const open = candidates.filter((one) => isOpen(one, documents.get(one.documentKey)));
  // Linked otherwise meanwhile, or gone: nobody needs to look at them.
  await deps.linkReviews.settle(candidates.filter((one) => !open.includes(one)));
  return { open, documents, next };
}

/** Whether the document still has the link that was suggested, and waits under no other time of publication. */
function isOpen({ link, publishedAt }: LinkCandidate, document: StoredDocument | undefined): boolean {
  return (
    document !== undefined &&
    document.record.erased !== true &&
    document.record.publishedAt === publishedAt &&
    document.link.status === 'candidate' &&
    document.link.customerId === link.customerId
  );
}

function reviewOf({ record, link }: StoredDocument, customerId: string) {
  const ko = evidenceInWords(link.evidence, 'ko');
  const en = evidenceInWords(link.evidence, 'en');
  return {
    documentKey: record.documentKey,
    source: record.source,
    connector: record.connector,
    publishedAt: record.publishedAt,
    text: record.text,
    ...present('rating', record.rating),
    customerId,
    confidence: link.confidence,
    evidence: ko.map(({ kind, words, speaksFor }, index) => ({
      kind,
      ko: words,
      en: en[index]?.words ?? kind,
      speaksFor,
    })),
  };
}
