import type { ReportFile } from '../storage/keys.ts';

/** What each file of a review is. */
export const REPORT_CONTENT_TYPES: Readonly<Record<ReportFile, string>> = {
  'review.html': 'text/html; charset=utf-8',
  'review.json': 'application/json',
  'review.pdf': 'application/pdf',
  'hesitations.csv': 'text/csv; charset=utf-8',
  'keywords.csv': 'text/csv; charset=utf-8',
  'avoid.csv': 'text/csv; charset=utf-8',
  'answers.csv': 'text/csv; charset=utf-8',
  'reasons.csv': 'text/csv; charset=utf-8',
  'stages.csv': 'text/csv; charset=utf-8',
  'daily.csv': 'text/csv; charset=utf-8',
  'alerts.csv': 'text/csv; charset=utf-8',
  'campaigns.csv': 'text/csv; charset=utf-8',
  'quotes.csv': 'text/csv; charset=utf-8',
};
