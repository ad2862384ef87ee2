/** How far `~` may reach, in UTF-16 units: about three Korean words, never over the end of a sentence. */
const GAP_UNITS = 14;

/**
 * Compiles one phrase of the settings files to a global, case-insensitive expression. A phrase is a regular expression
 * with two conveniences for people who do not write them: a space stands for "spaced or not" (Korean spacing is
 * free), and `~` for a short gap inside one sentence.
 * @throws SyntaxError when the phrase is not a valid expression, or matches the empty text
 */
export function compilePhrase(phrase: string): RegExp {
  return compilePhrases([phrase]);
}

/**
 * Compiles a list of phrases to one expression that matches any of them.
 * @throws SyntaxError when one of them is not valid, or matches the empty text
 */
export function compilePhrases(phrases: readonly string[]): RegExp {
  const expression = new RegExp(phrases.map((phrase) => `(?:${expand(phrase)})`).join('|'), 'giu');
  if (expression.test('')) throw new SyntaxError('the phrase matches the empty text');
  expression.lastIndex = 0;
  return expression;
}

function expand(phrase: string): string {
  return phrase.trim().replace(/ +/gu, '\\s*').replaceAll('~', `[^.!?\\n]{0,${GAP_UNITS}}?`);
}
