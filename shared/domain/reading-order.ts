import * as z from 'zod';
import { compareText } from './compare-text.ts';

/**
 * What texts are read by now, as one item that everybody looks at. A deployment (code, models, deployed settings) has an
 * ordinal that grows with every deployment that comes into use, an old one that comes back too.
 */
export const SettingsHeadSchema = z.object({
  /** The newest edition; 0 while nothing was edited. */
  edition: z.int().min(0).default(0),
  /** The newest one that changed how texts are read. */
  readingEdition: z.int().min(0).default(0),
  /** 0 until the first deployment has begun to read. */
  ordinal: z.int().min(0).default(0),
  /** Hash of what the deployment of this ordinal reads by. */
  deployment: z.string().default(''),
  /** Since when it has this ordinal. */
  since: z.iso.datetime().optional(),
});
export type SettingsHead = z.infer<typeof SettingsHeadSchema>;

/** Where a reading stands in the order in which ways to read came into use. */
export type ReadingPlace = Pick<SettingsHead, 'ordinal' | 'readingEdition'>;

/** Of readings that no installation orders: those of the command line. */
export const UNORDERED: ReadingPlace = { ordinal: 0, readingEdition: 0 };

/** Sorts after the versions of before editions, which began with 0001 or 0002. */
const FORMAT = '0003';
const DIGITS = 6;

/** What an `analysisVersion` begins with: format, deployment, edition. Sorts by when that came into use. */
export function readingRank({ ordinal, readingEdition }: ReadingPlace): string {
  return [FORMAT, ...[ordinal, readingEdition].map((part) => String(part).padStart(DIGITS, '0'))].join('.');
}

/** Whether a reading was made by what is no longer in use. */
export function isReadBefore(analysisVersion: string, place: ReadingPlace): boolean {
  const [rank = ''] = analysisVersion.split('-');
  return compareText(rank, readingRank(place)) < 0;
}
