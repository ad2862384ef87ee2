import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';

/** A busy moment of the machine must not decide: the middle of so many starts is told. */
const STARTS = 5;

const StartSchema = z.object({ milliseconds: z.number(), memoryMb: z.number() });

/** From the first import to the first analysed document, in a new process each time: the median in ms, the most memory. */
export async function analyzerStart(): Promise<{ milliseconds: number; memoryMb: number }> {
  const file = fileURLToPath(new URL('./start-analyzer.ts', import.meta.url));
  const starts: z.infer<typeof StartSchema>[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, [file]);
    starts.push(StartSchema.parse(JSON.parse(stdout)));
  }
  const sorted = starts.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    milliseconds: sorted[Math.floor(STARTS / 2)] ?? 0,
    memoryMb: Math.max(...starts.map(({ memoryMb }) => memoryMb)),
  };
}
