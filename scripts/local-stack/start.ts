import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { VocError } from '../../shared/domain/errors.ts';
import { localSourceSecret } from '../source-secrets.ts';
import { invokeAsync } from './async-invoke.ts';
import { isLockFile, lockDataDir } from './data-lock.ts';
import { createTables, killStaleDynamoDb, LOCAL_CREDENTIALS, startDynamoDb } from './dynamodb-server.ts';
import { createEventBus } from './event-bus.ts';
import { startEventSource } from './event-source.ts';
import { functionEnvironment, sdkEndpoints } from './function-environment.ts';
import { createFunctionProcess, type FunctionProcess } from './function-process.ts';
import { openLogin } from './login.ts';
import { writeMail } from './mail-box.ts';
import { REGION } from './physical-names.ts';
import { planStack, type SchedulePlan, type StackPlan } from './plan.ts';
import { startProcessGuard } from './process-guard.ts';
import { nameQueues } from './queue-names.ts';
import { startQueueServer } from './queue-server.ts';
import { startScheduler } from './scheduler.ts';
import { openSecrets } from './secrets.ts';
import { startServiceServer } from './service-server.ts';
import { peekStackFile, type StackResources, writeStackFile } from './stack-file.ts';
import { readAssembly } from './template.ts';
import { startWebServer } from './web-server.ts';

/** How long running invocations may go on when the stack stops. */
const STOP_GRACE_MS = 5000;

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

export interface LocalStackOptions {
  /** Everything the stack keeps; made when absent. */
  readonly dataDir: string;
  /** Clears the data folder first. */
  readonly fresh?: boolean;
  /** Port of the dashboard; a free one without it. */
  readonly port?: number;
  /** Divides waits (visibility, delays, windows, rates). 1 = as deployed. */
  readonly timeScale?: number;
  /** Output folder of the CDK app. */
  readonly assemblyDir?: string;
  /** Secrets of sources by name. @default those of .voc/source-secrets.json */
  readonly sourceSecret?: (name: string) => string | undefined;
  /** Folder of the built dashboard. */
  readonly webDir?: string;
  /** One line for people, about progress and failures; never customer text. */
  log(line: string): void;
}

export interface LocalStack {
  /** Address of the dashboard and the HTTP API. */
  readonly url: string;
  /** A link that logs in once; each reading of this property makes a new one. */
  readonly loginUrl: string;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly resources: StackResources;
  /** The environment in which a function of functions/ runs. */
  env(functionName: string): Readonly<Record<string, string>>;
  /** Runs a function once and gives its result. @throws VocError `stack.function-failed` (transient) */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Runs a schedule at once, by its name or logical ID; rejects as {@link LocalStack.invoke}. */
  runSchedule(id: string): Promise<unknown>;
  /** A token that the HTTP API accepts as `Authorization: Bearer …`. */
  issueToken(): Promise<string>;
  /** Messages in each queue (visible, in flight and delayed), by the queue's short name. */
  queueDepths(): Promise<Record<string, number>>;
  /** Short names of the dead-letter queues. */
  readonly deadLetterQueues: readonly string[];
  /** Resolves when the named queues (default: all but dead-letter queues) are empty and their functions rest. */
  waitUntilIdle(queues?: readonly string[]): Promise<void>;
  /** Stops everything in order; running invocations have five seconds to finish. */
  stop(): Promise<void>;
}

