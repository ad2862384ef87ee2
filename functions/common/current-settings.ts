import { VocError } from '../../shared/domain/errors.ts';
import type { SettingsHead } from '../../shared/domain/reading-order.ts';
import { NOTHING_EDITED, type SettingsContent } from '../../shared/domain/settings-edition.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { SettingsRepository } from '../../shared/storage/settings-repository.ts';
import { logFailure } from './powertools.ts';

/** The newest edition as one instance knows it. */
export interface KnownSettings {
  readonly head: SettingsHead;
  readonly content: SettingsContent;
}

/**
 * The newest edition of the settings, for an instance that looks at most every `checkMs` whether there is another one:
 * one small read, and one more where it changed. The answer is the same object until something changes.
 *
 * A look that fails keeps what was known before and is logged; it throws only where nothing is known yet.
 */
export function createCurrentSettings(deps: {
  readonly settings: Pick<SettingsRepository, 'head' | 'edition'>;
  readonly checkMs: number;
  now(): Date;
}): () => Promise<KnownSettings> {
  let known: KnownSettings | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<KnownSettings> | null = null;

  async function look(): Promise<KnownSettings> {
    const head = await deps.settings.head();
    if (known !== null && sameHead(known.head, head)) return known;
    const content = known?.head.edition === head.edition ? known.content : await contentOf(head.edition);
    return { head, content };
  }

  async function contentOf(edition: number): Promise<SettingsContent> {
    if (edition === 0) return NOTHING_EDITED;
    const found = await deps.settings.edition(edition);
    if (found === undefined) throw editionMissing(edition);
    return found.content;
  }

  async function lookOrKeep(): Promise<KnownSettings> {
    try {
      known = await look();
    } catch (error) {
      if (known === null) throw error;
      logFailure(LOG_EVENTS.settingsKept, error, { edition: known.head.edition });
    }
    checkedAt = deps.now().getTime();
    return known;
  }

  return async () => {
    if (known !== null && deps.now().getTime() - checkedAt < deps.checkMs) return known;
    looking ??= lookOrKeep().finally(() => {
      looking = null;
    });
    return looking;
  };
}

function editionMissing(edition: number): VocError {
  return new VocError(
    'storage.unavailable',
    'transient',
    `Edition ${edition} of the settings is not readable.`,
  );
}

function sameHead(a: SettingsHead, b: SettingsHead): boolean {
  return (
    a.edition === b.edition &&
    a.readingEdition === b.readingEdition &&
    a.ordinal === b.ordinal &&
    a.deployment === b.deployment
  );
}
