import type { SchedulePlan } from './plan.ts';
import { nextRun } from './schedule-expression.ts';

/** The longest wait a timer takes. */
const MAX_TIMER_MS = 2_000_000_000;

/** Runs the enabled schedules at their times until stopped. */
export function startScheduler(
  schedules: readonly SchedulePlan[],
  options: { timeScale: number; now(): Date; run(schedule: SchedulePlan): Promise<void> },
): { stop(): void } {
  const timers = new Map<SchedulePlan, NodeJS.Timeout>();
  const plan = (schedule: SchedulePlan, after: Date): void => {
    const due = nextRun(schedule.expression, schedule.timeZone, after, options.timeScale);
    if (due !== undefined) wait(schedule, due);
  };
  const wait = (schedule: SchedulePlan, due: Date): void => {
    const waitMs = due.getTime() - options.now().getTime();
    const timer = setTimeout(
      () => {
        if (waitMs > MAX_TIMER_MS) return wait(schedule, due);
        void options.run(schedule);
        // Counted from the due time, so that a rate does not drift; a machine that slept skips what it missed.
        plan(schedule, new Date(Math.max(due.getTime(), options.now().getTime() - 1000)));
      },
      Math.min(Math.max(0, waitMs), MAX_TIMER_MS),
    );
    timers.set(schedule, timer);
  };
  for (const schedule of schedules) if (schedule.enabled) plan(schedule, options.now());
  return {
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
