/** What the cost rests on beside measurements and prices; every figure is an assumption and says why. */
export const SCENARIO = {
  days: 30,
  /** Ten sources, asked every quarter of an hour: documents come in as many small waves. */
  runsPerDay: 10 * 96,
  /** A wave of fresh documents lies in the present hour and the one before. */
  bucketsPerWave: 2,
  /** Recounts meet the present hour half full on average, and the one before full. */
  fullnessOfBucket: 0.75,
  /** Lambda asks a standard queue from five places at first, so a small wave is cut into up to five batches. */
  pollers: 5,
  receiveSize: 10,
  /** Lambda waits so long for a message before it asks an empty queue again. */
  longPollSeconds: 20,
  batchSize: 100,
  marksPerBatch: 10,
  /** Marks of one bucket shard become one within this window. */
  dirtyWindowSeconds: 240,
  /** A call of DynamoDB, SQS or S3 within the region, and how many of them a function has under way. */
  callMs: 8,
  parallelCalls: 16,
  /** How much more than on average comes in the busiest hour. */
  peak: 4,
  detectRunsPerDay: 720,
  /** Hours that have changed since the last look: the present one, the one before, and now and then an older one. */
  detectHours: 2.5,
  /** Lambda starts an instance anew every six hours, whose first look reads five weeks. */
  detectFirstLooksPerDay: 4,
  detectWholeDays: 35,
  /**
   * Processor time in which a look goes through five remembered weeks, which the measured process does not hold: so much
   * always, and so much times the root of documents an hour, as distinct words grow. Timed on made-up weeks: 0.4 s with
   * 500 negative words an hour, 2.9 s with 5,000.
   */
  detectReplayMs: { always: 200, byRoot: 13 },
  /** How many nights a day is swept, see `infra/constructs/insight.ts`. */
  sweepsOfDay: 5,
  followUpRunsPerDay: 24,
  /** Days that an hourly run reads: the hours that have changed since the last one, and each day whole five times in its four weeks. */
  followUpDays: 2.5 / 24 + 5 / 24,
  reviewsPerMonth: 30 / 7,
  /** Processor time of a weekly review, from `voc bench`: 26.9 s for 100,000 documents of the week. */
  reviewCpuMsPerDocument: 0.269,
  reviewRollupDays: 35,
  /** Thirty people who look at the dashboard on 22 days of the month. */
  team: { people: 30, workingDays: 22, requestsPerDay: 200, readUnitsPerRequest: 40, cpuMsPerRequest: 30 },
  answerKb: 20,
  pageMb: 2,
  mailsPerMonth: 2000,
  /** KMS hands out a data key for five minutes to each user of a queue or table. */
  keyReuseSeconds: 300,
} as const;

export const LEVELS = [10_000, 100_000, 1_000_000, 10_000_000] as const;

/** Lambda gives one virtual CPU at this memory, and less in proportion. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const MB_PER_CPU = 1769;
