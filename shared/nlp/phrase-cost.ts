/** More repetitions without an end than this in one phrase can make a long text take seconds. */
const MOST_ENDLESS = 3;

/**
 * Whether a phrase that a person wrote could take too long on some text: a group that repeats without an end, a
 * reference back, or many endless repetitions in a row. Phrases run on every voice, so that such a one would stop all
 * of them. Conservative: some harmless phrases are refused too, none that backtracks exponentially is let through.
 */
export function isCostlyPhrase(phrase: string): boolean {
  const plain = phrase.replace(/\\[^1-9k]/gu, '_').replace(/\[[^\]]*\]/gu, '_');
  if (/\\[1-9k]/u.test(plain)) return true;
  if (/\)(?:[*+]|\{\d+,\}|\{\d{2,}|\{\d+,\d{2,}\})/u.test(plain)) return true;
  return [...plain.matchAll(/[*+]|\{\d+,\}|\{\d*,?\d{3,}\}/gu)].length > MOST_ENDLESS;
}
