import { VocError } from '../../domain/errors.ts';

/** Filters of a provider may leave a page or two empty; more is a loop. */
const MAX_BARREN_PAGES = 5;

/**
 * Ends a run that would ask without end: a cursor that comes again, or page after page that claims more and brings
 * nothing that this run has not seen.
 * @param what names the answers in the error: "The App Store"
 * @returns called after every page that has a next one. It throws VocError `source.bad-response` (transient).
 */
export function endlessGuard(what: string): (ids: readonly string[], nextCursor: string) => void {
  const cursors = new Set<string>();
  const seen = new Set<string>();
  let barren = 0;
  return (ids, nextCursor) => {
    barren = ids.some((id) => !seen.has(id)) ? 0 : barren + 1;
    for (const id of ids) seen.add(id);
    if (!cursors.has(nextCursor) && barren < MAX_BARREN_PAGES) {
      cursors.add(nextCursor);
      return;
    }
    throw new VocError(
      'source.bad-response',
      'transient',
      `${what} leads in a circle: it claims more pages and repeats what it gave. The next run tries again.`,
      { details: { pages: cursors.size } },
    );
  };
}
