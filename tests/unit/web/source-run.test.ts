import { describe, expect, it } from 'vitest';
import { LONGEST_WAIT_MS, stateOfRun } from '../../../web/src/source-run.ts';

const BEFORE = '2026-11-15T00:00:00.000Z';
const asked = { lastRunAt: BEFORE, askedAtMs: 1_000 };

describe('a run that was asked for', () => {
  it.each([
    ['is waited for while nothing is new', { lastRunAt: BEFORE, running: false }, 2_000, 'asked'],
    ['runs while the source is held', { lastRunAt: BEFORE, running: true }, 2_000, 'running'],
    [
      'has ended once another run is the last',
      { lastRunAt: '2026-11-14T23:59:59.000Z', running: false },
      2_000,
      'ended',
    ],
    [
      'is late when nothing has come of it',
      { lastRunAt: BEFORE, running: false },
      1_001 + LONGEST_WAIT_MS,
      'late',
    ],
    ['runs however late it is', { lastRunAt: BEFORE, running: true }, 1_001 + LONGEST_WAIT_MS, 'running'],
  ] as const)('%s', (_, source, nowMs, expected) => {
    expect(stateOfRun(asked, source, nowMs)).toBe(expected);
  });

  it('of a source that never ran ends with its first run', () => {
    const first = { lastRunAt: null, askedAtMs: 0 };
    expect(stateOfRun(first, { lastRunAt: null, running: false }, 1)).toBe('asked');
    expect(stateOfRun(first, { lastRunAt: BEFORE, running: false }, 1)).toBe('ended');
  });
});
