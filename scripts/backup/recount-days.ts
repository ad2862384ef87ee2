import type { Progress } from '../progress.ts';

/** Recounts one day after the other: all days at once would outlast the time limit of a run. */
export async function recountDays(
  days: readonly string[],
  recountDay: (day: string) => Promise<unknown>,
  progress: Pick<Progress, 'update'>,
): Promise<void> {
  for (const [index, day] of days.entries()) {
    progress.update(`restore: recounting day ${index + 1} of ${days.length}`);
    await recountDay(day);
  }
}
