import { randomBytes } from 'node:crypto';
import { isUnderWay, newReanalysis, type Reanalysis } from '../../shared/domain/reanalysis.ts';
import {
  NOTHING_EDITED,
  type SettingsContent,
  type SettingsEdition,
  type SettingsFinding,
  type SettingsPart,
} from '../../shared/domain/settings-edition.ts';
import { type Deployed, editPart, nextEdition } from '../../shared/runtime/edit-settings.ts';
import type { ReanalysisRepository } from '../../shared/storage/reanalysis-repository.ts';
import type { SettingsRepository } from '../../shared/storage/settings-repository.ts';

/** Walks that a new one can replace are among the newest. */
const NEWEST_WALKS = 20;

export interface SaveDeps {
  readonly settings: Pick<SettingsRepository, 'head' | 'edition' | 'save'>;
  readonly reanalyses: Pick<ReanalysisRepository, 'list' | 'move'>;
  readonly deployed: Deployed;
  /** First and last day with voices, and how many voices there are. */
  stored(): Promise<{ readonly from: string; readonly to: string; readonly voices: number }>;
  /** Wakes the worker for a walk; a lost call only makes it later. */
  moveReanalysis(walk: Reanalysis): Promise<unknown>;
  /** Until when everybody reads by a new edition: four checks of the settings. */
  readonly settleMs: number;
  now(): Date;
}

export type Wish =
  | { readonly part: SettingsPart; readonly value: unknown }
  /** The content of this edition comes back; 0: nothing edited. */
  | { readonly restore: number };

export type Saved =
  | { readonly outcome: 'saved' | 'unchanged'; readonly edition: SettingsEdition | null }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'unknown-edition' }
  | { readonly outcome: 'invalid'; readonly findings: readonly SettingsFinding[] };

/**
 * Makes a wish the newest edition, unless somebody has edited since `read`. Where texts are read otherwise by it, the
 * walk over the stored voices is put down with it, and takes over from the walks of earlier editions.
 */
export async function saveSettings(
  deps: SaveDeps,
  wish: Wish,
  by: { readonly read: number; readonly by: string; readonly note: string },
): Promise<Saved> {
  const { edition: newest } = await deps.settings.head();
  if (newest !== by.read) return { outcome: 'conflict' };
  const before = newest === 0 ? null : ((await deps.settings.edition(newest)) ?? null);
  const wished = await contentOf(deps, wish, before?.content ?? NOTHING_EDITED);
  if ('outcome' in wished) return wished;
  const now = deps.now();
  const next = nextEdition(deps.deployed, before, {
    content: wished.content,
    part: 'part' in wish ? wish.part : 'all',
    ...('restore' in wish ? { restored: wish.restore } : {}),
    note: by.note,
    by: by.by,
    at: now.toISOString(),
  });
  if (next === null) return { outcome: 'unchanged', edition: before };
  const walk = next.readingEdition === next.edition ? await walkFor(deps, next, now) : null;
  if (!(await deps.settings.save(next, walk))) return { outcome: 'conflict' };
  if (walk !== null) {
    await replaceEarlier(deps, walk);
    await deps.moveReanalysis(walk);
  }
  return { outcome: 'saved', edition: next };
}

async function contentOf(
  deps: SaveDeps,
  wish: Wish,
  content: SettingsContent,
): Promise<{ readonly content: SettingsContent } | Saved> {
  if ('part' in wish) {
    const edited = editPart(deps.deployed, content, wish.part, wish.value);
    return edited.content === null
      ? { outcome: 'invalid', findings: edited.findings }
      : { content: edited.content };
  }
  if (wish.restore === 0) return { content: NOTHING_EDITED };
  const restored = await deps.settings.edition(wish.restore);
  return restored === undefined ? { outcome: 'unknown-edition' } : { content: restored.content };
}

async function walkFor(deps: SaveDeps, { edition, by }: SettingsEdition, now: Date): Promise<Reanalysis> {
  const { from, to, voices } = await deps.stored();
  return newReanalysis({
    id: randomBytes(8).toString('hex'),
    from,
    to,
    reason: 'settings',
    edition,
    at: now.toISOString(),
    by,
    startsAt: new Date(now.getTime() + deps.settleMs).toISOString(),
    of: voices,
  });
}

/** A walk of an earlier edition has voices read by the newest one as well, so one walk is enough. */
async function replaceEarlier(deps: SaveDeps, walk: Reanalysis): Promise<void> {
  for (const earlier of await deps.reanalyses.list(NEWEST_WALKS)) {
    if (earlier.id === walk.id || earlier.reason !== 'settings' || !isUnderWay(earlier)) continue;
    const at = deps.now().toISOString();
    // Where the worker has moved it meanwhile it goes on, which is harmless.
    await deps.reanalyses.move(earlier, {
      ...earlier,
      state: 'replaced',
      finishedAt: at,
      movedAt: at,
      revision: earlier.revision + 1,
    });
  }
}
