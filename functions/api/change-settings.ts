import type { SettingsView } from '../../shared/domain/settings-api.ts';
import { businessDay } from '../../shared/domain/time.ts';
import { saveSettings, type Wish } from '../common/save-settings.ts';
import type { ApiContext } from './context.ts';
import { sumOf } from './day-totals.ts';
import { ApiProblem } from './problem.ts';
import { personOf, type Session } from './session.ts';
import { settingsView } from './settings-view.ts';

/** Enough to find the one that is under way. */
const NEWEST_WALKS = 20;

export async function currentView(deps: ApiContext): Promise<SettingsView> {
  const [newest, walks] = await Promise.all([deps.newestSettings(), deps.reanalyses.list(NEWEST_WALKS)]);
  return settingsView(deps.deployed, newest.edition, walks);
}

/** First and last day with voices, and how many there are. */
export async function storedVoices(
  deps: Pick<ApiContext, 'totals' | 'now' | 'timeZone'>,
): Promise<{ from: string; to: string; voices: number }> {
  const totals = await deps.totals.all();
  const today = businessDay(deps.now(), deps.timeZone);
  const [first, last] = [totals[0]?.day ?? today, totals.at(-1)?.day ?? today];
  return { from: first, to: last, voices: sumOf(totals).documents };
}

/**
 * Saves what a person wishes, and answers with everything as it holds then.
 * @throws ApiProblem `conflict`, `invalid-settings`, `not-found`
 */
export async function changeSettings(
  deps: ApiContext,
  wish: Wish,
  request: { readonly edition: number; readonly note: string; readonly session: Session },
): Promise<SettingsView> {
  const saved = await saveSettings({ ...deps, stored: () => storedVoices(deps) }, wish, {
    read: request.edition,
    by: personOf(request.session),
    note: request.note,
  });
  if (saved.outcome === 'conflict')
    throw new ApiProblem('conflict', 'Somebody else has edited the settings. Read them again.');
  if (saved.outcome === 'unknown-edition')
    throw new ApiProblem('not-found', 'There is no such edition. See GET /v1/settings/history.');
  if (saved.outcome === 'invalid') throw invalidSettings(saved.findings);
  return currentView(deps);
}

export function invalidSettings(findings: ApiProblem['findings']): ApiProblem {
  return new ApiProblem('invalid-settings', 'Correct what the findings name.', undefined, findings);
}
