import { createRequire } from 'node:module';
import type { ItsFunction, WinkMethods } from 'wink-nlp';
import type { Token } from './tokenizer.ts';

const LIBRARY = 'wink-nlp';
const MODEL = 'wink-eng-lite-web-model';
/** What must lie in node_modules wherever English texts are read: it is loaded by name and in no bundle. */
export const ENGLISH_PACKAGES = [LIBRARY, MODEL] as const;

let english: WinkMethods | undefined;

/**
 * English words with part of speech and dictionary form, by wink-nlp. Library and model (4 MB of code) are loaded with the
 * first English text, as most processes never see one; an import would load them at every start.
 * @see https://winkjs.org/wink-nlp/
 */
export function englishTokens(text: string): Token[] {
  english ??= loadEnglish();
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

function loadEnglish(): WinkMethods {
  const load = createRequire(import.meta.url);
  const winkNlp: typeof import('wink-nlp').default = load(LIBRARY);
  const model: typeof import('wink-eng-lite-web-model').default = load(MODEL);
  return winkNlp(model, ['sbd', 'pos']);
}
