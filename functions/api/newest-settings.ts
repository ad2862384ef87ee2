import {
  NOTHING_EDITED,
  type SettingsContent,
  type SettingsEdition,
} from '../../shared/domain/settings-edition.ts';
import { applyEdition } from '../../shared/nlp/apply-edition.ts';
import type { NlpSettings } from '../../shared/nlp/nlp-settings.ts';
import type { ApiDeps } from './ports.ts';

/** The newest edition, and what it makes of the deployed settings. */
export interface NewestSettings {
  /** Null while nothing was edited. */
  readonly edition: SettingsEdition | null;
  readonly content: SettingsContent;
  readonly applied: NlpSettings;
}

/**
 * The newest edition, looked up on every call: who has just saved must see it. An edition never changes, so that only its
 * number is read where this instance has it.
 */
export function createNewestSettings(
  deps: Pick<ApiDeps, 'settings' | 'deployed'>,
): () => Promise<NewestSettings> {
  let kept: NewestSettings | null = null;
  return async () => {
    const { edition: number } = await deps.settings.head();
    if (kept === null || (kept.edition?.edition ?? 0) !== number) {
      const edition = number === 0 ? null : ((await deps.settings.edition(number)) ?? null);
      const content = edition?.content ?? NOTHING_EDITED;
      kept = { edition, content, applied: applyEdition(deps.deployed.settings, content) };
    }
    return kept;
  };
}
