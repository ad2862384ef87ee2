import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorKind, VocError } from '../../../../../shared/domain/errors.ts';
import { type SourceHealth, SourceHealthSchema } from '../../../../../shared/domain/source-health.ts';
import {
  findingsOf,
  healthAfter,
  isSilent,
  type RunReport,
} from '../../../../../shared/sources/health/source-health.ts';

const HOUR = 3_600_000;
const START = new Date('2026-11-02T00:00:00Z');
const SOURCE = { id: 'play' };

const run = (more: Partial<RunReport> = {}): RunReport => ({
  startedAt: START,
  endedAt: new Date(START.getTime() + 1_000),
  outcome: 'complete',
  documents: 3,
  rejected: 0,
  erased: 0,
  ...more,
});
const failed = (kind: ErrorKind, retryAfterMs?: number) =>
  run({
    outcome: 'failed',
    documents: 0,
    error: new VocError('source.unreachable', kind, 'x', retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
const healthOf = (runs: readonly RunReport[]): SourceHealth => {
  let health: SourceHealth | undefined;
  for (const one of runs) health = healthAfter(health, SOURCE, one);
  return SourceHealthSchema.parse(health);
};
const codes = (health: SourceHealth, now: Date) => findingsOf(health, now).map(({ code }) => code);

describe('isSilent', () => {
  const day = (night: number) => [...Array(night).fill(0), ...Array(24 - night).fill(4)];

  it('knows nights from silence: a source that sleeps eight hours is silent only after longer than that', () => {
    const week = Array.from({ length: 7 }, () => day(8)).flat();
    expect(isSilent([...week, ...Array(8).fill(0)])).toBe(false);
    expect(isSilent([...week, ...Array(9).fill(0)])).toBe(true);
  });

  it('hears a busy source stop after two empty runs, and says nothing of one that rarely brings anything', () => {
    expect(isSilent([...Array(40).fill(20), 0])).toBe(false);
    expect(isSilent([...Array(40).fill(20), 0, 0])).toBe(true);
    expect(isSilent([0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])).toBe(false);
  });

  it('is no property of a new source, and cries rarely over sources that just have few documents', () => {
    expect(isSilent([])).toBe(false);
    expect(isSilent(Array(200).fill(0))).toBe(false);
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    let silent = 0;
    const runs: number[] = [];
    for (let at = 0; at < 20_000; at += 1) {
      runs.push(random() < 0.5 ? 1 : 0);
      if (isSilent(runs.slice(-200))) silent += 1;
    }
    // Two thousand weeks of a daily run at a coin's throw.
    expect(silent).toBeLessThan(20);
  });
});

describe('healthAfter', () => {
  it('counts failures in a row, parks longer each time, and forgets them after a success', () => {
    const auth = healthOf([failed('auth')]);
    expect(auth).toMatchObject({ consecutiveFailures: 1, parkedUntil: '2026-11-02T01:00:01.000Z' });
    expect(healthOf([failed('auth'), failed('auth')]).parkedUntil).toBe('2026-11-02T02:00:01.000Z');
    const healed = healthOf([failed('auth'), run()]);
    expect(healed).toMatchObject({ consecutiveFailures: 0, outcome: 'complete' });
    expect(healed.parkedUntil).toBeUndefined();
  });

  it('tries a passing failure again with the next schedule, and only the third in a row opens the breaker', () => {
    expect(healthOf([failed('transient'), failed('transient')]).parkedUntil).toBeUndefined();
    expect(healthOf(Array(3).fill(failed('transient'))).parkedUntil).toBe('2026-11-02T00:15:01.000Z');
    expect(healthOf(Array(30).fill(failed('transient'))).parkedUntil).toBe('2026-11-02T06:00:01.000Z');
  });

  it('waits as long as a quota asks', () => {
    expect(healthOf([failed('quota', 5 * HOUR)]).parkedUntil).toBe('2026-11-02T05:00:01.000Z');
  });

  it('remembers finished runs only, at most two hundred', () => {
    const partial = run({ outcome: 'partial', documents: 500 });
    expect(healthOf([run(), partial, failed('transient')]).recentDocuments).toEqual([3]);
    expect(healthOf(Array(250).fill(run())).recentDocuments).toHaveLength(200);
  });

  it('always gives a record that its own schema takes', () => {
    const report = fc.record({
      outcome: fc.constantFrom('complete', 'partial', 'suspect', 'failed'),
      documents: fc.nat(1_000),
      rejected: fc.nat(10),
      kind: fc.constantFrom('auth', 'quota', 'rate', 'transient', 'permanent', 'config'),
      retryAfterMs: fc.option(fc.nat(10 * 24 * HOUR), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(report, { minLength: 1, maxLength: 40 }), (reports) => {
        const runs = reports.map(({ outcome, documents, rejected, kind, retryAfterMs }) =>
          outcome === 'failed'
            ? { ...failed(kind as ErrorKind, retryAfterMs), documents, rejected }
            : run({ outcome: outcome as RunReport['outcome'], documents, rejected }),
        );
        expect(() => healthOf(runs)).not.toThrow();
      }),
    );
  });
});

describe('findingsOf', () => {
  it('says nothing of a healthy source', () => {
    expect(codes(healthOf([run()]), new Date(START.getTime() + HOUR))).toEqual([]);
  });

  it('tells within a day of a source that loses data, and calls others stale', () => {
    const late = new Date(START.getTime() + 25 * HOUR);
    expect(codes(healthOf([run()]), late)).toEqual(['stale']);
    const losing = healthAfter(undefined, { id: 'play', losesDataAfterHours: 144 }, run());
    expect(codes(losing, late)).toEqual(['losing-data']);
  });

  it('tells of keys a month before they end', () => {
    const health = healthOf([run({ signs: { credentialExpiresAt: '2026-12-30T00:00:00Z' } })]);
    expect(codes(health, new Date('2026-11-02T12:00:00Z'))).toEqual([]);
    expect(
      codes({ ...health, lastSuccessAt: '2026-12-04T00:00:00Z' }, new Date('2026-12-04T00:00:00Z')),
    ).toEqual(['credential-expiring']);
    expect(
      codes({ ...health, lastSuccessAt: '2027-01-01T00:00:00Z' }, new Date('2027-01-01T00:00:00Z')),
    ).toEqual(['credential-expired']);
  });

  it('forgets the end of a key that was replaced, but not because a run failed', () => {
    const expiring = run({ signs: { credentialExpiresAt: '2026-12-30T00:00:00Z' } });
    expect(healthOf([expiring, failed('transient')]).credentialExpiresAt).toBe('2026-12-30T00:00:00Z');
    expect(healthOf([expiring, run()]).credentialExpiresAt).toBeUndefined();
  });

  it('puts what is critical first', () => {
    const health = healthOf(Array(3).fill(failed('transient')));
    expect(findingsOf(health, new Date(START.getTime() + 60_000))).toEqual([
      { code: 'failing', severity: 'critical' },
      { code: 'parked', severity: 'warning' },
    ]);
  });

  it('calls for a person at once where only a person can help', () => {
    expect(findingsOf(healthOf([failed('auth')]), START)[0]).toEqual({
      code: 'failing',
      severity: 'critical',
    });
    expect(findingsOf(healthOf([failed('transient')]), START)).toEqual([
      { code: 'failing', severity: 'warning' },
    ]);
  });

  it('notices that more is refused than taken', () => {
    expect(codes(healthOf([run({ documents: 2, rejected: 5 })]), START)).toEqual(['rejecting']);
  });
});
