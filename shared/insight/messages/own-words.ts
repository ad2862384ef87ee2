import type { Contribution } from '../../domain/contribution.ts';
import type { SentMessage } from '../../domain/sent-message.ts';
import { closedUp } from './carries.ts';

/** With fewer messages a word tells nothing of what it does. */
const MIN_MESSAGES = 4;

/**
 * Words of customers that our messages carry, those of most messages first: nouns that are read well, unlike words that
 * are cut out of our texts.
 */
export function ownWords(contributions: readonly Contribution[], messages: readonly SentMessage[]): string[] {
  const texts = messages.map(({ text }) => closedUp(text));
  const terms = new Map<string, number>();
  for (const term of new Set(contributions.flatMap((one) => one.terms))) {
    if (term.length < 2 || /다$/u.test(term)) continue;
    const word = closedUp(term);
    const count = texts.reduce((sum, text) => sum + Number(text.includes(word)), 0);
    if (count >= MIN_MESSAGES) terms.set(term, count);
  }
  return [...terms].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([term]) => term);
}
