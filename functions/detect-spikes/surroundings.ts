import type { Surroundings } from '../../shared/alerting/likely-causes.ts';
import { resolveTime } from '../../shared/domain/input-document.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { findingsOf } from '../../shared/sources/health/source-health.ts';
import type { ArchiveRepository } from '../../shared/storage/archive-repository.ts';
import type { SourceStateRepository } from '../../shared/storage/source-state-repository.ts';

export interface SurroundingsDeps {
  readonly archive: Pick<ArchiveRepository, 'listMessages'>;
  readonly state: Pick<SourceStateRepository, 'getHealth'>;
  readonly sources: readonly Pick<SourceConfig, 'id' | 'enabled'>[];
  readonly timeZone: string;
}

/** Our campaigns, and what is wrong with our sources now. */
export async function readSurroundings(deps: SurroundingsDeps, now: Date): Promise<Surroundings> {
  const [messages, healths] = await Promise.all([
    deps.archive.listMessages(),
    Promise.all(deps.sources.filter(({ enabled }) => enabled).map(({ id }) => deps.state.getHealth(id))),
  ]);
  return {
    campaigns: messages.map(({ campaign, sentAt }) => ({
      campaign,
      sentAt: resolveTime(sentAt, deps.timeZone).at,
    })),
    findings: healths.flatMap((health) =>
      health === undefined
        ? []
        : findingsOf(health, now).map(({ code }) => ({ sourceId: health.sourceId, finding: code })),
    ),
  };
}
