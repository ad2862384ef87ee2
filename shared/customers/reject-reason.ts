import type * as z from 'zod';
import { SHORTENED_NUMBER_REASON } from '../domain/customer.ts';
import type { ImportReason } from '../domain/import-report.ts';

/**
 * Why a line is no customer, as a word that can be counted.
 * @param given the line's value as it was read; undefined where it could not be
 */
export function rejectReason(given: unknown, issue: z.core.$ZodIssue | undefined): ImportReason {
  if (typeof given !== 'object' || given === null || issue === undefined) return 'unreadable-line';
  if (issue.message === SHORTENED_NUMBER_REASON) return 'shortened-number';
  const [field] = issue.path;
  return typeof field === 'string' && !Object.hasOwn(given, field) ? 'missing' : 'wrong-form';
}
