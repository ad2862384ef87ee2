import type { SettingsContent } from '../domain/settings-edition.ts';
import { applyEdition, wordEntries } from './apply-edition.ts';
import { compilePhrases } from './cue-pattern.ts';
import type { NlpSettings } from './nlp-settings.ts';

/** What a voice says as it is read now. */
export interface ReadSample {
  readonly codes: readonly string[];
  readonly terms: readonly string[];
}

/**
 * What an edit makes of voices that were read under the content before it, in the order of `voices`; null for a voice
 * that stays as it is. Judged by the edited phrases and spellings alone, without reading the text again: what a trained
 * model finds for itself stays.
 */
export function previewEdit(
  deployed: NlpSettings,
  before: SettingsContent,
  after: SettingsContent,
): (voice: ReadSample & { readonly text: string }) => ReadSample | null {
  const codes = codeChanges(deployed, before, after);
  const words = wordChanges(applyEdition(deployed, before), applyEdition(deployed, after));
  return ({ text, ...read }) => {
    const close = text.replace(/\s+/gu, '').toLowerCase();
    const kept = read.codes.filter((code) => !codes.gone.has(code));
    const said = codes.phrases.filter(({ code, pattern }) => !kept.includes(code) && fits(pattern, text));
    const terms = read.terms.filter((term) => !words.gone.has(term));
    const found = words.added.filter(({ word, spellings }) =>
      spellings.some((spelling) => close.includes(spelling)) ? !terms.includes(word) : false,
    );
    if (
      said.length + found.length === 0 &&
      kept.length === read.codes.length &&
      terms.length === read.terms.length
    )
      return null;
    return {
      codes: [...said.map(({ code }) => code), ...kept],
      terms: [...found.map(({ word }) => word), ...terms],
    };
  };
}

function fits(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

function codeChanges(deployed: NlpSettings, before: SettingsContent, after: SettingsContent) {
  const known = new Set(deployed.taxonomy.codes.map(({ code }) => code));
  const now = new Map(after.taxonomy.codes.map((entry) => [entry.code, entry]));
  return {
    /** Only where nobody but the phrases can say a code, their going takes it away. */
    gone: new Set(
      before.taxonomy.codes.filter(({ code }) => !known.has(code) && !now.has(code)).map(({ code }) => code),
    ),
    phrases: after.taxonomy.codes
      .filter(({ phrases }) => phrases.length > 0)
      .map(({ code, phrases }) => ({ code, pattern: compilePhrases(phrases) })),
  };
}

function wordChanges(was: Pick<NlpSettings, 'domainWords'>, is: Pick<NlpSettings, 'domainWords'>) {
  const before = new Map(wordEntries(was.domainWords).map((entry) => [entry.word, entry.also]));
  const after = wordEntries(is.domainWords);
  const left = new Set(after.map(({ word }) => word));
  return {
    gone: new Set([...before.keys()].filter((word) => !left.has(word))),
    added: after.flatMap(({ word, also }) => {
      const known = before.get(word);
      const fresh =
        known === undefined ? [word, ...also] : also.filter((spelling) => !known.includes(spelling));
      const spellings = fresh.map((spelling) => spelling.replace(/\s+/gu, '').toLowerCase());
      return spellings.length === 0 ? [] : [{ word, spellings }];
    }),
  };
}
