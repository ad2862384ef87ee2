import type { ApiDeps } from '../../../../functions/api/ports.ts';
import { newReanalysis, type Reanalysis } from '../../../../shared/domain/reanalysis.ts';
import { NOTHING_EDITED, type SettingsEdition } from '../../../../shared/domain/settings-edition.ts';
import { EVERYTHING } from '../../../../shared/runtime/deployed-rules.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

export const DEPLOYED_SETTINGS = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));

/** An edition whose content is empty. */
export function makeEdition(edition: number): SettingsEdition {
  return {
    edition,
    at: `2026-11-0${edition}T00:00:00.000Z`,
    by: 'cx@example.com',
    note: '',
    part: 'domain-words',
    readingEdition: edition,
    changes: [{ ko: '단어 ‘환급알림’ 추가', en: 'Word "환급알림" added' }],
    content: {
      ...NOTHING_EDITED,
      domainWords: { words: [{ word: `환급알림${edition}`, also: [] }], removed: [] },
    },
  };
}

export function makeWalk(number: number, overrides: Partial<Reanalysis> = {}): Reanalysis {
  return {
    ...newReanalysis({
      id: number.toString(16).padStart(16, '0'),
      from: '2026-11-01',
      to: '2026-11-15',
      reason: 'settings',
      edition: number,
      at: `2026-11-0${number}T00:00:00.000Z`,
      by: 'cx@example.com',
      startsAt: `2026-11-0${number}T00:02:00.000Z`,
      of: 100,
    }),
    state: 'done',
    ...overrides,
  };
}

type SettingsDeps = Pick<
  ApiDeps,
  'deployed' | 'settings' | 'reanalyses' | 'moveReanalysis' | 'settleMs' | 'emergingDecisions'
>;

/**
 * Editions and walks in memory; the history has as many as asked for already. `frozen`: the newest one stays 0 whatever
 * is saved, so that the same request succeeds again and again.
 */
export function makeSettings(count = 0, { frozen = false } = {}): SettingsDeps {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const editions = new Map(numbers.map((number) => [number, makeEdition(number)]));
  const walks = new Map(numbers.map((number) => [makeWalk(number).id, makeWalk(number)]));
  let newest = 0;
  const falling = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string) =>
    [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
  return {
    deployed: {
      settings: DEPLOYED_SETTINGS,
      rules: [{ team: 'sinks', builtIn: true, rule: EVERYTHING }],
    },
    settings: {
      head: async () => ({ edition: newest, readingEdition: newest, ordinal: 1, deployment: 'd' }),
      edition: async (edition) => editions.get(edition),
      history: async (limit, before) =>
        falling(editions.values(), ({ edition }) => String(edition))
          .filter(({ edition }) => before === undefined || edition < before)
          .slice(0, limit)
          .map(({ content: _, ...entry }) => entry),
      save: async (edition, walk) => {
        if (edition.edition !== newest + 1) return false;
        editions.set(edition.edition, edition);
        if (!frozen) newest = edition.edition;
        if (walk !== null) walks.set(walk.id, walk);
        return true;
      },
    },
    reanalyses: {
      add: async (walk) => void walks.set(walk.id, walk),
      list: async (limit, before) =>
        falling(walks.values(), ({ at, id }) => `${at} ${id}`)
          .filter(({ at, id }) => before === undefined || `${at} ${id}` < `${before.at} ${before.id}`)
          .slice(0, limit),
      move: async (_, next) => {
        walks.set(next.id, next);
        return true;
      },
    },
    moveReanalysis: async () => undefined,
    settleMs: 120_000,
    emergingDecisions: { list: async () => [], decide: async () => undefined },
  };
}
