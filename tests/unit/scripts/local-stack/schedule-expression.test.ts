import { describe, expect, it } from 'vitest';
import { nextRun, parseScheduleExpression } from '../../../../scripts/local-stack/schedule-expression.ts';

const next = (expression: string, timeZone: string, after: string, timeScale = 1): string | undefined =>
  nextRun(parseScheduleExpression(expression), timeZone, new Date(after), timeScale)?.toISOString();

describe('schedule expressions', () => {
  it('count a rate from the last run, divided by the time scale, but never below a second', () => {
    expect(next('rate(5 minutes)', 'UTC', '2026-11-21T00:00:00Z')).toBe('2026-11-21T00:05:00.000Z');
    expect(next('rate(1 hour)', 'UTC', '2026-11-21T00:00:00Z', 60)).toBe('2026-11-21T00:01:00.000Z');
    expect(next('rate(1 minute)', 'UTC', '2026-11-21T00:00:00Z', 3600)).toBe('2026-11-21T00:00:01.000Z');
  });

  it('name wall-clock times of the time zone', () => {
    // 2026-11-21 is a Saturday; Seoul is nine hours ahead.
    expect(next('cron(0 7 ? * MON *)', 'Asia/Seoul', '2026-11-21T00:00:00Z')).toBe(
      '2026-11-22T22:00:00.000Z',
    );
    expect(next('cron(30 3 * * ? *)', 'Asia/Seoul', '2026-11-21T18:30:00Z')).toBe('2026-11-22T18:30:00.000Z');
    expect(next('cron(0 7 ? * MON *)', 'Asia/Seoul', '2026-11-22T22:00:00Z')).toBe(
      '2026-11-29T22:00:00.000Z',
    );
  });

  it.each([
    ['cron(0/15 9-17 ? * MON-FRI *)', '2026-11-20T17:45:00Z', '2026-11-23T09:00:00.000Z'],
    ['cron(0,30 8 1,15 * ? *)', '2026-11-21T00:00:00Z', '2026-12-01T08:00:00.000Z'],
    ['cron(0 0 L * ? *)', '2027-02-01T00:00:00Z', '2027-02-28T00:00:00.000Z'],
    ['cron(0 12 29 2 ? *)', '2026-11-21T00:00:00Z', '2028-02-29T12:00:00.000Z'],
    ['cron(0 0 1 1 ? 2030)', '2026-11-21T00:00:00Z', '2030-01-01T00:00:00.000Z'],
    ['cron(5 */8 * * ? *)', '2026-11-21T08:05:00Z', '2026-11-21T16:05:00.000Z'],
  ])('understand %s', (expression, after, expected) => {
    expect(next(expression, 'UTC', after)).toBe(expected);
  });

  it('pass over a wall-clock time that a change of offset skips, and take one that comes twice once', () => {
    expect(next('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe(
      '2026-03-30T00:30:00.000Z',
    );
    expect(next('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toMatch(
      /^2026-10-25T0[01]:30/,
    );
  });

  it('are never due again when their year is over', () => {
    expect(next('cron(0 0 1 1 ? 2020)', 'UTC', '2026-11-21T00:00:00Z')).toBeUndefined();
  });

  it.each([
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 7 * * * *)',
    'cron(0 7 ? * MON)',
    'cron(61 7 ? * MON *)',
    'cron(0 7 ? * MON#1 *)',
    'at(2026-01-01T00:00:00)',
  ])('are refused where the local stack cannot carry them out: %s', (expression) => {
    expect(() => parseScheduleExpression(expression)).toThrow(
      expect.objectContaining({ code: 'stack.unsupported' }),
    );
  });
});
