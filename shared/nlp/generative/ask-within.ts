import { isVocError } from '../../domain/errors.ts';
import type { Budget } from './budget.ts';
import type { Outcome } from './outcomes.ts';
import type { Prompt, TextModel } from './text-model.ts';

/** Failures in a row after which a run asks no more: the next question would only cost time. */
const MAX_FAILURES_IN_A_ROW = 3;

/** The text of an answer, or why there is none. */
export type Asked = { readonly answer: string } | { readonly outcome: Outcome };

/** Asks within the money and the time of one run, and gives up on a service that keeps failing. */
export interface Asker {
  /** Never throws. */
  ask(prompt: Prompt): Promise<Asked>;
  /** Code of the first failure, for the log. */
  failureCode(): string | undefined;
}

export function createAsker(deps: { model: TextModel; budget: Budget; hasTime: () => boolean }): Asker {
  const { model, budget, hasTime } = deps;
  let failures = 0;
  let failureCode: string | undefined;
  return {
    failureCode: () => failureCode,
    async ask(prompt) {
      if (failures >= MAX_FAILURES_IN_A_ROW) return { outcome: 'failed' };
      if (!hasTime()) return { outcome: 'skipped-time' };
      const reservation = budget.reserve(prompt);
      if (reservation === null) return { outcome: 'skipped-cap' };
      try {
        const { text, complete, usage } = await model.ask(prompt);
        reservation.settle(usage ?? 'unknown');
        failures = 0;
        return complete ? { answer: text } : { outcome: 'invalid' };
      } catch (error) {
        const refused = isVocError(error) && error.kind !== 'transient';
        reservation.settle(refused ? 'nothing' : 'unknown');
        // Refused credentials stay refused.
        failures = isVocError(error, 'auth') ? MAX_FAILURES_IN_A_ROW : failures + 1;
        failureCode ??= isVocError(error) ? error.code : 'unexpected';
        return { outcome: 'failed' };
      }
    },
  };
}
