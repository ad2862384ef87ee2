import { AsyncLocalStorage } from 'node:async_hooks';
import type { Random } from './random.ts';

/** One process at work on one event. What it does after its death never happens. */
export interface Invocation {
  readonly id: number;
  readonly name: string;
  /** False for people and systems outside, which no fault kills. */
  readonly mortal: boolean;
  alive: boolean;
  /** How many other invocations it waits for. */
  waitsFor: number;
  /** What the platform does when it dies. */
  readonly died: (reason: string) => void;
}

/** A call that leaves a process: nothing of it happens before the kernel says so. */
export interface WireCall {
  readonly service: 'dynamodb' | 'sqs' | 's3' | 'source' | 'sink';
  readonly operation: string;
  /** Table, queue, bucket key, path. */
  readonly target: string;
}

/** What becomes of a call. `perform` does it at the other side; `answer` ends it for the caller, `null` for a dead one. */
type Meddle = (call: WireCall, caller: Invocation | undefined) => Fate;
export type Fate =
  | { readonly kind: 'pass' }
  /** The other side does not do it; the caller gets this end instead. */
  | { readonly kind: 'refuse'; readonly end: () => Promise<unknown> }
  /** Done at the other side, but the caller gets this end instead of the answer. */
  | { readonly kind: 'lose-answer'; readonly end: () => Promise<unknown> }
  /** Done now; the caller hears of it later. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The caller's process ends; `done` tells whether the call still happens, and `lateMs` when. */
  | { readonly kind: 'kill'; readonly done: boolean; readonly lateMs: number; readonly everybody: boolean };

interface Pending {
  readonly call: WireCall;
  readonly caller: Invocation | undefined;
  readonly start: () => Promise<void>;
}

interface Timer {
  readonly id: number;
  readonly atMs: number;
  readonly owner: Invocation | undefined;
  /** The world waits for what it promises, where nobody owns it. */
  readonly run: () => unknown;
  /** Comes when its time has come, never sooner, however quick the rest of the world is. */
  readonly isDeadline: boolean;
}

/** Something the world may do next. */
export interface Choice {
  readonly weight: number;
  readonly run: () => void;
}

export interface KernelOptions {
  readonly startMs: number;
  /** Null: everything in the order in which it was asked for, as on a quiet day. */
  readonly random: Random | null;
  readonly meddle: Meddle;
  /** What may happen beside calls and timers; asked before every step. */
  readonly choices: () => readonly Choice[];
  /** The next time at which `choices` may offer more by itself, in ms. */
  readonly nextChoiceMs: () => number | undefined;
}

const IDLE_TURNS = 4;
/** So long, in real ms, a process may compute before it counts as hanging. */
const PATIENCE_MS = 30_000;
/** How far the clock may run ahead while there is still work to do. */
const HURRY_MS = 5_000;
const MAX_STEPS = 400_000;

/**
 * The world's clock and scheduler: a discrete-event simulation in one thread, after FoundationDB's simulator and
 * TigerBeetle's VOPR. Every call of every process stops at the wire; when nobody computes any more, one of the waiting
 * calls, deliveries or timers is drawn and runs to its end. So a seed fixes the whole interleaving, and time costs
 * nothing: where only timers are left, the clock jumps.
 */
