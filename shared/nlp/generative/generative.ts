import { createHash } from 'node:crypto';
import type { Reading } from '../../domain/analysis.ts';
import type { Taxonomy } from '../../domain/taxonomy.ts';
import { createAsker } from './ask-within.ts';
import { createBudget, type Prices } from './budget.ts';
import { isDoubtful } from './doubt.ts';
import { readLabels } from './label-answer.ts';
import { labelInstructions, labelPrompt } from './label-prompt.ts';
import { mergeLabels } from './merge-labels.ts';
import { noOutcomes, type Outcome, type OutcomeCounts } from './outcomes.ts';
import { asRedacted, type PersonalDataCheck, type RedactedText } from './redacted-text.ts';
import type { TextModel } from './text-model.ts';

/** Rises whenever this code may make another reading of the same answer. */
const SERIAL = 'g1';

export interface GenerativeDeps {
  readonly model: TextModel;
  readonly modelId: string;
  readonly taxonomy: Taxonomy;
  readonly prices: Prices;
  /** Documents whose reading is less sure than this are asked about. */
  readonly below: number;
  readonly hasPersonalData: PersonalDataCheck;
}

/** The optional large-model step. It can make a reading better, never worse than the embedded models alone. */
export interface Generative {
  /** `g1-<8 hex>`: serial of the code, hash of model, instructions and threshold; follows `+` in `analysisVersion`. */
  readonly version: string;
  /** Begins a run with its own cap. `hasTime` says whether one more question can be answered before the run must end. */
  startRun(limits: { readonly hasTime: () => boolean }): GenerativeRun;
}

/** One run; its questions may be asked side by side. */
export interface GenerativeRun {
  /**
   * The reading of a document, sharpened where it is doubtful and the large model helps; else the very same object.
   * Never throws.
   */
  sharpen(document: GenerativeDocument, reading: Reading): Promise<Reading>;
  report(): GenerativeReport;
}

/** What the large model may see of a document: its redacted text. */
export interface GenerativeDocument {
  readonly text: string;
  readonly title?: string | undefined;
}

/** What a run did: counts for logs and metrics, no content. */
export interface GenerativeReport {
  readonly outcomes: OutcomeCounts;
  readonly spentUsd: number;
  readonly failureCode?: string | undefined;
}

export function createGenerative(deps: GenerativeDeps): Generative {
  const { taxonomy, below, hasPersonalData } = deps;
  const instructions = labelInstructions(taxonomy);
  const codes = new Set(taxonomy.codes.map(({ code }) => code));
  const version = versionOf(deps.modelId, instructions, below);

  return {
    version,
    startRun({ hasTime }) {
      const budget = createBudget(deps.prices);
      const asker = createAsker({ model: deps.model, budget, hasTime });
      const outcomes = noOutcomes();

      async function labelled(document: GenerativeDocument, reading: Reading): Promise<Outcome | Reading> {
        const [text, title] = allRedacted([document.text, document.title ?? ''], hasPersonalData) ?? [];
        if (text === undefined) return 'refused';
        const asked = await asker.ask(labelPrompt(instructions, title ? { text, title } : { text }));
        if ('outcome' in asked) return asked.outcome;
        const labels = readLabels(asked.answer, document.text, codes);
        if (labels === null) return 'invalid';
        return labels.sure ? mergeLabels(reading, labels, { below, version }) : 'unsure';
      }

      /** Counts what became of a question; a defect of ours is a failure like any other. */
      async function counted<Result extends object>(
        question: () => Promise<Outcome | Result>,
      ): Promise<Result | null> {
        const result = await question().catch((): Outcome => 'failed');
        outcomes[typeof result === 'string' ? result : 'used'] += 1;
        return typeof result === 'string' ? null : result;
      }

      return {
        async sharpen(document, reading) {
          if (!isDoubtful(document.text, reading, below)) return reading;
          return (await counted(() => labelled(document, reading))) ?? reading;
        },
        report: () => ({
          outcomes: { ...outcomes },
          spentUsd: budget.spentUsd(),
          failureCode: asker.failureCode(),
        }),
      };
    },
  };
}

/** All texts as redacted ones, or null where personal data is found in one of them. */
function allRedacted(texts: readonly string[], hasPersonalData: PersonalDataCheck): RedactedText[] | null {
  const redacted: RedactedText[] = [];
  for (const text of texts) {
    const checked = asRedacted(text, hasPersonalData);
    if (checked === null) return null;
    redacted.push(checked);
  }
  return redacted;
}

function versionOf(modelId: string, instructions: string, below: number): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([modelId, instructions, below]))
    .digest('hex');
  return `${SERIAL}-${hash.slice(0, 8)}`;
}
