/** The series that everything is a part of. It keeps the detector's own limit. */
export const ROOT_SERIES = 'all';

/** What the detector's limit is taken to be: the tail probability of one test at which its score is 0.5. */
const LOOK_TAIL = 5e-4;
/** All other series together may raise at most this share of the false alerts that one series alone raises. */
const CHILDREN_SHARE = 0.5;

/** The kind of a series: what stands before its colon (`code:auth` → `code`). */
export function seriesKind(series: string): string {
  const colon = series.indexOf(':');
  return colon < 0 ? series : series.slice(0, colon);
}

/**
 * The score that a series must reach to open an incident by itself, so that watching many series does not multiply
 * false alerts: the root is tested at the detector's level, and half of that level is shared out among the others,
 * first equally among their kinds, then equally within a kind. It is the weighted Bonferroni rule of Genovese, Roeder
 * and Wasserman (2006, Biometrika 93:509), which needs no independence: one voice counts in several series. A series
 * that stays below may still join an incident that another one opened (gatekeeping; Dmitrienko, Offen and Westfall
 * 2003, Statistics in Medicine 22:2387).
 *
 * A score is e / (1 + e), where e is the evidence (the logarithm of the tail) in multiples of the detector's limit.
 */
export function scoresNeeded(series: Iterable<string>): (series: string) => number {
  const members = new Map<string, number>();
  for (const name of new Set(series)) {
    if (name !== ROOT_SERIES) members.set(seriesKind(name), (members.get(seriesKind(name)) ?? 0) + 1);
  }
  return (name) => {
    if (name === ROOT_SERIES) return 0.5;
    const tests = (members.size * (members.get(seriesKind(name)) ?? 1)) / CHILDREN_SHARE;
    const evidence = 1 + Math.log(Math.max(1, tests)) / -Math.log(LOOK_TAIL);
    return evidence / (1 + evidence);
  };
}
