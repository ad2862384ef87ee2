import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_DATA_DIRECTORY } from '../../scripts/demo/build-demo-data.ts';
import { CAMPAIGN, OUTAGE } from '../../scripts/demo/story.ts';
import { type WeeklyReview, WeeklyReviewSchema } from '../../shared/domain/insight.ts';

let directory: string;
let review: WeeklyReview;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voc-demo-'));
  const data = (name: string) => fileURLToPath(new URL(name, DEMO_DATA_DIRECTORY));
  const voc = fileURLToPath(new URL('../../scripts/voc.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [
    ...[voc, 'report', '--out', directory, '--input', data('documents.ndjson')],
    ...['--customers', data('customers.csv'), '--messages', data('messages.csv')],
    ...['--funnel', data('funnel.csv')],
  ]);
  review = WeeklyReviewSchema.parse(JSON.parse(await readFile(join(directory, 'review.json'), 'utf8')));
}, 60_000);

afterAll(() => rm(directory, { recursive: true, force: true }));

function changeOf(code: string) {
  const change = review.codes.find((entry) => entry.code === code)?.change;
  if (change === undefined || change === 'too-few') throw new Error(`the review tells no change of ${code}`);
  return change;
}

describe('the weekly review of the demo', () => {
  it('reads the last of the five weeks with all of its voices', () => {
    expect(review.week).toBe('2026-W46');
    expect(review.documents).toBe(203);
  });

  it('finds the evening on which nobody could pass the identity check, and no other incident', () => {
    expect(review.incidents.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([
      [`${OUTAGE.day}T11:00:00.000Z`, `${OUTAGE.day}T14:00:00.000Z`],
    ]);
    expect(review.incidents[0]?.codes[0]?.code).toBe('auth');
  });

  it('finds the doubts that rose and the campaign that they followed', () => {
    expect(changeOf('trust')).toMatchObject({ significant: true });
    expect(changeOf('trust').low).toBeGreaterThan(1);
    const echo = review.campaigns.find(({ campaign }) => campaign === CAMPAIGN.name);
    expect(echo?.doubtsAfter).toBeGreaterThan(1.5 * (echo?.doubtsBefore ?? 0));
    expect(echo?.doubtChange).toMatchObject({ significant: true });
  });

  it('finds the fee complaints that fell', () => {
    expect(changeOf('price')).toMatchObject({ significant: true });
    expect(changeOf('price').high).toBeLessThan(1);
  });

  it('claims no change of anything that stayed flat', () => {
    const changed = review.codes
      .filter(({ change }) => change !== 'too-few' && change.significant)
      .map(({ code }) => code);
    expect(changed.sort()).toEqual(['auth', 'price', 'trust']);
  });
});
