import * as z from 'zod';
import { isVocError } from '../../shared/domain/errors.ts';
import type { SourceConfig } from '../../shared/runtime/config.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { Json } from '../../shared/sources/contract.ts';
import type { FunnelConnector } from '../../shared/sources/funnel/contract.ts';
import type { RunReport } from '../../shared/sources/health/source-health.ts';
import type { ArchiveRepository } from '../../shared/storage/archive-repository.ts';
import type { Lease, SourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { count, logFailure } from '../common/powertools.ts';
import { configuredSource, contextFor, runUnderLease, type SourceRunDeps } from '../common/source-run.ts';

/** The event of a schedule, or of a person who wants a run now. */
export const FunnelSourceEventSchema = z.object({
  funnelSourceId: z.string().min(1),
  force: z.boolean().optional(),
  /** Read as if it had never run. */
  restart: z.boolean().optional(),
});
export type FunnelSourceEvent = z.infer<typeof FunnelSourceEventSchema>;

export interface ImportFunnelSourceDeps extends SourceRunDeps {
  readonly funnelSources: readonly SourceConfig[];
  readonly funnelConnectorById: (id: string) => FunnelConnector;
  readonly state: SourceRunDeps['state'] & Pick<SourceStateRepository, 'getCheckpoint' | 'putCheckpoint'>;
  readonly archive: Pick<ArchiveRepository, 'putFunnelSteps'>;
}

export interface FunnelSourceOutcome {
  readonly outcome: RunReport['outcome'] | 'busy' | 'parked';
  readonly steps: number;
  readonly errorCode?: string;
}

/**
 * One run of a configured source of the funnel under its lease. The checkpoint is saved only after its steps are stored;
 * storing them again changes nothing.
 * @throws VocError `source.unknown` (config) where the configuration has no such source
 */
export async function importFunnelSource(
  deps: ImportFunnelSourceDeps,
  event: FunnelSourceEvent,
  remainingTimeMs: () => number,
): Promise<FunnelSourceOutcome> {
  const source = configuredSource(deps.funnelSources, event.funnelSourceId);
  const run = { force: event.force, remainingTimeMs };
  const result = await runUnderLease(deps, source, run, (lease) => walk(deps, event, source, lease));
  if (result.kind !== 'ran') return { outcome: result.kind, steps: 0 };
  const { walked, health } = result;
  return {
    outcome: health.outcome,
    steps: walked.documents,
    ...(walked.error === undefined ? {} : { errorCode: walked.error.code }),
  };
}

async function walk(
  deps: ImportFunnelSourceDeps,
  event: FunnelSourceEvent,
  source: SourceConfig,
  lease: Lease,
): Promise<Omit<RunReport, 'startedAt' | 'endedAt'>> {
  let steps = 0;
  let suspicion: RunReport['suspicion'];
  const signs = {};
  const report = (outcome: RunReport['outcome']) => ({
    outcome,
    documents: steps,
    rejected: 0,
    erased: 0,
    suspicion,
    signs,
  });
  try {
    const saved = event.restart === true ? null : await deps.state.getCheckpoint(source.id);
    const connector = deps.funnelConnectorById(source.connector);
    const pages = connector.read(contextFor(deps, source, lease), source.config, (saved ?? null) as Json);
    for await (const page of pages) {
      await deps.archive.putFunnelSteps(page.steps);
      steps += page.steps.length;
      suspicion = page.suspect ?? suspicion;
      Object.assign(signs, page.signs);
      // The successor of an expired lease has gone on: its checkpoint stands.
      if (!(await deps.state.putCheckpoint(lease, page.checkpoint))) return report('partial');
      if (page.done) break;
    }
    count('RowsImported', steps);
    return report(suspicion === undefined ? 'complete' : 'suspect');
  } catch (error) {
    logFailure(LOG_EVENTS.sourceFailed, error, { source: source.id });
    count('SourceFailures', 1);
    if (!isVocError(error)) throw error;
    return { ...report('failed'), error };
  }
}
