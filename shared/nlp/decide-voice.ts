import type { EvidenceSpan, Hesitation, Sentiment } from '../domain/analysis.ts';
import { type FunnelStage, type HesitationCode, SENTIMENT_LABELS } from '../domain/taxonomy.ts';
import type { CueReading } from './read-cues.ts';
import type { VoiceValues } from './read-voice.ts';
import type { TurnedWords } from './turned-words.ts';
import { columnsOf, type VoiceModel } from './voice-model.ts';

const MAX_HESITATIONS = 4;
/** A code whose deciding cue matches is at least so sure. */
const CERTAIN = 0.9;
/** So negative a text is not neutral, however many sides it names. A wish ("있으면 좋겠어요") may sound as positive. */
const CLEAR_POLE = 5;
const SURE_SERVICE = 0.6;
/** What a negated word of praise takes from the pole, and a negated complaint gives. */
const TURNED_PRAISE = 2.5;
const TURNED_COMPLAINT = 1;
const MOST_TURNS = 2;

function turnOf({ praise, complaint }: TurnedWords): number {
  return TURNED_COMPLAINT * Math.min(MOST_TURNS, complaint) - TURNED_PRAISE * Math.min(MOST_TURNS, praise);
}

/** A code of the settings with the column of the model it is learnt in; −1 for codes the model does not know. */
export interface DecidableCode {
  readonly code: HesitationCode;
  readonly column: number;
}

/** A reason as decided, with the words that carry it as far as the cues know them. */
export interface DecidedCode {
  readonly hesitation: Hesitation;
  /** Column of the model, −1 where cues alone decided. */
  readonly column: number;
}

/**
 * The codes of a text, most important first: those whose value in the model reaches their threshold, those of which a
 * cue decides alone, and, for codes that the model does not know, those whose cues add up. Where the model is clear that
 * a text gives no reason at all, thresholds do not count; where it is clear which reason comes first, that one is said.
 */
export function decideCodes(
  values: VoiceValues,
  cues: Pick<CueReading, 'hesitations' | 'certain' | 'denied'>,
  model: VoiceModel,
  codes: readonly DecidableCode[],
): DecidedCode[] {
  const columns = columnsOf(model);
  const firstOf = (column: number) =>
    column < 0
      ? Number.NEGATIVE_INFINITY
      : (values.labels[columns.firsts + column] ?? Number.NEGATIVE_INFINITY);
  const none = values.labels[columns.none] ?? 0;
  const strongest = Math.max(...model.codes.map((_, column) => firstOf(column)));
  const nothing = none > strongest + model.lead;
  const decided: (DecidedCode & { importance: number })[] = [];
  for (const { code, column } of codes) {
    const certain = cues.certain.includes(code);
    const said = cues.hesitations.find((entry) => entry.code === code);
    const evidence: EvidenceSpan[] = said?.evidence ?? [];
    const distance = (values.labels[column] ?? 0) - (model.thresholds[column] ?? 0);
    const clearFirst = column >= 0 && firstOf(column) === strongest && strongest > none + model.lead;
    const learnt = column >= 0 && !nothing && !cues.denied.includes(code) && (distance >= 0 || clearFirst);
    if (!certain && !learnt && (column >= 0 || said === undefined)) continue;
    const probability =
      column >= 0 ? 1 / (1 + Math.exp(-model.steepness.codes * distance)) : (said?.confidence ?? 0);
    const confidence = Math.round((certain ? Math.max(CERTAIN, probability) : probability) * 100) / 100;
    const importance = certain ? Number.POSITIVE_INFINITY : firstOf(column);
    decided.push({ hesitation: { code, confidence, evidence }, column, importance });
  }
  return decided
    .sort((a, b) => compare(b.importance, a.importance) || (a.hesitation.code < b.hesitation.code ? -1 : 1))
    .slice(0, MAX_HESITATIONS)
    .map(({ hesitation, column }) => ({ hesitation, column }));
}

/** Also for infinite numbers, whose difference is none. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The stage with the highest value. */
export function decideStage(values: VoiceValues, model: VoiceModel): FunnelStage {
  const first = columnsOf(model).stages;
  let best = 0;
  for (let index = 1; index < model.stages.length; index += 1) {
    if ((values.labels[first + index] ?? 0) > (values.labels[first + best] ?? 0)) best = index;
  }
  return model.stages[best] ?? 'usage';
}

/** Log-odds of "positive": what millions of film words say, and what customer voices say. */
export function poleOf(values: VoiceValues, model: VoiceModel): number {
  const first = columnsOf(model).sentiments;
  const at = (label: (typeof SENTIMENT_LABELS)[number]) =>
    values.labels[first + SENTIMENT_LABELS.indexOf(label)] ?? 0;
  return values.polarity + model.voicePoles * values.service * (at('positive') - at('negative'));
}

/** Neutral where that is likeliest, else the side of the poles on which the text stands; the score is calibrated. */
export function decideSentiment(
  values: VoiceValues,
  model: VoiceModel,
  pole: number,
  turned: TurnedWords,
): Sentiment {
  const first = columnsOf(model).sentiments;
  const [negative = 0, neutral = 0, positive = 0] = SENTIMENT_LABELS.map(
    (_, index) => values.labels[first + index] ?? 0,
  );
  // Of films the letters know more than the grammar.
  const turn = values.service >= SURE_SERVICE ? turnOf(turned) : 0;
  const total = pole + turn;
  const score = Math.round(Math.tanh((model.steepness.polarity * total) / 2) * 1000) / 1000;
  const clear = total < -CLEAR_POLE || turn <= -TURNED_COMPLAINT;
  const label =
    !clear && neutral + model.neutralBias >= Math.max(negative, positive)
      ? 'neutral'
      : total >= 0
        ? 'positive'
        : 'negative';
  return { label, score: Object.is(score, -0) ? 0 : score };
}
