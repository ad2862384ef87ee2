import type { Contribution } from '../domain/contribution.ts';

/**
 * Gives contributions whose equal words are one string in memory. Those of a week repeat some thousand words millions
 * of times, and each that comes from a table is a string of its own.
 */
export function shareStrings(): (contribution: Contribution) => Contribution {
  const known = new Map<string, string>();
  const one = (text: string): string => {
    const found = known.get(text);
    if (found !== undefined) return found;
    known.set(text, text);
    return text;
  };
  return (contribution) => ({
    ...contribution,
    day: one(contribution.day),
    bucket: one(contribution.bucket),
    connector: one(contribution.connector),
    language: one(contribution.language),
    analysisVersion: one(contribution.analysisVersion),
    codes: contribution.codes.map(one),
    terms: contribution.terms.map(one),
  });
}
