import type { MessageDraft } from '../../shared/domain/draft.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { drafted, type MadeDraft } from '../../shared/insight/messages/suggestion-decisions.ts';
import type { SuggestionRepository } from '../../shared/storage/suggestion-repository.ts';

/** People decide seldom at the same moment; a draft is noted by one function. */
const TRIES = 5;

export interface NoteDraftsDeps {
  readonly suggestions: Pick<SuggestionRepository, 'get' | 'save'>;
  readonly clock: () => Date;
}

/**
 * Writes on the suggestion which tools have its draft (`sink` made it). What is there already is not written again, so
 * that repeating it is harmless.
 * @throws VocError `storage.unavailable` (transient) where others changed the record each time
 */
export async function noteDrafts(
  { suggestions, clock }: NoteDraftsDeps,
  draft: MessageDraft,
  made: readonly (MadeDraft & { readonly sink: string })[],
): Promise<void> {
  const at = clock().toISOString();
  for (let attempt = 0; attempt < TRIES && made.length > 0; attempt += 1) {
    const before = await suggestions.get(draft.suggestionId);
    // The draft of a record that is gone has nowhere to be noted.
    if (before === undefined) return;
    const after = made.reduce((record, one) => drafted(record, one, { by: one.sink, at }), before);
    if (after === before || (await suggestions.save(after, before.revision))) return;
    if (attempt === TRIES - 1)
      throw new VocError(
        'storage.unavailable',
        'transient',
        'The suggestion was changed at the same time; tried again.',
      );
  }
}
