import { type ArchiveEffect, EFFECT_OUTCOMES } from '../../domain/message-effect.ts';
import type { SentMessage } from '../../domain/sent-message.ts';
import { messageEffects } from './message-effects.ts';

/** More words than these share the sends of a usual archive too thinly. */
const MAX_WORDS = 24;

/**
 * What words and features of our messages did, for each outcome, where the archive can tell (`messageEffects`); in the
 * order of outcomes, features before words.
 */
export function archiveEffects(words: readonly string[], messages: readonly SentMessage[]): ArchiveEffect[] {
  const asked = [...new Set(words)].slice(0, MAX_WORDS);
  return EFFECT_OUTCOMES.flatMap((outcome) => {
    const { features, phrases } = messageEffects(asked, messages, outcome);
    const told = (kind: ArchiveEffect['kind'], effects: typeof phrases) =>
      [...effects].flatMap(([name, effect]): ArchiveEffect[] =>
        effect === null ? [] : [{ outcome, kind, name, ...effect }],
      );
    return [...told('feature', features), ...told('word', phrases)];
  });
}
