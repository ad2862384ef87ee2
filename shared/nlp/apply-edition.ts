import { createHash } from 'node:crypto';
import { compareText } from '../domain/compare-text.ts';
import type {
  CodeEdit,
  DomainWordEntry,
  DomainWordsEdit,
  SettingsContent,
  TaxonomyEdit,
} from '../domain/settings-edition.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import type { Cues, DomainWords, NlpSettings } from './nlp-settings.ts';

/** Mood of a code that people add without saying: a complaint, but no failure. */
const USUAL_MOOD = -0.5;

type ReadParts = Pick<SettingsContent, 'taxonomy' | 'domainWords'>;
type DeployedParts = Pick<NlpSettings, 'taxonomy' | 'cues' | 'domainWords'>;

/**
 * The settings with an edition laid over what is deployed. An edit of a code that is not deployed and has no phrases
 * (it was dropped by a deployment) is left out. The version changes exactly when texts may be read otherwise.
 */
export function applyEdition(deployed: NlpSettings, content: ReadParts): NlpSettings {
  const read = JSON.stringify(readingPart(deployed, content));
  return {
    ...deployed,
    taxonomy: appliedTaxonomy(deployed.taxonomy, content.taxonomy),
    cues: appliedCues(deployed, content.taxonomy),
    domainWords: { ...deployed.domainWords, words: appliedWords(deployed.domainWords, content.domainWords) },
    version:
      read === NOTHING_READ
        ? deployed.version
        : createHash('sha256').update(`${deployed.version} ${read}`).digest('hex').slice(0, 16),
  };
}

/** Whether texts may be read otherwise under one content than under another. */
export function readsOtherwise(deployed: DeployedParts, a: ReadParts, b: ReadParts): boolean {
  return JSON.stringify(readingPart(deployed, a)) !== JSON.stringify(readingPart(deployed, b));
}

const NOTHING_READ = JSON.stringify({ codes: [], words: [], removed: [] });

/** What of a content matters for reading, in one order: names and explanations do not. */
function readingPart(deployed: DeployedParts, { taxonomy, domainWords }: ReadParts) {
  const { words, removed } = normalisedWords(deployed.domainWords, domainWords);
  return {
    codes: effective(deployed.taxonomy, taxonomy)
      .map(({ code, phrases, stage, mood }) => {
        const before = deployed.cues.codes[code];
        return {
          code,
          phrases,
          stage: stage === before?.stage ? null : (stage ?? null),
          mood: mood === before?.mood ? null : (mood ?? null),
          added: before === undefined,
        };
      })
      .filter(
        ({ added, phrases, stage, mood }) => added || phrases.length > 0 || stage !== null || mood !== null,
      )
      .sort((a, b) => compareText(a.code, b.code)),
    words: words.toSorted((a, b) => compareText(a.word, b.word)),
    removed: removed.toSorted(compareText),
  };
}

/** The edits that can hold: a code that nobody deploys and that has no phrases could never be read. */
function effective(deployed: Taxonomy, { codes }: TaxonomyEdit): CodeEdit[] {
  const known = new Set(deployed.codes.map(({ code }) => code));
  return codes.filter(({ code, phrases }) => known.has(code) || phrases.length > 0);
}

function appliedTaxonomy(deployed: Taxonomy, edit: TaxonomyEdit): Taxonomy {
  const edits = new Map(effective(deployed, edit).map((entry) => [entry.code, entry]));
  const codes = deployed.codes.map((entry) => {
    const edited = edits.get(entry.code);
    edits.delete(entry.code);
    return edited === undefined ? entry : { code: entry.code, name: edited.name, what: edited.what };
  });
  const added = [...edits.values()].map(({ code, name, what }) => ({ code, name, what }));
  return { ...deployed, codes: [...codes, ...added] };
}

/** Phrases go to the end of a code, because the trained model knows the entries before them by their number. */
function appliedCues({ taxonomy, cues }: DeployedParts, edit: TaxonomyEdit): Cues {
  const codes = { ...cues.codes };
  for (const { code, phrases, stage, mood } of effective(taxonomy, edit)) {
    const before = codes[code];
    const own =
      phrases.length === 0 ? [] : [{ weight: cues.threshold, any: phrases, alone: false, certain: true }];
    codes[code] = {
      ...(before ?? { yieldsTo: [] }),
      mood: mood ?? before?.mood ?? USUAL_MOOD,
      ...(stage === undefined ? {} : { stage }),
      cues: [...(before?.cues ?? []), ...own],
    };
  }
  return { ...cues, codes };
}

/** The entries of the domain words in one form. */
export function wordEntries({ words }: Pick<DomainWords, 'words'>): DomainWordEntry[] {
  return words.map((entry) => (typeof entry === 'string' ? { word: entry, also: [] } : entry));
}

/** The edit without what stands as deployed anyway. */
export function normalisedWords(deployed: DomainWords, { words, removed }: DomainWordsEdit): DomainWordsEdit {
  const before = new Map(wordEntries(deployed).map((entry) => [entry.word, entry]));
  return {
    words: words.filter(
      (entry) => JSON.stringify(before.get(entry.word)?.also) !== JSON.stringify(entry.also),
    ),
    removed: [...new Set(removed)].filter((word) => before.has(word)),
  };
}

function appliedWords(deployed: DomainWords, edit: DomainWordsEdit): DomainWords['words'] {
  const { words, removed } = normalisedWords(deployed, edit);
  const edits = new Map(words.map((entry) => [entry.word, entry]));
  const kept = wordEntries(deployed)
    .filter(({ word }) => !removed.includes(word) || edits.has(word))
    .map((entry) => {
      const edited = edits.get(entry.word);
      edits.delete(entry.word);
      return edited ?? entry;
    });
  return [...kept, ...edits.values()].map(({ word, also }) => (also.length === 0 ? word : { word, also }));
}
