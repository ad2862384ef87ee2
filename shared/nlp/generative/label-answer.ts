import * as z from 'zod';
import type { EvidenceSpan } from '../../domain/analysis.ts';
import {
  type FunnelStage,
  FunnelStageSchema,
  type HesitationCode,
  type SentimentLabel,
  SentimentLabelSchema,
} from '../../domain/taxonomy.ts';
import { normaliseText } from '../normalise-text.ts';
import { readAnswer } from './answer-json.ts';

const MAX_HESITATIONS = 4;
const MAX_EVIDENCE = 4;
/** One letter is found in every text and proves nothing. */
const MIN_EVIDENCE_UNITS = 2;

const LabelAnswerSchema = z.object({
  sure: z.boolean(),
  sentiment: SentimentLabelSchema,
  stage: FunnelStageSchema,
  hesitations: z.array(z.object({ code: z.string(), evidence: z.array(z.string()) })),
});

/** The labels of an answer that stood the checks. */
export interface Labels {
  readonly sure: boolean;
  readonly sentiment: SentimentLabel;
  readonly stage: FunnelStage;
  /** Most important first; each code once, with evidence that stands in the text. */
  readonly hesitations: readonly { readonly code: HesitationCode; readonly evidence: EvidenceSpan[] }[];
}

/**
 * Reads the labels out of an answer. Evidence that is no passage of the text is dropped, so is a code without evidence
 * or outside the taxonomy. Null where the answer does not have the agreed form, or where nothing of what it claims
 * holds: who makes up all the reasons is not to be trusted with the rest.
 */
export function readLabels(answer: string, text: string, codes: ReadonlySet<string>): Labels | null {
  const read = readAnswer(answer, LabelAnswerSchema);
  if (read === null) return null;
  const hesitations = new Map<HesitationCode, EvidenceSpan[]>();
  for (const { code, evidence } of read.hesitations) {
    if (!codes.has(code) || hesitations.has(code) || hesitations.size >= MAX_HESITATIONS) continue;
    const found = passagesOf(text, evidence);
    if (found.length > 0) hesitations.set(code, found);
  }
  if (read.hesitations.length > 0 && hesitations.size === 0) return null;
  return {
    sure: read.sure,
    sentiment: read.sentiment,
    stage: read.stage,
    hesitations: [...hesitations].map(([code, evidence]) => ({ code, evidence })),
  };
}

/** The passages that stand in the text, in its order and without overlap. */
function passagesOf(text: string, passages: readonly string[]): EvidenceSpan[] {
  // A model writes composed Hangul, also where the text came as loose letters.
  const { text: composed, toOriginal } = normaliseText(text);
  const found: EvidenceSpan[] = [];
  for (const passage of passages) {
    const wanted = normaliseText(passage.trim()).text;
    if (wanted.length < MIN_EVIDENCE_UNITS || found.length >= MAX_EVIDENCE) continue;
    const at = composed.indexOf(wanted);
    if (at === -1) continue;
    const start = toOriginal(at);
    const end = toOriginal(at + wanted.length);
    if (found.some((span) => span.start < end && start < span.end)) continue;
    found.push({ start, end, text: text.slice(start, end) });
  }
  return found.sort((a, b) => a.start - b.start);
}
