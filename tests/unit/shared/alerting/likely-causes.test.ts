import { describe, expect, it } from 'vitest';
import { likelyCauses } from '../../../../shared/alerting/likely-causes.ts';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import { makeContribution } from '../insight/contribution-factory.ts';

const STARTED = '2026-11-20T04:00:00.000Z';
const NOTHING = { campaigns: [], findings: [] };

function voices(from: number, count: number, overrides: Partial<Contribution>): Contribution[] {
  return Array.from({ length: count }, (_, index) =>
    makeContribution({ documentKey: (from + index).toString(16).padStart(64, '0'), ...overrides }),
  );
}

describe('what may lie behind an incident', () => {
  const usual = [...voices(100, 20, { appVersion: '5.1.0' }), ...voices(200, 5, { appVersion: '5.2.0' })];

  it('is a version that its voices name far more often than others do', () => {
    const inside = voices(0, 10, { appVersion: '5.2.0' });
    const causes = likelyCauses(inside, [...inside, ...usual], STARTED, NOTHING);
    expect(causes).toEqual([{ kind: 'version', version: '5.2.0', share: 1, usual: 6 / 26 }]);
  });

  it('is no version that is just what most people use, or that a handful name', () => {
    const common = voices(0, 10, { appVersion: '5.1.0' });
    expect(likelyCauses(common, [...common, ...usual], STARTED, NOTHING)).toEqual([]);
    const few = voices(0, 4, { appVersion: '5.2.0' });
    expect(likelyCauses(few, [...few, ...usual], STARTED, NOTHING)).toEqual([]);
  });

  it('is a campaign of ours of the day before, the latest first, and none of later or long ago', () => {
    const campaigns = [
      ['옛 안내', '2026-11-18T00:00:00.000Z'],
      ['아침 안내', '2026-11-19T23:00:00.000Z'],
      ['점심 안내', '2026-11-20T03:30:00.000Z'],
      ['저녁 안내', '2026-11-20T09:00:00.000Z'],
    ].map(([campaign = '', sentAt = '']) => ({ campaign, sentAt: new Date(sentAt) }));
    const causes = likelyCauses([], [], STARTED, { campaigns, findings: [] });
    expect(causes.map((cause) => cause.kind === 'campaign' && cause.campaign)).toEqual([
      '점심 안내',
      '아침 안내',
    ]);
  });

  it('is trouble with a source that the voices came through, not with another one', () => {
    const inside = voices(0, 3, { connector: 'clien' });
    const findings = [
      { sourceId: 'clien', finding: 'selector-drift' },
      { sourceId: 'apple-kr', finding: 'stale' },
    ];
    expect(likelyCauses(inside, inside, STARTED, { campaigns: [], findings })).toEqual([
      { kind: 'source-health', sourceId: 'clien', finding: 'selector-drift' },
    ]);
  });
});
