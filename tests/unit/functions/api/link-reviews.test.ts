import { describe, expect, it } from 'vitest';
import { LinkReviewListSchema } from '../../../../shared/domain/dashboard-api.ts';
import type { LinkDecision } from '../../../../shared/domain/link-decision.ts';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import { makeApi, makeDocument, makeLinkReviews } from './api-world.ts';

const suggested = (number: number): StoredDocument => {
  const document = makeDocument(number);
  return { ...document, link: { ...document.link, customerId: `C-${number}`, status: 'candidate' } };
};
const candidateOf = ({ record, link }: StoredDocument, customerId = link.customerId) => ({
  documentKey: record.documentKey,
  publishedAt: record.publishedAt,
  link: { ...link, customerId },
});

function world() {
  const first = suggested(1);
  const second = suggested(2);
  const decided: LinkDecision[] = [];
  const relinked: string[] = [];
  const reviews = makeLinkReviews([
    candidateOf(first),
    // The time under which it waited before an earlier one was seen.
    { ...candidateOf(first), publishedAt: '2026-11-30T00:00:00.000Z' },
    candidateOf(second, 'C-somebody-else'),
  ]);
  const api = makeApi({
    documents: [first, second],
    overrides: {
      linkReviews: {
        ...reviews,
        decide: async (document, decision) => {
          decided.push(decision);
          await reviews.decide(document, decision);
        },
      },
      requestRelink: async ({ record }) => void relinked.push(record.documentKey),
    },
  });
  return { ...api, decided, relinked, key: first.record.documentKey };
}

describe('suggested links', () => {
  it('are shown with their evidence in words while they stand, and who saw the customer is recorded', async () => {
    const { as, lookups } = world();
    const list = LinkReviewListSchema.parse(await (await as(['cx'])('/v1/link-reviews')).json());
    expect(list.reviews).toMatchObject([
      {
        customerId: 'C-1',
        evidence: [{ ko: '전화번호가 같음', en: 'the same phone number', speaksFor: true }],
      },
    ]);
    expect(lookups).toMatchObject([{ action: 'link-review', customers: 1 }]);
  });

  it('are decided once, without personal data in the reason, and the voice is linked again', async () => {
    const { as, decided, relinked, key } = world();
    const answer = await as(['cx'])(`/v1/link-reviews/${key}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ customerId: 'C-1', verdict: 'rejected', reason: '010-2345-6789로 통화함' }),
    });
    expect(answer.status).toBe(200);
    expect(decided).toMatchObject([
      {
        customerId: 'C-1',
        verdict: 'rejected',
        pattern: 'phone',
        reason: expect.stringContaining('[전화번호]'),
      },
    ]);
    expect(relinked).toEqual([key]);
    const list = LinkReviewListSchema.parse(await (await as(['cx'])('/v1/link-reviews')).json());
    expect(list.reviews).toEqual([]);
  });

  it('cannot be decided about another customer', async () => {
    const { as, decided, key } = world();
    const answer = await as(['admin'])(`/v1/link-reviews/${key}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ customerId: 'C-2', verdict: 'confirmed' }),
    });
    expect(answer.status).toBe(404);
    expect(decided).toEqual([]);
  });
});
