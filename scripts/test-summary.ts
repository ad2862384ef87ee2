import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** Adds up vitest's JSON reports and prints `N passed, N failed, N skipped`; exits 1 on a failure or an empty report. */
const ReportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  numPendingTests: z.number(),
});

let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of process.argv.slice(2)) {
  const report = ReportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  passed += report.numPassedTests;
  failed += report.numFailedTests === 0 && report.numFailedTestSuites > 0 ? 1 : report.numFailedTests;
  skipped += report.numPendingTests;
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
