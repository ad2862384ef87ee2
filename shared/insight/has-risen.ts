import type { Change } from '../domain/insight.ts';

/** Whether a change is a rise that stands after correction, and that its whole interval says. */
export function hasRisen(change: Change | undefined): change is Exclude<Change, 'too-few'> {
  return change !== undefined && change !== 'too-few' && change.significant && change.low > 1;
}
