import { describe, expect, it } from 'vitest';
import { inventLinkingWorld } from '../../../../scripts/eval/invent-linking-world.ts';
import { MemoryIndex } from '../../../../scripts/memory-index.ts';
import { CustomerRowSchema } from '../../../../shared/domain/customer.ts';
import { InputDocumentSchema } from '../../../../shared/domain/input-document.ts';
import type { LinkProfile } from '../../../../shared/domain/link-profile.ts';
import { customerProfile } from '../../../../shared/linking/customer-tokens.ts';
import { CustomerFileLearner } from '../../../../shared/linking/learn-statistics.ts';
import { linkRecord } from '../../../../shared/linking/link.ts';
import { toRecord } from '../../../../shared/sources/record/to-record.ts';

const KEYS = { current: 'k1', keys: { k1: 'a secret for tests' } };

describe('an invented world of customers and voices', () => {
  it('is linked hardly ever wrongly, and mostly', () => {
    const world = inventLinkingWorld(11, { customers: 3_000, documents: 1_500 });
    const owners = new MemoryIndex();
    const profiles = new Map<string, LinkProfile>();
    const learner = new CustomerFileLearner();
    for (const customer of world.customers) {
      const row = CustomerRowSchema.parse(customer);
      const { tokens, link } = customerProfile(row, KEYS);
      for (const { token } of tokens) owners.add(token, row.customerId);
      if (link !== undefined) profiles.set(row.customerId, link);
      learner.add(row);
    }
    const { statistics, formats } = learner.learnt();
    const context = {
      connector: 'test',
      keys: KEYS,
      timeZone: 'Asia/Seoul',
      firstSeenAt: '2026-01-01T00:00:00.000Z',
      runId: 'test',
      formats,
    };
    let [wrong, right, linkable] = [0, 0, 0];
    for (const { document, truth } of world.documents) {
      const record = toRecord(InputDocumentSchema.parse(document), context);
      const link = linkRecord(record, { owners, profiles, statistics, timeZone: 'Asia/Seoul' });
      if (truth.linkable === 'yes') linkable += 1;
      if (link.status !== 'linked') continue;
      if (link.customerId === truth.customerId) right += 1;
      else wrong += 1;
    }
    expect(wrong).toBeLessThanOrEqual(2);
    expect(right / linkable).toBeGreaterThan(0.95);
  });
});