export function createKernel(options: KernelOptions) {
  const { random } = options;
  const who = new AsyncLocalStorage<Invocation>();
  const pending: Pending[] = [];
  const timers: Timer[] = [];
  let nowMs = options.startMs;
  let lastId = 0;
  let steps = 0;
  let arrivals = 0;

  const nextId = () => {
    lastId += 1;
    return lastId;
  };

  function after(ms: number, run: () => unknown, owner = who.getStore(), isDeadline = false): number {
    const timer = { id: nextId(), atMs: nowMs + Math.max(0, ms), owner, run, isDeadline };
    timers.push(timer);
    arrivals += 1;
    return timer.id;
  }

  function cancel(id: number): void {
    const at = timers.findIndex((timer) => timer.id === id);
    if (at >= 0) timers.splice(at, 1);
  }

  /** What a process has not done yet, it does not do any more. */
  function forget(victim: Invocation): void {
    for (let at = pending.length - 1; at >= 0; at -= 1)
      if (pending[at]?.caller === victim) pending.splice(at, 1);
    for (let at = timers.length - 1; at >= 0; at -= 1) if (timers[at]?.owner === victim) timers.splice(at, 1);
  }

  function kill(victim: Invocation | undefined, reason: string): void {
    if (victim === undefined || !victim.alive) return;
    victim.alive = false;
    forget(victim);
    victim.died(reason);
  }

  const living = new Set<Invocation>();

  /** Sends a call to the wire; it happens when the kernel draws it, and as it decides. */
  function send<Result>(call: WireCall, perform: () => Promise<Result>): Promise<Result> {
    const caller = who.getStore();
    return new Promise<Result>((resolve, reject) => {
      const settle = (end: () => void) => {
        if (caller === undefined || caller.alive) end();
      };
      const start = async () => {
        const fate = options.meddle(call, caller);
        const instead = (end: () => Promise<unknown>) =>
          end().then(
            (result) => settle(() => resolve(result as Result)),
            (error) => settle(() => reject(error)),
          );
        if (fate.kind === 'refuse') return instead(fate.end);
        if (fate.kind === 'kill') {
          const victims = fate.everybody ? [...living].filter(({ mortal }) => mortal) : [caller];
          for (const victim of victims) kill(victim, fate.everybody ? 'everything was killed' : 'killed');
          // Awaited, so that a database behind a socket has done it before the next step, as one in memory has.
          const late = () => perform().catch(() => undefined);
          if (fate.done && fate.lateMs > 0) after(fate.lateMs, late, undefined);
          else if (fate.done) await perform().catch(() => undefined);
          return;
        }
        try {
          const result = await perform();
          if (fate.kind === 'slow') after(fate.ms, () => resolve(result), caller);
          else if (fate.kind === 'lose-answer') await instead(fate.end);
          else settle(() => resolve(result));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      arrivals += 1;
      pending.push({ call, caller, start });
    });
  }

  /**
   * Waits until no process computes any more: nothing new has come for some turns of the event loop, and every living
   * process waits for a call or a timer.
   */
  async function untilIdle(): Promise<void> {
    let seen = -1;
    const patience = performance.now() + PATIENCE_MS;
    for (let quiet = 0; quiet < IDLE_TURNS; ) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = seen === arrivals ? quiet + 1 : 0;
      seen = arrivals;
      if (quiet < IDLE_TURNS) continue;
      const computing = [...living].find((one) => !waits(one));
      if (computing === undefined) return;
      if (performance.now() > patience)
        throw new Error(`${computing.name} waits for nothing and does not end`);
      quiet = 0;
    }
  }

  function waits(one: Invocation): boolean {
    return (
      one.waitsFor > 0 ||
      pending.some(({ caller }) => caller === one) ||
      timers.some(({ owner }) => owner === one)
    );
  }

  function nextTimer(): Timer | undefined {
    return timers.reduce<Timer | undefined>(
      (first, timer) =>
        first === undefined || timer.atMs < first.atMs || (timer.atMs === first.atMs && timer.id < first.id)
          ? timer
          : first,
      undefined,
    );
  }

  async function fire(timer: Timer): Promise<void> {
    cancel(timer.id);
    nowMs = Math.max(nowMs, timer.atMs);
    if (timer.owner === undefined || timer.owner.alive) {
      if (timer.owner === undefined) await who.exit(timer.run);
      else who.run(timer.owner, timer.run);
    }
  }

  async function runCall(at: number): Promise<void> {
    const [chosen] = pending.splice(at, 1);
    nowMs += random === null ? 5 : 1 + random.int(20);
    await who.exit(() => chosen?.start());
  }

  /** One step; false where there is nothing left to do. */
  async function step(): Promise<boolean> {
    await untilIdle();
    steps += 1;
    if (steps > MAX_STEPS) throw new Error('the world does not come to rest');
    const choices = options.choices();
    const timer = nextTimer();
    if (random === null) {
      const [choice] = choices;
      if (pending.length > 0) await runCall(0);
      else if (choice !== undefined) who.exit(choice.run);
      else return jump(timer);
      return true;
    }
    if (timer !== undefined && timer.atMs <= nowMs) {
      await fire(timer);
      return true;
    }
    const weights = choices.reduce((sum, { weight }) => sum + weight, 0);
    // Time passes on the way too, so that a slow answer may overtake quick work.
    const mayHurry = timer !== undefined && !timer.isDeadline && timer.atMs - nowMs < HURRY_MS;
    const early = mayHurry && (pending.length > 0 || weights > 0) ? 0.3 : 0;
    let at = random.next() * (pending.length * 4 + weights + early);
    if (at < early && timer !== undefined) await fire(timer);
    else if (pending.length + weights === 0) return jump(timer);
    else {
      at -= early;
      if (at < pending.length * 4) await runCall(Math.min(pending.length - 1, Math.floor(at / 4)));
      else {
        at -= pending.length * 4;
        const choice =
          choices.find(({ weight }) => {
            at -= weight;
            return at < 0;
          }) ?? choices.at(-1);
        if (choice !== undefined) who.exit(choice.run);
      }
    }
    return true;
  }

  async function jump(timer: Timer | undefined): Promise<boolean> {
    const choiceMs = options.nextChoiceMs();
    if (timer !== undefined && (choiceMs === undefined || timer.atMs <= choiceMs)) await fire(timer);
    else if (choiceMs !== undefined) nowMs = Math.max(nowMs, choiceMs);
    else return false;
    return true;
  }

  return {
    now: () => nowMs,
    /** Sets the clock on; the world must be at rest. */
    advanceTo(ms: number): void {
      if (ms < nowMs) throw new Error(`the clock cannot go back from ${nowMs} to ${ms}`);
      nowMs = ms;
    },
    after,
    cancel,
    send,
    kill,
    steps: () => steps,
    sleep: (ms: number) => new Promise<void>((resolve) => after(ms, resolve)),

    /** Runs work as a process of its own. `ended` hears of its end, unless it is killed first. */
    invoke<Result>(
      name: string,
      work: () => Promise<Result>,
      ends: { ended: (result: Result | Error) => void; died: (reason: string) => void; mortal?: boolean },
    ): Invocation {
      const invocation: Invocation = {
        id: nextId(),
        name,
        mortal: ends.mortal ?? true,
        alive: true,
        waitsFor: 0,
        died: (reason) => {
          living.delete(invocation);
          ends.died(reason);
        },
      };
      living.add(invocation);
      arrivals += 1;
      const end = (result: Result | Error) => {
        if (!invocation.alive) return;
        invocation.alive = false;
        living.delete(invocation);
        // Lambda freezes a process that has answered.
        forget(invocation);
        arrivals += 1;
        who.exit(() => ends.ended(result));
      };
      who.run(invocation, () => {
        work().then(end, (error: unknown) => end(error instanceof Error ? error : new Error(String(error))));
      });
      return invocation;
    },

    /** Waits for what another invocation does. */
    async waitFor<Result>(other: Promise<Result>): Promise<Result> {
      const caller = who.getStore();
      if (caller !== undefined) caller.waitsFor += 1;
      try {
        return await other;
      } finally {
        if (caller !== undefined) caller.waitsFor -= 1;
      }
    },

    /** Runs until nothing is left to do, or `enough` says so. */
    async run(enough: () => boolean = () => false): Promise<void> {
      while (!enough() && (await step()));
    },
  };
}

export type Kernel = ReturnType<typeof createKernel>;

/** Lends the kernel's time to everything that uses the global timers (retries of the SDK, waits of a repository). */
export function withKernelTimers(kernel: Kernel): () => void {
  const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
  const { random: realRandom } = Math;
  const handles = new WeakMap<object, number>();
  const fake = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const handle = { ref: () => handle, unref: () => handle, hasRef: () => true };
    handles.set(
      handle,
      kernel.after(ms, () => run(...given)),
    );
    return handle;
  };
  globalThis.setTimeout = fake as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((handle: unknown) => {
    const id = typeof handle === 'object' && handle !== null ? handles.get(handle) : undefined;
    if (id !== undefined) kernel.cancel(id);
    else realClearTimeout(handle as Parameters<typeof clearTimeout>[0]);
  }) as typeof clearTimeout;
  // The jitter of waits must be the same in a replay.
  Math.random = () => 0.5;
  return () => {
    globalThis.setTimeout = realSetTimeout;
    globalThis.clearTimeout = realClearTimeout;
    Math.random = realRandom;
  };
}
