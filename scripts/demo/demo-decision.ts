import type { SuggestionRecord } from '../../shared/domain/suggestion-record.ts';
import { createSuggestionRepository } from '../../shared/storage/suggestion-repository.ts';
import { openRunningStack } from '../running-stack.ts';

const TEXT =
  '수수료 15%에는 세무사의 공제 검토, 신고서 작성, 세무서 보정 대응이 들어 있습니다. 환급이 안 되면 전액 돌려드립니다.';

/**
 * What the marketing team of the demo decided before the story begins: a wording about the fee, accepted in the week
 * before the campaign that says it. Its outcome is the third part of the story; see README.md.
 */
export const DEMO_DECISION: SuggestionRecord = {
  suggestion: {
    id: '9b6d0f4a51c27e83',
    pointId: 'price.usage',
    segment: 'all',
    stage: 'usage',
    phrase: '수수료 15%',
    said: 9,
    gap: true,
    lift: null,
    angle: 'explain-why',
    drafts: [TEXT],
  },
  week: '2026-W43',
  state: 'accepted',
  text: TEXT,
  history: [{ by: 'CRM 문구팀', at: '2026-10-23T06:20:00.000Z', decision: 'accepted', text: TEXT }],
  revision: 1,
};

/** Writes the decision into the running stack of a folder, unless it is there already. */
export async function storeDemoDecision(dataDir: string): Promise<void> {
  const stack = await openRunningStack(dataDir);
  try {
    const suggestions = createSuggestionRepository({
      client: stack.dynamo,
      tableName: stack.name('INSIGHTS_TABLE'),
    });
    await suggestions.save(DEMO_DECISION, undefined);
  } finally {
    stack.dynamo.destroy();
  }
}
