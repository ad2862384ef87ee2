import type { EvidenceSpan, Hesitation } from '../domain/analysis.ts';
import type { FunnelStage, HesitationCode } from '../domain/taxonomy.ts';
import { compilePhrases } from './cue-pattern.ts';
import type { Cue, Cues } from './nlp-settings.ts';

const MAX_EVIDENCE = 4;
const MAX_HESITATIONS = 4;

interface CompiledCue {
  readonly weight: number;
  readonly mood: number;
  readonly pattern: RegExp;
}

/** What the cues say of a text. */
export interface CueReading {
  readonly hesitations: Hesitation[];
  readonly stage: FunnelStage | null;
  /** Sum of the moods of what was said. */
  readonly mood: number;
}

export interface CueReader {
  /** Reads a text; evidence is cut from it, offsets in UTF-16 units. */
  read(text: string): CueReading;
}

/** Compiles the cues of codes and stages once. */
export function createCueReader(cues: Cues): CueReader {
  const codes = Object.entries(cues.codes).map(([code, entry]) => ({
    code,
    stage: entry.stage,
    cues: entry.cues.map((cue) => compile(cue, entry.mood)),
  }));
  const stages = Object.entries(cues.stages).map(([stage, list]) => ({
    stage: stage as FunnelStage,
    cues: (list ?? []).map((cue) => compile(cue, 0)),
  }));
  return {
    read(text) {
      const said: {
        code: HesitationCode;
        score: number;
        mood: number;
        evidence: EvidenceSpan[];
        stage?: FunnelStage | undefined;
      }[] = [];
      for (const entry of codes) {
        const { score, mood, evidence } = addUp(text, entry.cues);
        if (score >= cues.threshold)
          said.push({ code: entry.code, score, mood, evidence, stage: entry.stage });
      }
      said.sort((a, b) => b.score - a.score || (a.evidence[0]?.start ?? 0) - (b.evidence[0]?.start ?? 0));
      const kept = said.slice(0, MAX_HESITATIONS);
      return {
        hesitations: kept.map(({ code, score, evidence }) => ({
          code,
          confidence: confidence(score, cues.threshold),
          evidence,
        })),
        stage: likeliestStage(text, stages, kept),
        mood: kept.reduce((sum, entry) => sum + entry.mood, 0),
      };
    },
  };
}

function compile(cue: Cue, mood: number): CompiledCue {
  return { weight: cue.weight, mood: cue.mood ?? mood, pattern: compilePhrases(cue.any) };
}

/** Each cue counts once, however often its phrases occur. */
function addUp(
  text: string,
  cues: readonly CompiledCue[],
): { score: number; mood: number; evidence: EvidenceSpan[] } {
  let score = 0;
  let mood = 0;
  const evidence: EvidenceSpan[] = [];
  for (const cue of cues) {
    cue.pattern.lastIndex = 0;
    const match = cue.pattern.exec(text);
    if (match === null) continue;
    score += cue.weight;
    if (cue.weight <= 0) continue;
    if (Math.abs(cue.mood) > Math.abs(mood)) mood = cue.mood;
    const start = match.index;
    const end = start + match[0].length;
    if (evidence.every((span) => span.end <= start || end <= span.start)) {
      evidence.push({ start, end, text: match[0] });
    }
  }
  evidence.sort((a, b) => a.start - b.start);
  return { score, mood, evidence: evidence.slice(0, MAX_EVIDENCE) };
}

/** Half at the threshold, near 1 where many cues agree. */
function confidence(score: number, threshold: number): number {
  return Math.round((1 - 0.5 ** (score / threshold)) * 100) / 100;
}

function likeliestStage(
  text: string,
  stages: readonly { stage: FunnelStage; cues: readonly CompiledCue[] }[],
  said: readonly { score: number; stage?: FunnelStage | undefined }[],
): FunnelStage | null {
  const scores = new Map<FunnelStage, number>();
  for (const { stage, cues } of stages) {
    const { score } = addUp(text, cues);
    if (score > 0) scores.set(stage, score);
  }
  const usual = said[0]?.stage;
  if (usual !== undefined) scores.set(usual, (scores.get(usual) ?? 0) + 1);
  let best: FunnelStage | null = null;
  for (const [stage, score] of scores) {
    if (best === null || score > (scores.get(best) ?? 0)) best = stage;
  }
  return best;
}
