import * as z from 'zod';

/** One observed count of a series. An absent point is missing; a count of 0 is zero. */
export const CountPointSchema = z.object({
  series: z.string().min(1),
  timestamp: z.iso.datetime({ offset: true }),
  count: z.number().int().min(0),
  total: z.number().int().min(0).optional(),
});
export type CountPoint = z.infer<typeof CountPointSchema>;

/** What the detector says of a point, from the past of its series alone. `alert` is edge-triggered. */
export const DetectionSchema = z.object({
  series: z.string(),
  timestamp: z.string(),
  alert: z.boolean(),
  score: z.number().min(0).max(1),
  expected: z.number().min(0),
  upper: z.number().min(0),
});
export type Detection = z.infer<typeof DetectionSchema>;

export const DETECTION_INTERVALS = ['5m', '1h', '1d'] as const;
export type DetectionInterval = (typeof DETECTION_INTERVALS)[number];
