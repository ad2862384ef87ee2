import type { SourceHealthView } from '../../domain/dashboard-api.ts';
import type { SourceHealth } from '../../domain/source-health.ts';
import type { SourceConfig } from '../../runtime/config.ts';
import { findingsOf } from './source-health.ts';

/** So many runs make a picture of a source's own history. */
const SHOWN_RUNS = 60;

/** A configured source with how its runs went, as people see it. Pure. */
export function healthView(
  source: Pick<SourceConfig, 'id' | 'connector' | 'enabled' | 'schedule'>,
  known: {
    readonly brings: SourceHealthView['brings'];
    readonly health: SourceHealth | undefined;
    readonly running: boolean;
  },
  now: Date,
): SourceHealthView {
  const { brings, health, running } = known;
  return {
    id: source.id,
    brings,
    connector: source.connector,
    enabled: source.enabled,
    schedule: source.schedule,
    running,
    lastRunAt: health?.lastRunAt ?? null,
    lastSuccessAt: health?.lastSuccessAt ?? null,
    outcome: health?.outcome ?? 'never',
    documents: health?.documents ?? null,
    rejected: health?.rejected ?? null,
    errorCode: health?.errorCode ?? null,
    findings: health === undefined ? [] : findingsOf(health, now),
    recentDocuments: health?.recentDocuments.slice(-SHOWN_RUNS) ?? [],
    parkedUntil: health?.parkedUntil ?? null,
    quotaLeft: health?.quotaLeft ?? null,
    credentialExpiresAt: health?.credentialExpiresAt ?? null,
  };
}
