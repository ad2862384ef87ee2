import * as z from 'zod';

/**
 * What the linker compares of a customer beside tokens: coarse attributes and keyed names, nothing raw. Small, so that
 * the candidates of a whole batch are one read.
 */
export const LinkProfileSchema = z.object({
  /** Tokens of the name, one per live key version. */
  names: z.array(z.string()).default([]),
  /** Beginnings of the tokens of phone and mail address: accounts that share one, and the name, are one person's. */
  contacts: z.array(z.string()).default([]),
  /** Marks of name and phone number, each without the place of one possible slip: see `slipMark`. */
  phoneSlips: z.array(z.string()).default([]),
  /** See `deviceKey`. */
  device: z.string().optional(),
  appVersion: z.string().optional(),
  /** `YYYY-MM-DD`. */
  signupDay: z.string().optional(),
  /** Days of the last purchases that are known, oldest first. */
  purchaseDays: z.array(z.string()).default([]),
  /** See `nicknameShape`. */
  nicknameShape: z.string().optional(),
});
export type LinkProfile = z.infer<typeof LinkProfileSchema>;

/** How many values are held by one customer only, by two, and by any number. */
export const HolderCountsSchema = z.object({
  once: z.int().min(0),
  twice: z.int().min(0),
  values: z.int().min(0),
});
export type HolderCounts = z.infer<typeof HolderCountsSchema>;

/** Frequencies learnt from the customer file; no values of anybody but the names of devices. */
export const LinkStatisticsSchema = z.object({
  customers: z.int().min(0),
  /** By shape, see `nicknameShape`. */
  nicknames: z.record(z.string(), HolderCountsSchema),
  names: HolderCountsSchema,
  /** Share of customers by device, of those whose device is known. */
  devices: z.record(z.string(), z.number().min(0).max(1)),
  /** Share of customers who buy something within a week, on average. */
  weeklyBuyers: z.number().min(0).max(1),
});
export type LinkStatistics = z.infer<typeof LinkStatisticsSchema>;

/** Before a customer file was read: nothing is rare, so weak evidence links nobody. */
export const NO_STATISTICS: LinkStatistics = {
  customers: 0,
  nicknames: {},
  names: { once: 0, twice: 0, values: 0 },
  devices: {},
  weeklyBuyers: 1,
};
