import type { WeeklyReview } from '../../shared/domain/insight.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { findingsOf } from '../../shared/sources/health/source-health.ts';
import type { SourceStateRepository } from '../../shared/storage/source-state-repository.ts';

/** How the enabled sources stand now; one that has never run says so by having no last success. */
export async function sourceStanding(
  deps: {
    readonly sources: readonly Pick<SourceConfig, 'id' | 'enabled'>[];
    readonly sourceState: Pick<SourceStateRepository, 'getHealth'>;
  },
  now: Date,
): Promise<NonNullable<WeeklyReview['health']>> {
  const enabled = deps.sources.filter((source) => source.enabled);
  return Promise.all(
    enabled.map(async ({ id: sourceId }) => {
      const health = await deps.sourceState.getHealth(sourceId);
      if (health === undefined) return { sourceId, findings: [] };
      const { lastSuccessAt } = health;
      return {
        sourceId,
        ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
        findings: findingsOf(health, now),
      };
    }),
  );
}
