import type { Point, Use } from './measured.ts';

/** How a curve goes on beyond its last point: on a straight line, or along the power law of its last two points. */
export type Beyond = 'line' | 'power';

/**
 * The value at `x` of a curve given by points, smallest x first: straight between two of them, the first one's value
 * below. What is read item by item goes on along a line; what holds distinct words grows by a power law (Heaps). Never
 * below the last value.
 */
export function valueAt(points: readonly { x: number; y: number }[], x: number, beyond: Beyond): number {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return 0;
  if (x <= first.x) return first.y;
  if (x > last.x) {
    const before = points.at(-2);
    if (before === undefined || before.y <= 0 || last.y <= before.y) return last.y;
    if (beyond === 'line') return last.y + ((last.y - before.y) * (x - last.x)) / (last.x - before.x);
    const exponent = Math.min(1, Math.log(last.y / before.y) / Math.log(last.x / before.x));
    return last.y * (x / last.x) ** exponent;
  }
  const index = points.findIndex((point) => point.x >= x);
  const from = points[index - 1] ?? first;
  const to = points[index] ?? last;
  return from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
}

/** What one invocation of that size uses, read off the curves of the measured points. */
export function useAt(points: readonly Point[], size: number): Use {
  const read = (of: (use: Use) => number): number =>
    valueAt(
      points.map((point) => ({ x: point.size, y: of(point.use) })),
      size,
      'line',
    );
  const units = (kind: 'writeUnits' | 'readUnits'): Record<string, number> => {
    const tables = new Set(points.flatMap(({ use }) => Object.keys(use[kind])));
    return Object.fromEntries([...tables].map((table) => [table, read((use) => use[kind][table] ?? 0)]));
  };
  return {
    cpuMs: read(({ cpuMs }) => cpuMs),
    logBytes: read(({ logBytes }) => logBytes),
    writeUnits: units('writeUnits'),
    readUnits: units('readUnits'),
    calls: read(({ calls }) => calls),
    standardRequests: read(({ standardRequests }) => standardRequests),
    fifoRequests: read(({ fifoRequests }) => fifoRequests),
    objectWrites: read(({ objectWrites }) => objectWrites),
    objectReads: read(({ objectReads }) => objectReads),
  };
}
