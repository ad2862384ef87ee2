import type { FunctionProcess } from './function-process.ts';

/** Lambda waits one minute before the first retry of an asynchronous invocation, two before the second. */
const RETRY_WAITS_MS = [60_000, 120_000] as const;

/**
 * Invokes a function as Lambda does for events nobody waits for: retried after a failure, and given to the failure
 * queue of the function when every try has failed. Never rejects.
 */
export async function invokeAsync(
  target: FunctionProcess,
  event: unknown,
  deps: {
    timeScale: number;
    sleep(ms: number): Promise<void>;
    sendToQueue(queueArn: string, body: string): void;
    log(line: string): void;
  },
): Promise<void> {
  const { asyncRetries, asyncFailureQueueArn, vocName } = target.plan;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await target.invoke(event);
      return;
    } catch (error) {
      deps.log(`${vocName}: ${error instanceof Error ? error.message : 'failed'}`);
      if (attempt >= asyncRetries) break;
      await deps.sleep((RETRY_WAITS_MS[attempt] ?? 120_000) / deps.timeScale);
    }
  }
  if (asyncFailureQueueArn !== undefined) deps.sendToQueue(asyncFailureQueueArn, JSON.stringify(event));
}
