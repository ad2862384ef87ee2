import { VocError } from '../domain/errors.ts';
import { type PointTracking, PointTrackingSchema, type PointWish } from '../domain/point-tracking.ts';
import type { FunnelStage } from '../domain/taxonomy.ts';
import { type AutomaticStatus, changePoint } from '../insight/point-tracking.ts';
import { POINT_STATUS_PARTITION, pointStatusKey } from './keys.ts';
import { createTable, type TableDeps } from './table.ts';

const ATTEMPTS = 5;

/** The life of hesitation points across weeks: status, owner, note, due date, experiment, and who changed what when. */
export function createPointTrackingRepository(deps: TableDeps) {
  const table = createTable(deps);

  async function get(point: { code: string; stage: FunnelStage }): Promise<PointTracking | undefined> {
    const item = await table.get(pointStatusKey(point));
    return item === undefined ? undefined : PointTrackingSchema.parse(item);
  }

  async function change(
    point: { code: string; stage: FunnelStage },
    wish: Parameters<typeof changePoint>[2],
    by: { at: string; by: string },
  ): Promise<PointTracking> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const current = await get(point);
      const next = changePoint(current, point, wish, by);
      if (next === current) return next;
      // Two people at once: neither loses what the other wrote in another field.
      const { written } = await table.putIf(
        { ...pointStatusKey(point), ...next },
        current === undefined
          ? { expression: 'attribute_not_exists(pk)' }
          : { expression: 'version = :version', values: { ':version': current.version } },
      );
      if (written) return next;
    }
    throw new VocError(
      'storage.unavailable',
      'transient',
      'Others were changing this hesitation point at the same moment. Try again.',
    );
  }

  return {
    /** What is known of a point, its history included; undefined where nobody has touched it. */
    get,

    /** All points that somebody, or a review, has touched. */
    async list(): Promise<PointTracking[]> {
      const trackings: PointTracking[] = [];
      for await (const item of table.partition(POINT_STATUS_PARTITION))
        trackings.push(PointTrackingSchema.parse(item));
      return trackings;
    },

    /**
     * Writes what a person decided: fields that are left out stay, null empties one.
     * @param by who (the session's name) and when (ISO 8601, UTC)
     * @returns the point after the change
     * @throws VocError `storage.unavailable` (transient) where others write the same point all the time
     */
    change(
      point: { code: string; stage: FunnelStage },
      wish: PointWish,
      by: { at: string; by: string },
    ): Promise<PointTracking> {
      return change(point, wish, by);
    },

    /** Writes what a review found by itself. Repeating it changes nothing. */
    async record(statuses: readonly AutomaticStatus[], at: string): Promise<void> {
      for (const { point, status, by } of statuses) await change(point, { status }, { at, by });
    },
  };
}

export type PointTrackingRepository = ReturnType<typeof createPointTrackingRepository>;
