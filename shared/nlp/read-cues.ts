import type { EvidenceSpan, Hesitation } from '../domain/analysis.ts';
import type { FunnelStage, HesitationCode } from '../domain/taxonomy.ts';
import { compileLowerCasePhrases } from './cue-pattern.ts';
import { lowerCaseSameLength } from './lower-case.ts';
import type { Cue, Cues } from './nlp-settings.ts';

const MAX_EVIDENCE = 4;
const MAX_HESITATIONS = 4;
const MIN_SHOWN_WEIGHT = 0.5;
/** Where a text says nothing of a stage, somebody speaks who uses the service. */
const DEFAULT_STAGE: FunnelStage = 'usage';
const DEFAULT_STAGE_SCORE = 0.5;
/** What the most important reason says of the stage, where the words say nothing stronger. */
const USUAL_STAGE_SCORE = 0.9;

interface CompiledCue {
  /** Place of the entry in the list of all, for the matches of a text. */
  readonly index: number;
  readonly weight: number;
  readonly mood: number;
  readonly alone: boolean;
  readonly certain: boolean;
  readonly pattern: RegExp;
}

/** An entry of cues that a text matches, and where first. */
export interface CueMatch {
  /** `auth.0`: code and number of the entry; `stage-signup.1` for stages. */
  readonly id: string;
  readonly start: number;
}

/** What the cues say of a text. */
export interface CueReading {
  /** Every entry that matches, also those that speak against a code or did not reach a threshold. */
  readonly matches: readonly CueMatch[];
  /** Codes whose entries add up to the threshold, before codes yield to each other. */
  readonly reached: readonly HesitationCode[];
  /** Codes against which an entry speaks, and for which no more speaks than against them. */
  readonly denied: readonly HesitationCode[];
  /** Codes of which an entry matches that decides alone. */
  readonly certain: readonly HesitationCode[];
  readonly hesitations: Hesitation[];
  readonly stage: FunnelStage;
  /** Sum of the moods of what was said. */
  readonly mood: number;
}

export interface CueReader {
  /** Reads a text; evidence is cut from it, offsets in UTF-16 units. */
  read(text: string): CueReading;
}

type FirstMatch = RegExpExecArray | null;

interface CompiledCode {
  readonly code: HesitationCode;
  readonly stage: FunnelStage | undefined;
  readonly yieldsTo: readonly string[];
  readonly cues: readonly CompiledCue[];
}

interface Said extends Sum {
  readonly code: HesitationCode;
  readonly stage: FunnelStage | undefined;
}

interface Sum {
  readonly score: number;
  readonly mood: number;
  readonly evidence: WeighedSpan[];
}

type WeighedSpan = EvidenceSpan & { readonly weight: number };

/** Compiles the cues of codes and stages once. */
export function createCueReader(cues: Cues): CueReader {
  const all: { id: string; pattern: RegExp }[] = [];
  const compile = (cue: Cue, mood: number, id: string): CompiledCue => {
    const pattern = compileLowerCasePhrases(cue.any);
    const index = all.length;
    all.push({ id, pattern });
    return {
      index,
      weight: cue.weight,
      mood: cue.mood ?? mood,
      alone: cue.alone,
      certain: cue.certain,
      pattern,
    };
  };
  const codes: CompiledCode[] = Object.entries(cues.codes).map(([code, entry]) => ({
    code,
    stage: entry.stage,
    yieldsTo: entry.yieldsTo,
    cues: entry.cues.map((cue, number) => compile(cue, entry.mood, `${code}.${number}`)),
  }));
  // Codes that yield to none are read first, so that the others know what is taken.
  const inOrder = [...codes].sort((a, b) => a.yieldsTo.length - b.yieldsTo.length);
  const stages = Object.entries(cues.stages).map(([stage, list]) => ({
    stage: stage as FunnelStage,
    cues: (list ?? []).map((cue, number) => compile(cue, 0, `stage-${stage}.${number}`)),
  }));
  return {
    read(written) {
      const text = lowerCaseSameLength(written);
      const first = all.map(({ pattern }) => {
        pattern.lastIndex = 0;
        return pattern.exec(text);
      });
      const { threshold } = cues;
      const sums = codes.map((entry) => sumOf(first, entry.cues));
      let said = readCodes(text, first, inOrder, threshold, false);
      if (said.length === 0) said = readCodes(text, first, inOrder, threshold, true);
      said.sort((a, b) => b.score - a.score || (a.evidence[0]?.start ?? 0) - (b.evidence[0]?.start ?? 0));
      const kept = said.slice(0, MAX_HESITATIONS);
      return {
        matches: all.flatMap(({ id }, index) => {
          const match = first[index];
          return match ? [{ id, start: match.index }] : [];
        }),
        reached: codes.flatMap(({ code }, index) => ((sums[index] ?? 0) >= threshold ? [code] : [])),
        denied: codes.flatMap(({ code, cues: entries }, index) =>
          (sums[index] ?? 0) <= 0 && entries.some((cue) => cue.weight < 0 && first[cue.index]) ? [code] : [],
        ),
        certain: codes.flatMap(({ code, cues: entries }) =>
          entries.some((cue) => cue.certain && first[cue.index]) ? [code] : [],
        ),
        hesitations: kept.map(({ code, score, evidence }) => ({
          code,
          confidence: confidence(score, threshold),
          evidence: shown(evidence),
        })),
        stage: likeliestStage(text, first, stages, kept),
        mood: kept.reduce((sum, entry) => sum + entry.mood, 0),
      };
    },
  };
}

