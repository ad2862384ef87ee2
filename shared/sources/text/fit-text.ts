import { MAX_TEXT_UNITS } from '../../domain/input-document.ts';

/** The text, cut at the end of a whole character where it is longer than the pipeline takes. */
export function fitText(
  text: string,
  maxUnits = MAX_TEXT_UNITS,
): { readonly text: string; readonly truncated: boolean } {
  if (text.length <= maxUnits) return { text, truncated: false };
  return { text: text.slice(0, maxUnits).replace(/[\uD800-\uDBFF]$/, ''), truncated: true };
}
