import { isUnderWay, type Reanalysis } from '../../shared/domain/reanalysis.ts';
import type { SettingsView } from '../../shared/domain/settings-api.ts';
import {
  NOTHING_EDITED,
  type SettingsContent,
  type SettingsEdition,
} from '../../shared/domain/settings-edition.ts';
import { applyEdition, normalisedWords, wordEntries } from '../../shared/nlp/apply-edition.ts';
import type { NlpSettings } from '../../shared/nlp/nlp-settings.ts';
import type { Deployed } from '../../shared/runtime/edit-settings.ts';

/** Everything as it holds now, each entry with where it comes from. `walks`: the newest ones, newest first. */
export function settingsView(
  deployed: Deployed,
  newest: SettingsEdition | null,
  walks: readonly Reanalysis[],
): SettingsView {
  const content = newest?.content ?? NOTHING_EDITED;
  return {
    edition: newest?.edition ?? 0,
    at: newest?.at ?? null,
    by: newest?.by ?? null,
    ...partsOf(deployed, content),
    reading: readingState(walks),
  };
}

function partsOf(
  { settings, rules }: Deployed,
  content: SettingsContent,
): Pick<SettingsView, 'taxonomy' | 'domainWords' | 'alertRules'> {
  const now = applyEdition(settings, content);
  const deployedCodes = new Set(settings.taxonomy.codes.map(({ code }) => code));
  const edits = new Map(content.taxonomy.codes.map((entry) => [entry.code, entry]));
  const words = normalisedWords(settings.domainWords, content.domainWords);
  const deployedWords = new Set(wordEntries(settings.domainWords).map(({ word }) => word));
  const editedWords = new Set(words.words.map(({ word }) => word));
  const editedRules = new Map(content.alertRules.rules.map(({ team, rule }) => [team, rule]));
  return {
    taxonomy: {
      codes: now.taxonomy.codes.map(({ code, name, what }) => {
        const { stage, mood } = now.cues.codes[code] ?? {};
        return {
          code,
          name,
          what,
          phrases: edits.get(code)?.phrases ?? [],
          ...(stage === undefined ? {} : { stage }),
          ...(mood === undefined ? {} : { mood }),
          added: !deployedCodes.has(code),
          edited: edits.has(code),
        };
      }),
      deployedPhrases: phraseCounts(settings),
    },
    domainWords: {
      words: wordEntries(now.domainWords).map((entry) => ({
        ...entry,
        added: !deployedWords.has(entry.word),
        edited: editedWords.has(entry.word),
      })),
      removed: words.removed,
    },
    alertRules: rules.map(({ team, builtIn, rule }) => ({
      team,
      builtIn,
      edited: editedRules.has(team),
      rule: editedRules.get(team) ?? rule,
      deployed: rule,
    })),
  };
}

function phraseCounts({ cues }: NlpSettings): Record<string, number> {
  return Object.fromEntries(
    Object.entries(cues.codes).map(([code, entry]) => [
      code,
      entry.cues.reduce((sum, { any, weight }) => sum + (weight > 0 ? any.length : 0), 0),
    ]),
  );
}

/** Every edition that reads otherwise asked for a walk, so the newest one of them says whether voices are behind. */
function readingState(walks: readonly Reanalysis[]): SettingsView['reading'] {
  const newest = walks.find(({ reason }) => reason === 'settings');
  const moving = walks.find(isUnderWay);
  return {
    behind: newest !== undefined && isUnderWay(newest),
    running:
      moving === undefined
        ? null
        : {
            id: moving.id,
            from: moving.from,
            to: moving.to,
            startsAt: moving.startsAt,
            seen: moving.seen,
            sent: moving.sent,
            of: moving.of,
          },
  };
}
