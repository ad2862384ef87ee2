import { VocError } from '../../domain/errors.ts';
import type { KeywordSuggestion } from '../../domain/insight.ts';
import type { Act, DraftTool, SuggestionDecision, SuggestionRecord } from '../../domain/suggestion-record.ts';

/** The record of a suggestion that nobody has decided on yet. Quotes stay with the review: they expire with it. */
export function newSuggestionRecord(suggestion: KeywordSuggestion, week: string): SuggestionRecord {
  const { evidence: _quotes, ...kept } = suggestion;
  return { suggestion: kept, week, state: 'proposed', history: [], revision: 0 };
}

/**
 * The record after a decision. The last decision counts, earlier ones stay in the history; the same one again changes
 * nothing. An accepted text that is none of the drafts counts as edited.
 * @throws VocError `suggestion.not-ready` (permanent) where a text still has a place 〔 〕 to fill in
 */
export function decide(record: SuggestionRecord, decision: SuggestionDecision, act: Act): SuggestionRecord {
  if (decision.decision === 'rejected') {
    if (record.state === 'rejected') return record;
    const { text: _dropped, ...rest } = record;
    return changed({ ...rest, state: 'rejected' }, { ...act, ...decision });
  }
  const { text } = decision;
  if (/〔[^〕]*〕/u.test(text)) {
    throw new VocError(
      'suggestion.not-ready',
      'permanent',
      'The text has a place in 〔 〕 that nobody has filled in. Write the fact, or choose another draft.',
    );
  }
  const state = record.suggestion.drafts.includes(text) ? 'accepted' : 'edited';
  if (record.state === state && record.text === text) return record;
  return changed({ ...record, state, text }, { ...act, decision: state, text });
}

/** What a tool says of a draft that was made in it. */
export interface MadeDraft {
  readonly tool: DraftTool;
  /** What the tool calls it. */
  readonly reference: string;
  readonly url?: string | undefined;
}

/**
 * The record after a draft of it was made in a tool; one that is noted already changes nothing. It is noted also where
 * somebody has decided otherwise since: then there is a draft that somebody should know of.
 */
export function drafted(record: SuggestionRecord, made: MadeDraft, act: Act): SuggestionRecord {
  const { tool, reference, url } = made;
  const isKnown = record.history.some(
    (event) => 'drafted' in event && event.drafted === tool && event.reference === reference,
  );
  if (isKnown) return record;
  return changed(record, { ...act, drafted: tool, reference, ...(url === undefined ? {} : { url }) });
}

/** Whether a person has decided since a revision was read. A draft that was made meanwhile is no decision. */
export function decidedSince(record: SuggestionRecord, readRevision: number): boolean {
  // Every change adds one event and one to the revision.
  return (
    record.revision < readRevision || record.history.slice(readRevision).some((event) => 'decision' in event)
  );
}

/**
 * The words that a person has accepted.
 * @throws VocError `suggestion.not-ready` (permanent) where no text was accepted
 */
export function acceptedText({ text }: SuggestionRecord): string {
  if (text !== undefined) return text;
  throw new VocError(
    'suggestion.not-ready',
    'permanent',
    'Nobody has accepted a text of this suggestion. Accept one first.',
  );
}

function changed(record: SuggestionRecord, event: SuggestionRecord['history'][number]): SuggestionRecord {
  return { ...record, history: [...record.history, event], revision: record.revision + 1 };
}
