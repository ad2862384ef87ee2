import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const TICKETS = 100_000;
const COLLECTOR = 'collect-tickets.ts';
/** V8 takes what memory there is; in a heap of this size it shows what the work needs. In MB. */
const SMALL_HEAP = ['--max-old-space-size=64', '--max-semi-space-size=4'];

const ResultSchema = z.object({
  outcome: z.literal('complete'),
  documents: z.int(),
  milliseconds: z.number(),
  nullMs: z.number(),
  warmMb: z.number(),
  peakMb: z.number(),
});

/** Tickets from a source that is shaped like Zendesk into the queue. */
export interface CollectingRate {
  readonly ticketsPerSecond: number;
  /** How fast against only sending as many messages of the same size, in the same run. */
  readonly shareOfBareSending: number;
  /** Memory of the collecting process: after the first fifth of the pages, and the most. */
  readonly warmMb: number;
  readonly peakMb: number;
}

/**
 * Collects 100,000 generated tickets end to end: over HTTP, redacted and tokenised, into a real queue. Source, queue and
 * collector are a process each, so that the memory is the collector's.
 */
export async function collectingRate(): Promise<CollectingRate> {
  const children: ChildProcess[] = [];
  const start = async (file: string, ...args: string[]): Promise<string> => {
    const path = fileURLToPath(new URL(`./collecting/${file}`, import.meta.url));
    const child = spawn(process.execPath, [...(file === COLLECTOR ? SMALL_HEAP : []), path, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // The collector logs its run on standard output like any function.
      env: { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    });
    children.push(child);
    for await (const line of createInterface({ input: child.stdout })) return line;
    throw new Error(`${file} ended without an answer`);
  };
  try {
    const [tickets, queues] = await Promise.all([
      start('serve-tickets.ts', String(TICKETS)),
      start('serve-queues.ts'),
    ]);
    const result = ResultSchema.parse(JSON.parse(await start(COLLECTOR, tickets, queues, String(TICKETS))));
    if (result.documents !== TICKETS) throw new Error(`${result.documents} of ${TICKETS} tickets arrived`);
    return {
      ticketsPerSecond: (TICKETS / result.milliseconds) * 1_000,
      shareOfBareSending: result.nullMs / result.milliseconds,
      warmMb: result.warmMb,
      peakMb: result.peakMb,
    };
  } finally {
    for (const child of children) child.kill();
  }
}
