import type { CountPoint, Detection, DetectionInterval } from '../domain/count-point.ts';

/** Decides of each count of a series, from the past of that series alone, whether it is clearly more than usual. */
export interface Detector {
  push(point: CountPoint): Detection;
}

export interface DetectorOptions {
  readonly interval: DetectionInterval;
  /** The zone whose hours and weekdays the baseline follows. */
  readonly timeZone: string;
}

export function createDetector(options: DetectorOptions): Detector {
  return {
    push: (point) => ({
      series: point.series,
      timestamp: point.timestamp,
      alert: false,
      score: 0,
      expected: 0,
      upper: options.interval.length,
    }),
  };
}
