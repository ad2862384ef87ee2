import type { Aggregate } from '../domain/aggregate.ts';
import { cellAt } from './aggregate.ts';

/** Reasons to hesitate that a message itself can cause. */
export const DOUBT_CODES = ['trust', 'messaging'] as const;

/**
 * Doubting voices of an aggregate. A document that has both codes counts for both: the rollup does not know which
 * documents its cells share, and such documents are rare.
 */
export function totalDoubts(aggregate: Aggregate): number {
  return DOUBT_CODES.reduce((sum, code) => sum + cellAt(aggregate, 'code', code).documents, 0);
}