/**
 * Starts the synthesized stack on this machine: servers, tables, queues, buckets, then the functions with their
 * triggers. State of a folder is kept from run to run, also when the run before was killed.
 * @throws VocError `stack.unsupported` | `stack.unavailable` (config)
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { log, timeScale = 1 } = options;
  const dataDir = resolve(options.dataDir);
  const closers: (() => unknown)[] = [];
  // In reverse order of what was started, so that nothing loses what it still uses.
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };
  try {
    const assembly = await readAssembly(options.assemblyDir ?? join(REPOSITORY, 'cdk.out'));
    const lock = lockDataDir(dataDir);
    closers.push(() => lock.release());
    killStaleDynamoDb(peekStackFile(dataDir)?.dynamoDbPid, dataDir);
    if (options.fresh === true) clear(dataDir);
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });

    const guard = startProcessGuard();
    closers.push(() => guard.stop());
    const configuredEndpoint = process.env.DYNAMODB_ENDPOINT;
    const dynamoDb = await startDynamoDb({ dataDir, guard, configuredEndpoint });
    closers.push(() => dynamoDb.stop());
    const queueServer = await startQueueServer({ dataDir });
    closers.push(() => queueServer.stop());
    const web = await startWebServer(options.port ?? 0);
    closers.push(() => web.stop());

    const plan = planStack(assembly, { queues: queueServer.origin, web: web.origin });
    await createTables(dynamoDb.endpoint, plan.tables, { fresh: options.fresh === true });
    queueServer.create(plan.queues, plan.buckets, timeScale);

    const processes = new Map<string, FunctionProcess>();
    const processByArn = (arn: string): FunctionProcess | undefined =>
      [...processes.values()].find((one) => arn.startsWith(one.plan.arn));
    const stopping = new AbortController();
    const later = (target: FunctionProcess, event: unknown): Promise<void> =>
      invokeAsync(target, event, {
        timeScale,
        sleep: (ms) => sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined),
        sendToQueue: queueServer.send,
        log,
      });
    const eventBus = createEventBus({
      file: join(dataDir, 'events.ndjson'),
      rules: plan.rules,
      deliver(targetArn, event) {
        const target = processByArn(targetArn);
        if (target !== undefined) void later(target, event);
        else queueServer.send(targetArn, JSON.stringify(event));
      },
    });
    const services = await startServiceServer({
      secrets: openSecrets(
        join(dataDir, 'secrets.json'),
        plan.secrets,
        options.sourceSecret ?? localSourceSecret,
      ),
      sendMail: (email) => writeMail(join(dataDir, 'mail'), email, new Date()),
      putEvents: (request) => eventBus.put(request, new Date()),
    });
    closers.push(() => services.stop());

    const endpoints = sdkEndpoints({
      dynamoDb: dynamoDb.endpoint,
      queues: queueServer.origin,
      services: services.origin,
    });
    const environments = new Map(
      plan.functions.map((one) => [
        one.vocName,
        functionEnvironment(one, { endpoints, webOrigin: web.origin, timeScale, machine: process.env }),
      ]),
    );
    for (const one of plan.functions) {
      const logFile = join(dataDir, 'logs', `${one.vocName}.log`);
      const started = createFunctionProcess(one, {
        env: environments.get(one.vocName) ?? {},
        logFile,
        guard,
      });
      processes.set(one.vocName, started);
      closers.push(() => started.stop());
    }
    const processOf = (name: string): FunctionProcess => {
      const found = processes.get(name);
      if (found !== undefined) return found;
      throw new VocError(
        'usage.invalid',
        'config',
        `There is no function ${name}. There are: ${[...processes.keys()].join(', ')}`,
      );
    };

    const names = nameQueues(plan);
    const sources = plan.eventSources.map((source) => ({
      plan: source,
      running: startEventSource(source, {
        queue: queueServer.consumer(source.queueArn),
        target: processOf(source.functionName),
        // Ours to wait, not a queue's: it may be shorter than the second that SQS knows.
        windowSeconds: source.windowSeconds / timeScale,
        log,
      }),
    }));
    closers.push(async () => {
      queueServer.wakeConsumers();
      // What is still at work after the grace is killed; its messages are there again at the next start.
      const killing = setTimeout(() => {
        for (const one of processes.values()) void one.stop();
      }, STOP_GRACE_MS);
      await Promise.all(sources.map(({ running }) => running.stop()));
      clearTimeout(killing);
    });
    const scheduler = startScheduler(plan.schedules, {
      timeScale,
      now: () => new Date(),
      run: (schedule) => later(processOf(schedule.functionName), schedule.input),
    });
    closers.push(() => {
      scheduler.stop();
      stopping.abort();
    });
    const login = await openLogin(
      join(dataDir, 'login-key.json'),
      plan.routes.find((route) => route.authorizer)?.authorizer,
    );
    web.serve({
      routes: plan.routes,
      login,
      webDir: options.webDir ?? join(REPOSITORY, 'dist', 'web'),
      invoke: (name, event) => processOf(name).invoke(event),
    });

    const resources = resourcesOf(plan, environments);
    writeStackFile(dataDir, {
      pid: process.pid,
      ...(dynamoDb.pid === undefined ? {} : { dynamoDbPid: dynamoDb.pid }),
      url: web.origin,
      region: REGION,
      credentials: LOCAL_CREDENTIALS,
      endpoints,
      resources,
    });
    closers.push(() => rmSync(join(dataDir, 'stack.json'), { force: true }));

    const depths = (): Record<string, number> =>
      Object.fromEntries(
        plan.queues.map((queue) => {
          const depth = queueServer.depth(queue.name);
          return [
            names.byArn.get(queue.arn) ?? queue.logicalId,
            depth.ready + depth.inFlight + depth.delayed,
          ];
        }),
      );
    return {
      url: web.origin,
      get loginUrl() {
        return `${web.origin}/login?code=${login.newCode()}`;
      },
      endpoints,
      resources,
      deadLetterQueues: [...names.deadLetter],
      env: (name) => environments.get(processOf(name).plan.vocName) ?? {},
      invoke: async (name, event) => processOf(name).invoke(event),
      async runSchedule(id) {
        const schedule = findSchedule(plan.schedules, id);
        return processOf(schedule.functionName).invoke(schedule.input);
      },
      issueToken: () => login.issueToken(new Date()),
      queueDepths: async () => depths(),
      async waitUntilIdle(queues) {
        const wanted = (name: string): boolean => queues?.includes(name) ?? !names.deadLetter.has(name);
        const atRest = (): boolean => {
          const empty = Object.entries(depths()).every(([name, depth]) => depth === 0 || !wanted(name));
          return (
            empty &&
            sources.every(
              (source) => !source.running.busy || !wanted(names.byArn.get(source.plan.queueArn) ?? ''),
            )
          );
        };
        // Twice in a row: between the two looks nothing was under way that could have sent on.
        while (!(atRest() && (await sleep(100, true)) && atRest())) await sleep(100);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function clear(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (!isLockFile(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

function findSchedule(schedules: readonly SchedulePlan[], id: string): SchedulePlan {
  const found = schedules.find((schedule) => schedule.name === id || schedule.logicalId === id);
  if (found !== undefined) return found;
  throw new VocError(
    'usage.invalid',
    'config',
    `There is no schedule ${id}. There are: ${schedules.map((one) => one.name).join(', ')}`,
  );
}

function resourcesOf(
  plan: StackPlan,
  environments: ReadonlyMap<string, Readonly<Record<string, string>>>,
): StackResources {
  const environment: Record<string, string> = {};
  for (const one of plan.functions) {
    for (const name of Object.keys(one.env)) environment[name] = environments.get(one.vocName)?.[name] ?? '';
  }
  const byLogicalId = (items: readonly { logicalId: string; name: string }[]): Record<string, string> =>
    Object.fromEntries(items.map((item) => [item.logicalId, item.name]));
  return {
    tables: byLogicalId(plan.tables),
    queues: Object.fromEntries(plan.queues.map((queue) => [queue.logicalId, queue.url])),
    buckets: byLogicalId(plan.buckets),
    functions: Object.fromEntries(plan.functions.map((one) => [one.vocName, one.name])),
    environment,
  };
}
