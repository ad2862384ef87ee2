import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRevisions, revisionKey } from '../../../../shared/domain/record.ts';

const revision = fc.record({
  revisedAt: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  contentHash: fc.stringMatching(/^[0-9a-f]{64}$/),
  analysisVersion: fc.stringMatching(/^[0-9]{4}-[0-9a-f]{8}$/),
});

describe('revisions', () => {
  it('are totally ordered: antisymmetric, and equal only when identical', () => {
    fc.assert(
      fc.property(revision, revision, (a, b) => {
        expect(Math.sign(compareRevisions(a, b))).toBe(-Math.sign(compareRevisions(b, a)) || 0);
        expect(compareRevisions(a, b) === 0).toBe(revisionKey(a) === revisionKey(b));
      }),
    );
  });

  it('keep their order as strings, so that a condition of the database can compare them', () => {
    fc.assert(
      fc.property(revision, revision, (a, b) => {
        const byKey = revisionKey(a) < revisionKey(b) ? -1 : revisionKey(a) > revisionKey(b) ? 1 : 0;
        expect(Math.sign(compareRevisions(a, b))).toBe(byKey);
      }),
    );
  });

  it('put a later edit before anything else, then the newer reading of the same words', () => {
    const base = {
      revisedAt: '2026-11-11T00:00:00.000Z',
      contentHash: 'a'.repeat(64),
      analysisVersion: '0001-00000000',
    };
    expect(
      compareRevisions(
        { ...base, revisedAt: '2026-11-12T00:00:00.000Z' },
        { ...base, analysisVersion: '0009-00000000' },
      ),
    ).toBe(1);
    expect(compareRevisions(base, { ...base, analysisVersion: '0002-00000000' })).toBe(-1);
  });
});
