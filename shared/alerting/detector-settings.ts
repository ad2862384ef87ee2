import type { DetectionInterval } from '../domain/count-point.ts';
import type { BaselineOptions } from './baseline.ts';
import type { ScanWindow, SpreadOptions } from './windows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface DetectorSettings {
  readonly intervalMs: number;
  /** Below this many observations nothing is usual yet. */
  readonly warmUp: number;
  readonly windows: readonly ScanWindow[];
  readonly baseline: BaselineOptions;
  readonly spread: SpreadOptions;
  /** An episode ends after this many intervals in a row that are nothing special. */
  readonly calmIntervals: number;
}

export const SETTINGS: Readonly<Record<DetectionInterval, DetectorSettings>> = {
  '5m': {
    intervalMs: HOUR_MS / 12,
    warmUp: 576,
    windows: [1, 3, 6, 12, 36].map((length) => ({
      length,
      limit: 4,
      tail: { floor: 4, apart: 12, every: 450 * 288, memory: 28 * 288 },
    })),
    baseline: { hours: 24, part: 1 / 12, days: 28, levelDays: 5 },
    spread: {
      prior: 0.1,
      priorSd: 0.1,
      sharedPrior: 0.02,
      sharedPriorSd: 0.04,
      memory: 28 * 288,
      refresh: 12,
    },
    calmIntervals: 24,
  },
  '1h': {
    intervalMs: HOUR_MS,
    warmUp: 168,
    windows: [1, 2, 3, 4, 6, 8, 12, 18, 24].map((length) => ({ length, limit: 3.65 })),
    baseline: { hours: 24, part: 1, days: 56, levelDays: 5 },
    spread: {
      prior: 0.04,
      priorSd: 0.08,
      sharedPrior: 0.01,
      sharedPriorSd: 0.02,
      memory: 28 * 24,
      refresh: 6,
    },
    calmIntervals: 3,
  },
  '1d': {
    intervalMs: DAY_MS,
    warmUp: 14,
    windows: [1, 3, 7].map((length) => ({ length, limit: 3 })),
    baseline: { hours: 1, part: 1, days: 120, levelDays: 10 },
    spread: { prior: 0.04, priorSd: 0.08, sharedPrior: 0.01, sharedPriorSd: 0.02, memory: 56, refresh: 1 },
    calmIntervals: 1,
  },
};
