import { createHash } from 'node:crypto';
import type { MessageDraft } from '../../shared/domain/draft.ts';
import type { SuggestionRecord } from '../../shared/domain/suggestion-record.ts';
import { acceptedText } from '../../shared/insight/messages/suggestion-decisions.ts';

/**
 * The accepted text of a suggestion as a draft for the messaging tools; the same text of the same suggestion is the
 * same draft.
 * @param code the reason of the hesitation point that it answers
 * @throws VocError `suggestion.not-ready` (permanent) where no text was accepted
 */
export function acceptedDraft(record: SuggestionRecord, code: string): MessageDraft {
  const { suggestion, week } = record;
  const text = acceptedText(record);
  return {
    id: createHash('sha256')
      .update(JSON.stringify([suggestion.id, text]))
      .digest('hex')
      .slice(0, 32),
    suggestionId: suggestion.id,
    week,
    code,
    stage: suggestion.stage,
    segment: suggestion.segment,
    phrase: suggestion.phrase,
    text,
    test: suggestion.test ?? null,
  };
}
