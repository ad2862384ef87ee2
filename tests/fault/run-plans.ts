import { type ChildProcess, fork } from 'node:child_process';
import { type Database, type Verdict, WORLDS } from './verdict.ts';
import type { Order, Report } from './worker.ts';

const WORKER = new URL('./worker.ts', import.meta.url);

/** Runs plans in several processes; `told` hears of each in the order in which they end. */
export async function runPlans(
  seeds: readonly number[],
  options: {
    readonly processes: number;
    readonly database: Database;
    readonly told: (verdict: Verdict) => void;
  },
): Promise<void> {
  // Plans of one world go to one process: each process makes the clean run of its worlds once.
  const processes = Math.min(options.processes, seeds.length, WORLDS);
  const queues = Array.from({ length: processes }, (_, index) =>
    seeds.filter((seed) => (seed % WORLDS) % processes === index),
  );
  await Promise.all(queues.map((queue) => work(queue, options)));
}

function work(
  queue: number[],
  { database, told }: { readonly database: Database; readonly told: (verdict: Verdict) => void },
): Promise<void> {
  const child = fork(WORKER, [database], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Most of what a simulation makes is short-lived.
    execArgv: ['--max-semi-space-size=64'],
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a process of the harness ended with code ${code}`));
    });
    child.on('message', (report: Report) => {
      if (report !== 'ready') {
        told('verdict' in report ? report.verdict : failed(report));
      }
      order(child, queue);
    });
  });
}

function order(child: ChildProcess, queue: number[]): void {
  const seed = queue.shift();
  child.send((seed === undefined ? 'stop' : { seed }) satisfies Order);
}

/** A run that threw is as wrong as one that differs. */
function failed({ seed, failed: reason }: { seed: number; failed: string }): Verdict {
  return { seed, world: -1, plan: '', faults: {}, steps: 0, log: [], wrong: [reason] };
}
