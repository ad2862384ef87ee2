import { expect, it } from 'vitest';
import { createImportTally, emptyReport } from '../../../../shared/customers/import-tally.ts';
import { CustomerRowSchema } from '../../../../shared/domain/customer.ts';
import { ImportReportSchema } from '../../../../shared/domain/import-report.ts';

const NOW = '2026-03-01T00:00:00.000Z';
const begin = () => emptyReport({ id: 'i1', kind: 'file', name: 'customers/a.csv', asOf: NOW }, NOW);
const rows: readonly Record<string, unknown>[] = [
  { customerId: 'C1', name: '김가명', phone: '010-1111-1111', email: 'a@example.com', consentAnalytics: 'Y' },
  {
    customerId: 'C2',
    name: '테스트',
    phone: '1.01E+10',
    email: 'not an address',
    lastPurchaseAt: '2020-01-01',
  },
  { customerId: 'C3', name: '이가명', nickname: '***', signupAt: '언젠가', lastPurchaseAt: '2030-01-01' },
];

function tallied() {
  const tally = createImportTally(begin());
  for (const [index, row] of rows.entries()) tally.accept(CustomerRowSchema.parse(row), row, index + 2);
  return tally;
}

it('counts what is missing, of no use and old, with lines and without a value', () => {
  const tally = tallied();
  tally.reject(9, 'customerId', 'missing');
  const report = ImportReportSchema.parse(tally.report(NOW, 'complete'));
  expect(report).toMatchObject({ rows: 3, rejectedRows: 1, lastLine: 9, state: 'complete' });
  const found = report.invalid.map(({ field, reason, lines }) => `${field} ${reason} ${lines}`);
  expect(found.sort()).toEqual([
    'customerId missing 9',
    'email not-an-email 3',
    'lastPurchaseAt date-in-the-future 4',
    'nickname says-nothing 4',
    'phone placeholder 2',
    'phone shortened-number 3',
    'signupAt unreadable-date 4',
  ]);
  expect(report.invalid.filter(({ rowRejected }) => rowRejected)).toMatchObject([{ field: 'customerId' }]);
  expect(report.stale.map(({ reason, lines }) => [reason, lines])).toEqual([
    ['no-purchase-for-2-years', [3]],
    ['test-account', [3]],
  ]);
  expect(report.missing).toContainEqual({ field: 'email', count: 1, absent: false });
  expect(report.missing).toContainEqual({ field: 'segment', count: 3, absent: true });
  expect(JSON.stringify(report)).not.toMatch(/가명|example|테스트/);
});

it('says of a consent that nobody has given whether anybody was asked', () => {
  expect(tallied().report(NOW, 'complete').consents).toEqual([
    { field: 'consentAnalytics', yes: 1, absent: false },
    { field: 'consentMarketing', yes: 0, absent: true },
    { field: 'consentNight', yes: 0, absent: true },
  ]);
});

it('goes on from the report of an earlier run, and keeps few lines of many', () => {
  const first = createImportTally(begin());
  for (let line = 2; line < 40; line += 1) first.repeated(line);
  first.stored({ line: 2, outcome: 'new', samePerson: true });
  const second = createImportTally(first.report(NOW, 'running'));
  second.repeated(50);
  second.removed(2);
  second.stored({ line: 50, outcome: 'changed', samePerson: false });
  const { duplicates, outcomes } = second.report(NOW, 'complete');
  expect(duplicates.repeatedIds.count).toBe(39);
  expect(duplicates.repeatedIds.lines).toHaveLength(20);
  expect(duplicates.samePerson).toEqual({ count: 1, lines: [2] });
  expect(outcomes).toEqual({ new: 1, changed: 1, unchanged: 0, outdated: 0, removed: 2 });
});
