import type { PiiSpan } from '../domain/analysis.ts';

/** The span of a match, or of `[start, end]` where only a group of it is personal. */
export function spanOf(
  match: RegExpExecArray,
  type: PiiSpan['type'],
  range: readonly [number, number] | undefined = match.indices?.[0],
): PiiSpan {
  return range === undefined
    ? { start: match.index, end: match.index + match[0].length, type }
    : { start: range[0], end: range[1], type };
}
