import type { Fate, Invocation, WireCall } from './kernel.ts';
import type { Random } from './random.ts';
import { connectionReset, jsonFailure } from './wire-errors.ts';

/** Everything that can go wrong, in words; a plan switches some of them on. */
export const FAULTS = {
  throttling: 'DynamoDB throttles (ProvisionedThroughputExceededException, transaction conflicts)',
  unprocessed: 'batches come back in part (UnprocessedItems, UnprocessedKeys, failed entries of SQS)',
  internal: 'services answer 500 or 503',
  reset: 'connections end before the call is done',
  lostAnswer: 'calls are done, but the answer is lost',
  slow: 'answers take seconds to minutes',
  kill: 'a process is killed between two calls, or while one is under way',
  zombie: 'a call of a killed process is done after its death',
  killAll: 'every process is killed at once',
  duplicate: 'a queue delivers a message twice at the same time',
  lostReceipt: 'the receipt of a finished batch is lost, so that it comes again',
  lostMark: 'a dirty mark that was taken is lost',
  repeatedMark: 'a dirty mark comes again later',
  poison: 'messages that nobody can read are in the queues',
  source: 'the source answers 429, 500, half a JSON, or a page again',
  skew: 'the clocks of the functions differ by seconds',
  truncated: 'an object of S3 breaks off while it is read',
  notifiedTwice: 'S3 announces an upload twice',
} as const;
export type FaultName = keyof typeof FAULTS;

const RATES: Readonly<Record<FaultName, readonly [number, number]>> = {
  throttling: [0.01, 0.15],
  unprocessed: [0.05, 0.5],
  internal: [0.01, 0.1],
  reset: [0.005, 0.08],
  lostAnswer: [0.005, 0.08],
  slow: [0.005, 0.05],
  kill: [0.002, 0.03],
  zombie: [0.002, 0.02],
  killAll: [0.0005, 0.005],
  duplicate: [0.05, 0.5],
  lostReceipt: [0.05, 0.4],
  lostMark: [0.05, 0.3],
  repeatedMark: [0.05, 0.4],
  poison: [0.02, 0.2],
  source: [0.1, 0.6],
  skew: [1, 1],
  truncated: [0.1, 0.4],
  notifiedTwice: [0.2, 0.6],
};

/** What can go wrong with an outside source. */
export type SourceFault = 'rate-limited' | 'broken' | 'half' | 'repeated-page' | 'reset';

/**
 * The faults of one run, drawn from its seed. A plan switches on a random half of all kinds, each with a rate of its
 * own: swarm testing (Groce et al., ISSTA 2012) finds more than all faults at once, which hide each other.
 */
export function createFaultPlan(random: Random, only?: readonly FaultName[]) {
  const names = Object.keys(FAULTS) as FaultName[];
  const draw = random.fork('plan');
  const on = new Map<FaultName, number>();
  for (const name of names) {
    const [least, most] = RATES[name];
    // Small rates are as likely as large ones.
    const rate = least * (most / least) ** draw.next();
    if (draw.chance(0.5) && (only === undefined || only.includes(name))) on.set(name, rate);
    else if (only?.includes(name) === true) on.set(name, rate);
  }
  const chance = random.fork('chance');
  const log: string[] = [];
  const counts = new Map<FaultName, number>();
  let active = false;

  function strikes(name: FaultName): boolean {
    const rate = on.get(name);
    if (!active || rate === undefined || !chance.chance(rate)) return false;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return true;
  }

  function struck(name: FaultName, what: string): void {
    if (log.length < 2_000) log.push(`${name}: ${what}`);
  }

  function fateOf(call: WireCall, caller: Invocation | undefined): Fate {
    const { service, operation, target } = call;
    const what = `${caller?.name ?? 'outside'} ${service} ${operation} ${target}`;
    if (caller?.mortal === true) {
      if (strikes('killAll')) {
        struck('killAll', what);
        return { kind: 'kill', done: chance.chance(0.5), lateMs: 0, everybody: true };
      }
      if (strikes('zombie')) {
        struck('zombie', what);
        return { kind: 'kill', done: true, lateMs: 1 + chance.int(20_000), everybody: false };
      }
      if (strikes('kill')) {
        const done = chance.chance(0.5);
        struck('kill', `${done ? 'after' : 'before'} ${what}`);
        return { kind: 'kill', done, lateMs: 0, everybody: false };
      }
    }
    if (service === 'source') return { kind: 'pass' };
    if (service === 'dynamodb' && strikes('throttling')) {
      struck('throttling', what);
      const transacted = operation === 'TransactWriteItems';
      return { kind: 'refuse', end: async () => (transacted ? conflict() : throttled(chance)) };
    }
    if (strikes('internal')) {
      struck('internal', what);
      return { kind: 'refuse', end: async () => internal(service) };
    }
    if (strikes('reset')) {
      struck('reset', what);
      return { kind: 'refuse', end: async () => Promise.reject(connectionReset()) };
    }
    if (strikes('lostAnswer')) {
      struck('lostAnswer', what);
      return { kind: 'lose-answer', end: async () => Promise.reject(connectionReset()) };
    }
    if (strikes('slow')) {
      struck('slow', what);
      return { kind: 'slow', ms: 200 + Math.floor(60_000 * chance.next() ** 3) };
    }
    return { kind: 'pass' };
  }

  return {
    on,
    log,
    counts,
    setActive(value: boolean): void {
      active = value;
    },
    isActive: () => active,
    fateOf,
    strikes,
    struck,
    chance,

    /** Which share of a batch is done; undefined: all of it. */
    partial(service: 'dynamodb' | 'sqs', operation: string): number | undefined {
      if (!operation.includes('Batch') || !strikes('unprocessed')) return undefined;
      struck('unprocessed', `${service} ${operation}`);
      return chance.next() * 0.9;
    },

    sourceFault(): SourceFault | undefined {
      if (!strikes('source')) return undefined;
      const fault = chance.pick<SourceFault>(['rate-limited', 'broken', 'half', 'repeated-page', 'reset']);
      struck('source', fault);
      return fault;
    },

    /** By how much the clock of one process is wrong, in ms. */
    skewMs: () => (on.has('skew') ? chance.int(9_000) - 4_500 : 0),

    words(): string {
      return [...on].map(([name, rate]) => `${FAULTS[name]} (${(rate * 100).toFixed(1)} %)`).join('; ');
    },
  };
}
export type FaultPlan = ReturnType<typeof createFaultPlan>;

function throttled(chance: Random): unknown {
  return jsonFailure(
    400,
    chance.chance(0.5) ? 'ProvisionedThroughputExceededException' : 'ThrottlingException',
  );
}

function conflict(): unknown {
  const answer = jsonFailure(400, 'TransactionCanceledException');
  const body = {
    ...(JSON.parse(String(answer.body)) as object),
    CancellationReasons: [{ Code: 'TransactionConflict', Message: 'simulated' }],
  };
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}

function internal(service: WireCall['service']): unknown {
  if (service === 's3') {
    return {
      statusCode: 503,
      headers: { 'content-type': 'application/xml' },
      body: Buffer.from('<Error><Code>SlowDown</Code><Message>simulated</Message></Error>'),
    };
  }
  if (service === 'sink') throw new Error('the sink answered 503');
  return jsonFailure(500, 'InternalServerError');
}
