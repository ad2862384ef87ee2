import type { SaveDeps } from '../functions/common/save-settings.ts';
import { settleMs, wakeReanalysis } from '../functions/common/start-reanalysis.ts';
import type { Reanalysis } from '../shared/domain/reanalysis.ts';
import { businessDay } from '../shared/domain/time.ts';
import { deployedRules } from '../shared/runtime/deployed-rules.ts';
import type { Deployed } from '../shared/runtime/edit-settings.ts';
import { createQueueSender } from '../shared/runtime/queue-sender.ts';
import { loadSettings } from '../shared/runtime/settings.ts';
import { readProjectConfig, SETTINGS_DIRECTORY } from './project-files.ts';
import type { RunningStack } from './running-stack.ts';

/** What editions are laid over: the settings files and the configuration of this folder. */
export async function readDeployed(): Promise<Deployed> {
  const [settings, config] = await Promise.all([loadSettings(SETTINGS_DIRECTORY), readProjectConfig()]);
  return { settings, rules: deployedRules(config) };
}

/** What it takes to edit the settings of a running stack. */
export async function editingDeps(stack: RunningStack): Promise<SaveDeps> {
  const { settings, reanalyses } = stack.repositories;
  return {
    settings,
    reanalyses,
    deployed: await readDeployed(),
    stored: () => storedVoices(stack),
    moveReanalysis: (walk) => wakeWalk(stack, walk),
    settleMs: settleMs(Number(stack.name('SETTINGS_WINDOW_SECONDS'))),
    now: () => new Date(),
  };
}

/** Sends the message that begins a walk. */
export function wakeWalk(stack: RunningStack, walk: Reanalysis): Promise<boolean> {
  const queue = createQueueSender({ client: stack.sqs, queueUrl: stack.name('REANALYSES_QUEUE_URL') });
  return wakeReanalysis(queue, walk, new Date());
}

/** First and last day with voices (within a range), and how many there are as last counted. */
export async function storedVoices(
  { repositories, config }: RunningStack,
  range: { readonly from?: string; readonly to?: string | undefined } = {},
): Promise<{ from: string; to: string; days: number; voices: number }> {
  const { from = '', to = '\u{10ffff}' } = range;
  const days = (await repositories.rollups.listDays()).filter((day) => day >= from && day <= to).sort();
  const today = businessDay(new Date(), config.timeZone);
  const [first, last] = [days[0] ?? today, days.at(-1) ?? today];
  const totals = await repositories.dayTotals.list(first, last);
  return {
    from: first,
    to: last,
    days: days.length,
    voices: totals.reduce((sum, { documents }) => sum + documents, 0),
  };
}
