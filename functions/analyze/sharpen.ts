import type { Context } from 'aws-lambda';
import type { AnalysedRecord } from '../../shared/domain/analysis.ts';
import type { Generative, GenerativeReport } from '../../shared/nlp/generative/generative.ts';
import { OUTCOMES } from '../../shared/nlp/generative/outcomes.ts';
import { ANSWER_TIMEOUT_MS } from '../../shared/runtime/bedrock-client.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { mapWithLimit } from '../../shared/runtime/map-with-limit.ts';
import { count, logInfo } from '../common/powertools.ts';

/** Questions under way at once; twenty batches may run side by side. */
const CONCURRENT_QUESTIONS = 4;
/** What a batch needs after the last answer, to send its analyses on. */
const RESERVED_MS = 10_000;

interface Read {
  readonly messageId: string;
  readonly analysed: AnalysedRecord;
}

/** The analyses of one batch after the optional large-model step, in the same order. Never throws. */
export async function sharpen(
  generative: Generative | undefined,
  read: readonly Read[],
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<readonly Read[]> {
  if (generative === undefined) return read;
  const run = generative.startRun({
    hasTime: () => context.getRemainingTimeInMillis() > ANSWER_TIMEOUT_MS + RESERVED_MS,
  });
  const sharpened = await mapWithLimit(read, CONCURRENT_QUESTIONS, async ({ messageId, analysed }) => {
    const reading = await run.sharpen(analysed.record, analysed.reading);
    return { messageId, analysed: { ...analysed, reading } };
  });
  tell(run.report());
  return sharpened;
}

function tell({ outcomes, spentUsd, failureCode }: GenerativeReport): void {
  if (OUTCOMES.every((outcome) => outcomes[outcome] === 0)) return;
  const spentMicroUsd = Math.round(spentUsd * 1_000_000);
  logInfo(LOG_EVENTS.batchSharpened, { ...outcomes, spentMicroUsd, failureCode });
  count('GenerativeUsed', outcomes.used);
  count('GenerativeUnsure', outcomes.unsure);
  count('GenerativeSkipped', outcomes['skipped-cap'] + outcomes['skipped-time']);
  count('GenerativeRefused', outcomes.refused);
  count('GenerativeInvalid', outcomes.invalid);
  count('GenerativeFailed', outcomes.failed);
  count('GenerativeMicroUsd', spentMicroUsd);
}
