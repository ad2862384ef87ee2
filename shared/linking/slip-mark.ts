/** Enough of a token to tell one person's number with a slip from another person's of the same name. */
const MARK_UNITS = 10;

/** What a link profile keeps of a token that is compared but never looked up: the beginning behind the key version. */
export function slipMark(token: string): string {
  const from = token.indexOf('.') + 1;
  return token.slice(from, from + MARK_UNITS);
}
