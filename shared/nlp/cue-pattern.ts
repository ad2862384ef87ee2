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
  return compile(phrases, 'giu');
}

/**
 * The same for texts that are in lower case already: case-insensitive matching takes half as long again.
 * @throws SyntaxError when one of them is not valid, or matches the empty text
 */
export function compileLowerCasePhrases(phrases: readonly string[]): RegExp {
  return compile(phrases.map(lowerCase), 'gu');
}

function compile(phrases: readonly string[], flags: string): RegExp {
  const expression = new RegExp(phrases.map((phrase) => `(?:${expand(phrase)})`).join('|'), flags);
  if (expression.test('')) throw new SyntaxError('the phrase matches the empty text');
  expression.lastIndex = 0;
  return expression;
}

/** Escapes keep their case: \\S is not \\s. */
function lowerCase(phrase: string): string {
  return phrase.replace(/\\[pP]\{[^}]*\}|\\.|[A-Z]/gu, (found) =>
    found.startsWith('\\') ? found : found.toLowerCase(),
  );
}

function expand(phrase: string): string {
  return phrase.trim().replace(/ +/gu, '\\s*').replaceAll('~', `[^.!?\\n]{0,${GAP_UNITS}}?`);
}
