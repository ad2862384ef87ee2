import { URGENT_REASONS, type UrgentReason } from '../domain/alert.ts';
import type { Urgency } from '../domain/taxonomy.ts';
import { compilePhrases } from './cue-pattern.ts';
import type { Cues } from './nlp-settings.ts';

/** A reason to look at once, and the words that give it: offsets in the text. */
export interface UrgentFinding {
  readonly reason: UrgentReason;
  readonly start: number;
  readonly end: number;
}

export interface UrgencyReader {
  /**
   * How fast a person must look: `high` where a phrase of the settings says so (legal threat, self-harm, press, data
   * leak, money lost), `normal` for a complaint, `low` for the rest.
   */
  urgencyOf(text: string, isComplaint: boolean): Urgency;
  /** Why it is `high`, the first words of each reason; empty where it is not. */
  reasonsOf(text: string): UrgentFinding[];
}

/**
 * Reads urgency from phrases. What only sounds severe (`harmless`: 죽고 싶을 만큼 좋아, 종합소득세 신고했습니다, 유출될까 걱정) is
 * taken out of the text first.
 */
export function createUrgencyReader(urgency: Cues['urgency']): UrgencyReader {
  const high = URGENT_REASONS.flatMap((reason) => {
    const phrases = urgency.high[reason] ?? [];
    return phrases.length === 0 ? [] : [{ reason, pattern: compilePhrases(phrases) }];
  });
  const harmless = urgency.harmless.length === 0 ? null : compilePhrases(urgency.harmless);
  const normal = urgency.normal.length === 0 ? null : compilePhrases(urgency.normal);

  function reasonsOf(text: string): UrgentFinding[] {
    const serious =
      harmless === null ? text : text.replace(harmless, (found) => '\u{b7}'.repeat(found.length));
    return high.flatMap(({ reason, pattern }) => {
      pattern.lastIndex = 0;
      const found = pattern.exec(serious);
      return found === null ? [] : [{ reason, start: found.index, end: found.index + found[0].length }];
    });
  }

  return {
    reasonsOf,
    urgencyOf(text, isComplaint) {
      if (reasonsOf(text).length > 0) return 'high';
      if (normal !== null) normal.lastIndex = 0;
      return isComplaint || normal?.test(text) ? 'normal' : 'low';
    },
  };
}
