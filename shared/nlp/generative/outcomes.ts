/**
 * What became of a question that was due:
 * - `used`: the answer changed the reading or gave the summary;
 * - `unsure`: the large model said itself that it cannot tell;
 * - `skipped-cap`: it could have passed the cap of the run, so it was not asked;
 * - `skipped-time`: the run had no time left for it;
 * - `refused`: personal data was found in the text, so it was not shown;
 * - `invalid`: the answer did not have the agreed form, or claimed what the text does not say;
 * - `failed`: no answer came, or the run had given up asking.
 */
export const OUTCOMES = [
  'used',
  'unsure',
  'skipped-cap',
  'skipped-time',
  'refused',
  'invalid',
  'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

export function noOutcomes(): Record<Outcome, number> {
  return {
    used: 0,
    unsure: 0,
    'skipped-cap': 0,
    'skipped-time': 0,
    refused: 0,
    invalid: 0,
    failed: 0,
  };
}
