import * as z from 'zod';

const UnitsSchema = z.record(z.string(), z.number().min(0));

/** What one invocation used, by the traffic that left the process and the clock of its processor. */
export const UseSchema = z.object({
  /** Processor time in ms of one virtual CPU of the measuring machine. */
  cpuMs: z.number().min(0),
  logBytes: z.number().min(0),
  /** DynamoDB units by table. */
  writeUnits: UnitsSchema,
  readUnits: UnitsSchema,
  /** Calls of services that the invocation waited for. */
  calls: z.number().min(0),
  /** SQS requests as billed: one for each 64 KiB that a call carries. */
  standardRequests: z.number().min(0),
  fifoRequests: z.number().min(0),
  objectWrites: z.number().min(0),
  objectReads: z.number().min(0),
});
export type Use = z.infer<typeof UseSchema>;

/** The mean use of an invocation that was given so many documents (marks, for `rollup`). */
const PointSchema = z.object({ size: z.number().min(1), invocations: z.int().min(1), use: UseSchema });
export type Point = z.infer<typeof PointSchema>;

/**
 * What `npm run cost -- --measure` saw of the bundled functions on the embedded servers; all that the cost is made of
 * beside prices, the template and the scenario.
 */
export const MeasuredSchema = z.object({
  measuredAt: z.iso.datetime(),
  machine: z.object({ cpu: z.string(), cores: z.int(), node: z.string() }),
  texts: z.object({ origin: z.string(), characters: z.int(), documents: z.int() }),
  /** By documents per invocation, smallest first. */
  collect: z.array(PointSchema).min(1),
  analyze: z.array(PointSchema).min(1),
  link: z.array(PointSchema).min(1),
  /** One recount, by the documents that its bucket shard holds. */
  recount: z.array(PointSchema).min(1),
  /** One look of the detector, by the documents stored; it reads the hours that have changed. */
  detect: z.array(PointSchema).min(1),
  /** The nightly sweep of one day of so many documents: the first time, and when nothing has changed since. */
  sweep: z.array(PointSchema).min(1),
  sweepAgain: z.array(PointSchema).min(1),
  /** The hourly lists, by the documents of the days they are made from. */
  followUps: z.array(PointSchema).min(1),
  /** Mean bytes at rest of an item, as DynamoDB counts them. */
  itemBytes: z.object({ document: z.number(), contribution: z.number(), posting: z.number() }),
  /** Items of `state` that a document leaves. */
  postingsPerDocument: z.number(),
  /** Bytes at rest of the roll-up of a bucket shard, by the documents in it. */
  rollupBytes: z.array(z.object({ documents: z.number().min(1), bytes: z.number() })).min(1),
});
export type Measured = z.infer<typeof MeasuredSchema>;
