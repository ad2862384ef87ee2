import type { SuggestionRecord } from '../../../shared/domain/suggestion-record.ts';
import { decide, newSuggestionRecord } from '../../../shared/insight/messages/suggestion-decisions.ts';

/** A suggestion of a week whose text somebody has accepted. */
export function makeSuggestion(id: string, week: string): SuggestionRecord {
  const proposed = newSuggestionRecord(
    {
      id,
      pointId: 'price.purchase',
      segment: 'all',
      stage: 'purchase',
      phrase: '수수료',
      said: 9,
      gap: true,
      lift: null,
      angle: 'concrete-number',
      drafts: [],
      evidence: [],
    },
    week,
  );
  const act = { by: 'bench', at: '2026-07-01T00:00:00.000Z' };
  return decide(proposed, { decision: 'edited', text: '수수료는 신청 전에 보여 드려요.' }, act);
}
