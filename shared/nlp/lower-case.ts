/**
 * Lower case that keeps every offset: a few letters get longer in lower case ("İ"); then the text is taken as it is.
 */
export function lowerCaseSameLength(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}
