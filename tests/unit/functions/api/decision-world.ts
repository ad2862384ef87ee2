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

/** What people write on points and decide on suggestions, in memory; and the drafts that went out. */
export function makeDecisions() {
  const trackings = new Map<string, PointTracking>();
  const records = new Map<string, SuggestionRecord>();
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
