import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VocError } from '../../shared/domain/errors.ts';
import type { RunnerReply, RunnerRequest } from '../local-stack/function-process.ts';
import type { FunctionPlan } from '../local-stack/plan.ts';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

export interface MeasuredFunction {
  invoke(event: unknown): Promise<unknown>;
  /** Processor time of the process so far, in ms, and bytes it has written to its log. */
  spent(): { cpuMs: number; logBytes: number };
  stop(): Promise<void>;
}

/**
 * The bundled handler of a function in a process of its own, whose processor time and log can be read.
 * @throws VocError `stack.function-failed` when an invocation fails; the measurement is void then
 */
export async function startMeasuredFunction(
  plan: FunctionPlan,
  env: Readonly<Record<string, string>>,
): Promise<MeasuredFunction> {
  const [file = 'index', exportName = 'handler'] = plan.handler.split('.');
  const child = fork(
    fileURLToPath(new URL('../local-stack/function-runner.ts', import.meta.url)),
    [join(plan.codeDir, `${file}.mjs`), exportName],
    { env: { ...env }, cwd: plan.codeDir, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] },
  );
  let logBytes = 0;
  let lastError = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    logBytes += chunk.length;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    lastError = chunk.toString('utf8');
  });
  await once(child, 'message');

  return {
    async invoke(event) {
      const id = randomUUID();
      const answered = new Promise<RunnerReply>((resolve) => {
        const onMessage = (reply: RunnerReply): void => {
          if (reply.kind === 'ready' || reply.id !== id) return;
          child.off('message', onMessage);
          resolve(reply);
        };
        child.on('message', onMessage);
      });
      const request: RunnerRequest = {
        id,
        event,
        functionName: plan.name,
        arn: plan.arn,
        memoryMb: plan.memoryMb,
        deadlineMs: Date.now() + 600_000,
      };
      child.send(request);
      const reply = await answered;
      if (reply.kind === 'result') return reply.result;
      throw new VocError(
        'stack.function-failed',
        'transient',
        `${plan.vocName} failed while it was measured: ${lastError.slice(0, 500)}`,
      );
    },
    spent: () => ({ cpuMs: cpuMsOf(child.pid ?? 0), logBytes }),
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** User and system time of a process, from fields 14 and 15 of `/proc/<pid>/stat`. @see proc_pid_stat(5) */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
