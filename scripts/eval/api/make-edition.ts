import { NOTHING_EDITED, type SettingsEdition } from '../../../shared/domain/settings-edition.ts';

/** The first edition of the settings, in which so many words were added. */
export function makeEdition(words: number): SettingsEdition {
  return {
    edition: 1,
    at: '2026-01-01T00:00:00.000Z',
    by: 'bench',
    note: '',
    part: 'domain-words',
    readingEdition: 1,
    changes: [{ ko: `단어 ${words}개 추가`, en: `${words} words added` }],
    content: {
      ...NOTHING_EDITED,
      domainWords: {
        words: Array.from({ length: words }, (_, index) => ({ word: `새낱말${index}`, also: [] })),
        removed: [],
      },
    },
  };
}
