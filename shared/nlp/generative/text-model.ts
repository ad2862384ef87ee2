/** What a large model is asked. Each field is the whole of its part; nothing is remembered between two questions. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
  readonly maxOutputTokens: number;
}

/** Tokens of one question and answer. */
export interface TokenCount {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ModelAnswer {
  readonly text: string;
  /** False where the model was cut off or a filter stepped in. */
  readonly complete: boolean;
  /** What will be charged; absent where the service did not say. */
  readonly usage?: TokenCount | undefined;
}

/** The port to a large model; `shared/runtime/bedrock-client.ts` is the edge behind it. */
export interface TextModel {
  /**
   * Asks once, repeating only what the service refused for being busy.
   * @throws VocError `generative.rate-limited` (rate), `generative.unauthorized` (auth), `generative.refused` (permanent),
   *   `generative.unavailable` (transient). Only after the last one may the question have been charged.
   */
  ask(prompt: Prompt): Promise<ModelAnswer>;
}
