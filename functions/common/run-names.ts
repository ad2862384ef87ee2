const MAX_NAMED = 5;

/** The runs that collected these records, for a line of log: at most five by name, and how many more. */
export function runNames(records: readonly { readonly runId: string }[]): string {
  const runs = [...new Set(records.map(({ runId }) => runId))].sort();
  const named = runs.slice(0, MAX_NAMED).join(' ');
  return runs.length <= MAX_NAMED ? named : `${named} +${runs.length - MAX_NAMED}`;
}