function sumOf(first: readonly FirstMatch[], cues: readonly CompiledCue[]): number {
  return cues.reduce((sum, cue) => sum + (first[cue.index] && !cue.alone ? cue.weight : 0), 0);
}

/** What a reader is shown. A word that only supports others ("앱") tells nobody why the text was read so. */
function shown(evidence: readonly WeighedSpan[]): EvidenceSpan[] {
  return evidence
    .filter(({ weight }) => weight >= MIN_SHOWN_WEIGHT)
    .slice(0, MAX_EVIDENCE)
    .map(({ start, end, text }) => ({ start, end, text }));
}

function readCodes(
  text: string,
  first: readonly FirstMatch[],
  codes: readonly CompiledCode[],
  threshold: number,
  alone: boolean,
): Said[] {
  const said: Said[] = [];
  for (const { code, stage, yieldsTo, cues } of codes) {
    const taken = said.filter((other) => yieldsTo.includes(other.code)).flatMap((other) => other.evidence);
    const sum = addUp(text, first, alone ? cues : cues.filter((cue) => !cue.alone), taken);
    if (sum.score >= threshold) said.push({ ...sum, code, stage });
  }
  return said;
}

/** Each cue counts once, however often its phrases occur, at the first place that is not taken. */
function addUp(
  text: string,
  first: readonly FirstMatch[],
  cues: readonly CompiledCue[],
  taken: readonly EvidenceSpan[],
): Sum {
  let score = 0;
  let mood = 0;
  const evidence: WeighedSpan[] = [];
  for (const cue of cues) {
    let match = first[cue.index] ?? null;
    if (match !== null) cue.pattern.lastIndex = match.index + match[0].length;
    while (match !== null && cue.weight > 0 && overlaps(taken, match.index, match.index + match[0].length)) {
      match = cue.pattern.exec(text);
    }
    if (match === null) continue;
    score += cue.weight;
    if (cue.weight <= 0) continue;
    if (Math.abs(cue.mood) > Math.abs(mood)) mood = cue.mood;
    const start = match.index;
    const end = start + match[0].length;
    if (!overlaps(evidence, start, end)) evidence.push({ start, end, text: match[0], weight: cue.weight });
  }
  return { score, mood, evidence: evidence.sort((a, b) => a.start - b.start) };
}

function overlaps(spans: readonly EvidenceSpan[], start: number, end: number): boolean {
  return spans.some((span) => span.start < end && start < span.end);
}

/** Half at the threshold, near 1 where many cues agree. */
function confidence(score: number, threshold: number): number {
  return Math.round((1 - 0.5 ** (score / threshold)) * 100) / 100;
}

function likeliestStage(
  text: string,
  first: readonly FirstMatch[],
  stages: readonly { stage: FunnelStage; cues: readonly CompiledCue[] }[],
  said: readonly Said[],
): FunnelStage {
  const scores = new Map<FunnelStage, number>([[DEFAULT_STAGE, DEFAULT_STAGE_SCORE]]);
  for (const { stage, cues } of stages) {
    const { score } = addUp(text, first, cues, []);
    if (score > 0) scores.set(stage, (scores.get(stage) ?? 0) + score);
  }
  const usual = said[0]?.stage;
  if (usual !== undefined) scores.set(usual, (scores.get(usual) ?? 0) + USUAL_STAGE_SCORE);
  let best: FunnelStage = DEFAULT_STAGE;
  for (const [stage, score] of scores) {
    if (score > (scores.get(best) ?? 0)) best = stage;
  }
  return best;
}
