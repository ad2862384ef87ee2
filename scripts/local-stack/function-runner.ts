/**
 * The process of one function: loads the bundled module and answers the invocations of its parent. It ends when the
 * parent does. Arguments: file of the module, name of the exported handler.
 */
import { pathToFileURL } from 'node:url';
import type { RunnerReply, RunnerRequest } from './function-process.ts';

const [file = '', exportName = 'handler'] = process.argv.slice(2);
// Ctrl-C in the terminal reaches every process of the group; the parent decides when a function ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));

const reply = (message: RunnerReply): void => {
  process.send?.(message);
};

const loaded: Record<string, unknown> = await import(pathToFileURL(file).href);
const handler = asHandler(loaded[exportName]);

process.on('message', (request: RunnerRequest) => {
  void answer(request);
});
reply({ kind: 'ready' });

type Handler = (event: unknown, context: object) => unknown;

function asHandler(exported: unknown): Handler {
  if (typeof exported !== 'function') throw new TypeError(`${file} exports no function ${exportName}`);
  return exported as Handler;
}

async function answer({ id, event, functionName, deadlineMs, memoryMb, arn }: RunnerRequest): Promise<void> {
  const context = {
    awsRequestId: id,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
  try {
    const result: unknown = await handler(event, context);
    reply({ kind: 'result', id, result: result === undefined ? null : result });
  } catch (error) {
    console.error(error);
    reply({
      kind: 'error',
      id,
      errorType: error instanceof Error ? error.name : typeof error,
      code: codeOf(error),
    });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
