import type { Urgency } from '../domain/taxonomy.ts';
import { compilePhrases } from './cue-pattern.ts';
import type { Cues } from './nlp-settings.ts';

/**
 * How fast a person must look: `high` where a phrase of the settings says so (legal threat, self-harm, press, data leak,
 * money lost), `normal` for a complaint, `low` for the rest.
 */
export function createUrgencyReader(
  urgency: Cues['urgency'],
): (text: string, isComplaint: boolean) => Urgency {
  const high = compilePhrases(urgency.high);
  const normal = urgency.normal.length === 0 ? null : compilePhrases(urgency.normal);
  return (text, isComplaint) => {
    high.lastIndex = 0;
    if (high.test(text)) return 'high';
    if (normal !== null) normal.lastIndex = 0;
    return isComplaint || normal?.test(text) ? 'normal' : 'low';
  };
}
