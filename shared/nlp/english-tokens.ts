import model from 'wink-eng-lite-web-model';
import winkNlp, { type ItsFunction, type WinkMethods } from 'wink-nlp';
import type { Token } from './tokenizer.ts';

let english: WinkMethods | undefined;

/**
 * English words with part of speech and dictionary form, by wink-nlp. The model is set up on the first English text, as
 * most processes never see one.
 * @see https://winkjs.org/wink-nlp/
 */
export function englishTokens(text: string): Token[] {
  english ??= winkNlp(model, ['sbd', 'pos']);
  const { its } = english;
  const tokens = english.readDoc(text).tokens();
  const surfaces = tokens.out(its.value);
  // The types of the library lack this one reader of tokens.
  const lemmas = tokens.out(its.lemma as unknown as ItsFunction<string>);
  const kinds = tokens.out(its.pos);
  const found: Token[] = [];
  let position = 0;
  surfaces.forEach((surface, index) => {
    const start = text.indexOf(surface, position);
    // wink splits contractions into words that are not in the text; they get no place of their own.
    if (start < 0) return;
    position = start + surface.length;
    const lemma = lemmas[index] ?? surface;
    found.push({ surface, pos: String(kinds[index] ?? 'X'), start, end: position, lemma });
  });
  return found;
}
