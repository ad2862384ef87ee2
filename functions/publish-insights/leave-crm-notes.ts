import { crmNoteOf, isNoteworthy } from '../../shared/delivery/crm-notes/crm-note.ts';
import type { NoteTarget } from '../../shared/delivery/crm-notes/note-target.ts';
import { isVocError } from '../../shared/domain/errors.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { InsightRepository } from '../../shared/storage/insight-repository.ts';
import { pageUrl } from '../common/page-url.ts';
import { count, logFailure } from '../common/powertools.ts';

/** Who switches notes on gets none on what is long past. */
const MAX_AGE_MS = 3 * 86_400_000;

export interface CrmNoteDeps {
  readonly insights: Pick<InsightRepository, 'getDelivery' | 'putDelivery'>;
  readonly noteTargets: () => Promise<readonly NoteTarget[]>;
  readonly maxNotesPerRun: number;
  readonly taxonomy: Taxonomy;
  readonly language: 'ko' | 'en';
  readonly dashboardUrl: string;
  readonly clock: Clock;
}

/**
 * Leaves a note on each fresh negative voice of a sure customer, one after the other, once per document and system. A
 * system that is busy or shut ends its turn; the next hour goes on. What it will never take is not offered again.
 * @returns how many notes were left
 */
export async function leaveCrmNotes(deps: CrmNoteDeps, documents: Iterable<StoredDocument>): Promise<number> {
  const since = new Date(deps.clock().getTime() - MAX_AGE_MS).toISOString();
  const worthy = [...documents].filter((one) => isNoteworthy(one) && one.record.publishedAt >= since);
  let left = 0;
  for (const target of await targetsOf(deps)) {
    let tried = 0;
    for (const document of worthy.filter((one) => target.concerns(one))) {
      const { documentKey } = document.record;
      const subject = `note/${target.id}/${documentKey}`;
      if ((await deps.insights.getDelivery(subject)) !== undefined) continue;
      if (tried >= deps.maxNotesPerRun) break;
      tried += 1;
      const url = pageUrl(deps.dashboardUrl, `/voices/${documentKey}`);
      try {
        await target.leave(document, crmNoteOf(document, { ...deps, url }));
        left += 1;
      } catch (error) {
        logFailure(LOG_EVENTS.deliveryFailed, error, { sink: target.id, kind: 'note' });
        count('DeliveriesFailed', 1);
        if (!isVocError(error, 'permanent')) break;
      }
      await deps.insights.putDelivery(subject, { content: 'left', state: 'delivered', attempts: 1 });
    }
  }
  return left;
}

/** A secret that cannot be read must not keep the lists from being made. */
async function targetsOf(deps: CrmNoteDeps): Promise<readonly NoteTarget[]> {
  try {
    return await deps.noteTargets();
  } catch (error) {
    logFailure(LOG_EVENTS.deliveryFailed, error, { sink: 'crm', kind: 'note' });
    count('DeliveriesFailed', 1);
    return [];
  }
}
