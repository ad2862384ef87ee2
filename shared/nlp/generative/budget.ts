import type { Prompt, TokenCount } from './text-model.ts';

/** What a run may spend and what tokens cost, in US dollars. */
export interface Prices {
  readonly maxUsdPerRun: number;
  readonly usdPer1kInputTokens: number;
  readonly usdPer1kOutputTokens: number;
}

/** Money put aside for one question that is under way. */
export interface Reservation {
  /**
   * Ends the reservation. `unknown` (no answer came, but it may have been charged) counts as the most it could be;
   * `nothing` gives the money back.
   */
  settle(used: TokenCount | 'unknown' | 'nothing'): void;
}

/** The spending of one run. Questions run side by side, so money is put aside before and settled after. */
export interface Budget {
  spentUsd(): number;
  /** Null where this question could pass the cap; then it must not be asked. */
  reserve(prompt: Prompt): Reservation | null;
}

export function createBudget(prices: Prices): Budget {
  let spent = 0;
  let setAside = 0;
  return {
    spentUsd: () => spent,
    reserve(prompt) {
      const most = costOf(mostTokensOf(prompt), prices);
      if (spent + setAside + most > prices.maxUsdPerRun) return null;
      setAside += most;
      let open = true;
      return {
        settle(used) {
          if (!open) return;
          open = false;
          setAside -= most;
          if (used !== 'nothing') spent += used === 'unknown' ? most : costOf(used, prices);
        },
      };
    },
  };
}

/** Tokens that the message format of a model may add to a question. */
const FORMAT_TOKENS = 256;

/** A token stands for one byte at least, so that a question cannot have more tokens than bytes. */
function mostTokensOf(prompt: Prompt): TokenCount {
  return {
    inputTokens: Buffer.byteLength(prompt.system) + Buffer.byteLength(prompt.user) + FORMAT_TOKENS,
    outputTokens: prompt.maxOutputTokens,
  };
}

function costOf(tokens: TokenCount, prices: Prices): number {
  return (
    (tokens.inputTokens * prices.usdPer1kInputTokens + tokens.outputTokens * prices.usdPer1kOutputTokens) /
    1000
  );
}
