import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VocError } from '../shared/domain/errors.ts';
import { functionEnvironment } from './local-stack/function-environment.ts';
import { createFunctionProcess } from './local-stack/function-process.ts';
import { planStack } from './local-stack/plan.ts';
import { startProcessGuard } from './local-stack/process-guard.ts';
import { readAssembly } from './local-stack/template.ts';
import { PROJECT_ROOT } from './project-files.ts';
import type { RunningStack } from './running-stack.ts';

/**
 * Runs the bundled handler of a function once, in a process of its own, on the tables, queues and secrets of the running
 * stack.
 * @throws VocError `stack.unavailable` when the stack's template is gone; the function's own failure otherwise
 */
export async function invokeFunction(stack: RunningStack, name: string, event: unknown): Promise<unknown> {
  const { endpoints, url } = stack.file;
  const assembly = await readAssembly(fileURLToPath(new URL('cdk.out', PROJECT_ROOT)));
  const queues = new URL(endpoints.AWS_ENDPOINT_URL_SQS ?? url).origin;
  const plan = planStack(assembly, { queues, web: url }).functions.find((one) => one.vocName === name);
  if (plan === undefined) {
    throw new VocError(
      'stack.unavailable',
      'config',
      `The stack has no function ${name}. Restart it: npm start.`,
    );
  }
  const guard = startProcessGuard();
  const running = createFunctionProcess(plan, {
    env: functionEnvironment(plan, { endpoints, webOrigin: url, timeScale: 1, machine: process.env }),
    logFile: join(stack.dataDir, 'logs', `${name}.command.log`),
    guard,
  });
  try {
    return await running.invoke(event);
  } finally {
    await running.stop();
    guard.stop();
  }
}
