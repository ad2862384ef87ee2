import type { ApiDeps } from '../../../../functions/api/ports.ts';
import type { MessageDraft } from '../../../../shared/domain/draft.ts';
import type { PointTracking } from '../../../../shared/domain/point-tracking.ts';
import type { SuggestionRecord } from '../../../../shared/domain/suggestion-record.ts';
import { changePoint } from '../../../../shared/insight/point-tracking.ts';
import type { CopyRules } from '../../../../shared/nlp/nlp-settings.ts';

const LEGAL = {
  severity: 'warning',
  reason: { ko: '법에서 요구합니다', en: 'The law asks for it' },
  instead: { ko: '넣어 주세요', en: 'Add it' },
  legalSource: 'Article 50',
} as const;

const COPY_RULES: CopyRules = {
  version: '1',
  phrases: [
    {
      id: 'guarantee',
      any: ['보장'],
      severity: 'error',
      reason: { ko: '결과를 약속합니다', en: 'It promises a result' },
      instead: { ko: '조건을 적어 주세요', en: 'State the condition' },
    },
  ],
  adLabel: { label: '(광고)', skipWhen: [], ...LEGAL },
  optOut: { any: ['수신거부'], ...LEGAL },
  night: { from: '21:00', until: '08:00', ...LEGAL },
  channels: [{ names: ['LMS'], advertising: true, adLabel: true, night: true, source: 'the operator' }],
};

/** A suggestion of an earlier week whose text was accepted. */
const ACCEPTED: SuggestionRecord = {
  suggestion: {
    id: '5f3c0de100000009',
    pointId: 'price.purchase',
    segment: 'all',
    stage: 'purchase',
    phrase: '비용',
    said: 3,
    gap: true,
    lift: null,
    angle: 'concrete-number',
    drafts: [],
    test: { metric: 'click', baseline: 0.05, minimumEffect: 0.1, perVariant: 31_234 },
  },
  week: '2026-W45',
  state: 'edited',
  text: '=비용은 먼저 보여 드려요.',
  history: [
    {
      decision: 'edited',
      text: '=비용은 먼저 보여 드려요.',
      by: 'marketer',
      at: '2026-11-09T00:00:00.000Z',
    },
  ],
  revision: 1,
};

/** What people write on points and decide on suggestions, in memory; and the drafts that went out. */
export function makeDecisions() {
  const trackings = new Map<string, PointTracking>();
  const records = new Map<string, SuggestionRecord>([[ACCEPTED.suggestion.id, ACCEPTED]]);
  const drafts: MessageDraft[] = [];
  const deps: Pick<ApiDeps, 'trackings' | 'suggestions' | 'draftTools' | 'copyRules' | 'publishDraft'> = {
    trackings: {
      list: async () => [...trackings.values()],
      change: async (point, wish, by) => {
        const place = `${point.code}/${point.stage}`;
        const next = changePoint(trackings.get(place), point, wish, by);
        trackings.set(place, next);
        return next;
      },
    },
    suggestions: {
      get: async (id) => records.get(id),
      list: async () => [...records.values()],
      save: async (record, readRevision) => {
        const { id } = record.suggestion;
        if (records.get(id)?.revision !== readRevision) return false;
        records.set(id, record);
        return true;
      },
    },
    draftTools: ['braze'],
    copyRules: COPY_RULES,
    publishDraft: async (draft) => void drafts.push(draft),
  };
  return { deps, drafts };
}
