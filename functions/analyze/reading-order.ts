import { VocError } from '../../shared/domain/errors.ts';
import type { ReadingPlace, SettingsHead } from '../../shared/domain/reading-order.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import type { SettingsRepository } from '../../shared/storage/settings-repository.ts';
import { logInfo } from '../common/powertools.ts';

/** An instance that gets work so long after another deployment took its place is of the one in use. */
const TAKE_BACK_MS = 5 * 60_000;
const MAX_ATTEMPTS = 5;

/**
 * Where the readings of this deployment stand in the order of all. A deployment takes the next ordinal when its first
 * instance starts, also one that comes back after another. Instances of it then find its ordinal in the head.
 *
 * An instance of an old deployment that starts while the new one is being rolled out takes the order back by mistake;
 * the new one notices that it still gets work and takes it back for good. See docs/decisions/011.
 */
export function createReadingOrder(deps: {
  readonly settings: Pick<SettingsRepository, 'register'>;
  /** Hash of everything that this deployment reads by. */
  readonly deployment: string;
  now(): Date;
}): (head: SettingsHead) => Promise<ReadingPlace> {
  const { deployment } = deps;
  let ordinal = 0;

  async function register(head: SettingsHead): Promise<number> {
    let read = head;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const after = await deps.settings.register(deployment, read, deps.now().toISOString());
      if (after.deployment === deployment) {
        logInfo(LOG_EVENTS.readingRegistered, { ordinal: after.ordinal });
        return after.ordinal;
      }
      read = after;
    }
    throw new VocError(
      'storage.throttled',
      'transient',
      'Other deployments register at the same time; later.',
    );
  }

  function mustRegister(head: SettingsHead): boolean {
    if (ordinal === 0) return true;
    // What this instance knows may be from before its own registration.
    if (head.ordinal <= ordinal) return false;
    return deps.now().getTime() - Date.parse(head.since ?? '') >= TAKE_BACK_MS;
  }

  return async (head) => {
    if (head.deployment === deployment) ordinal = Math.max(ordinal, head.ordinal);
    else if (mustRegister(head)) ordinal = await register(head);
    return { ordinal, readingEdition: head.readingEdition };
  };
}
