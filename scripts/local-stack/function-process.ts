import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VocError } from '../../shared/domain/errors.ts';
import type { FunctionPlan } from './plan.ts';
import type { ProcessGuard } from './process-guard.ts';

export interface RunnerRequest {
  readonly id: string;
  readonly event: unknown;
  readonly functionName: string;
  readonly arn: string;
  readonly memoryMb: number;
  readonly deadlineMs: number;
}
export type RunnerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: string; readonly result: unknown }
  | {
      readonly kind: 'error';
      readonly id: string;
      readonly errorType: string;
      readonly code: string | undefined;
    };

/** A function of the stack in its own process. */
export interface FunctionProcess {
  readonly plan: FunctionPlan;
  /**
   * Runs the handler with the event; one invocation at a time, further ones wait. A handler that takes longer than its
   * timeout is killed with its process; the next invocation starts a new one.
   * @throws VocError `stack.function-failed` (transient) when the handler throws, times out or its process dies
   */
  invoke(event: unknown): Promise<unknown>;
  /** Invocations running or waiting. */
  readonly pending: number;
  stop(): Promise<void>;
}

/** Lambda allows ten seconds to load a module; a loaded machine with a cold disk may need longer. */
const LOAD_TIMEOUT_MS = 60_000;

export function createFunctionProcess(
  plan: FunctionPlan,
  options: { env: Readonly<Record<string, string>>; logFile: string; guard: ProcessGuard },
): FunctionProcess {
  const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
  let child: ChildProcess | undefined;
  let ready: Promise<ChildProcess> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let pending = 0;
  let stopped = false;

  const start = (): Promise<ChildProcess> => {
    const [file = 'index', exportName = 'handler'] = plan.handler.split('.');
    const started = fork(
      fileURLToPath(new URL('./function-runner.ts', import.meta.url)),
      [join(plan.codeDir, `${file}.mjs`), exportName],
      { env: options.env, cwd: plan.codeDir, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] },
    );
    child = started;
    options.guard.watch(started);
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    started.once('exit', () => {
      if (child === started) {
        child = undefined;
        ready = undefined;
      }
    });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail('did not load in time'), LOAD_TIMEOUT_MS);
      const fail = (what: string): void => {
        clearTimeout(timer);
        started.kill('SIGKILL');
        reject(failure(plan, what, options.logFile));
      };
      started.once('error', () => fail('could not be started'));
      started.once('exit', (code, signal) => fail(`ended while loading (${signal ?? code})`));
      started.once('message', () => {
        clearTimeout(timer);
        started.removeAllListeners('error');
        started.on('error', () => undefined);
        resolve(started);
      });
    });
  };

  const run = async (event: unknown): Promise<unknown> => {
    if (stopped) throw failure(plan, 'is stopped', options.logFile);
    ready ??= start();
    const running = await ready.catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    const startedMs = performance.now();
    return exchange(running, plan, event, options.logFile).finally(() => {
      const durationMs = Math.round(performance.now() - startedMs);
      log.write(`${JSON.stringify({ type: 'platform.report', at: new Date().toISOString(), durationMs })}\n`);
    });
  };

  return {
    plan,
    get pending() {
      return pending;
    },
    invoke(event) {
      pending += 1;
      const result = last.then(() => run(event));
      last = result.then(
        () => undefined,
        () => undefined,
      );
      return result.finally(() => {
        pending -= 1;
      });
    },
    async stop() {
      stopped = true;
      const running = child;
      if (running !== undefined && running.exitCode === null && running.signalCode === null) {
        const exited = new Promise((resolve) => running.once('exit', resolve));
        running.kill('SIGKILL');
        await exited;
      }
      await last;
      await new Promise((resolve) => log.end(resolve));
    },
  };
}

/** Sends one event to a loaded process and waits for its reply, its timeout or its death. */
function exchange(
  running: ChildProcess,
  plan: FunctionPlan,
  event: unknown,
  logFile: string,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const id = randomUUID();
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      running.off('message', onMessage);
      running.off('exit', onExit);
      settle();
    };
    const onMessage = (reply: RunnerReply): void => {
      if (reply.kind === 'ready' || reply.id !== id) return;
      if (reply.kind === 'result') finish(() => resolve(reply.result));
      else finish(() => reject(failure(plan, `failed with ${reply.code ?? reply.errorType}`, logFile)));
    };
    const onExit = (code: number | null, signal: string | null): void =>
      finish(() => reject(failure(plan, `crashed (${signal ?? code})`, logFile)));
    const timer = setTimeout(() => {
      running.off('exit', onExit);
      // The next invocation must not reach the dying process: settle only when it is gone.
      running.once('exit', () =>
        finish(() => reject(failure(plan, `timed out after ${plan.timeoutMs} ms`, logFile))),
      );
      running.kill('SIGKILL');
    }, plan.timeoutMs);
    running.on('message', onMessage);
    running.once('exit', onExit);
    const request: RunnerRequest = {
      id,
      event,
      functionName: plan.name,
      arn: plan.arn,
      memoryMb: plan.memoryMb,
      deadlineMs: Date.now() + plan.timeoutMs,
    };
    running.send(request, (error) => {
      if (error !== null) finish(() => reject(failure(plan, 'could not be reached', logFile)));
    });
  });
}

function failure(plan: FunctionPlan, what: string, logFile: string): VocError {
  return new VocError(
    'stack.function-failed',
    'transient',
    `The function ${plan.vocName} ${what}. See ${logFile}`,
    {
      details: { function: plan.vocName },
    },
  );
}
