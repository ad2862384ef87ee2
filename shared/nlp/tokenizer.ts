/** One morpheme or word of a text. Offsets are UTF-16 units of the text, end exclusive; white space is no token. */
export interface Token {
  readonly surface: string;
  /** Part of speech in the notation of ko-dic (NNG, VV, JKS, VV+EC, …); `UNK` where the dictionary has no entry. */
  readonly pos: string;
  readonly start: number;
  readonly end: number;
  /** Dictionary form: `되다` for `돼서`, the surface for everything that does not inflect. */
  readonly lemma: string;
  /** A word of the settings: what it is needs no guessing. */
  readonly known?: true;
}

export interface Tokenizer {
  /** Tokens in order, without overlap. Any text gives a result. */
  tokenize(text: string): Token[];
}
