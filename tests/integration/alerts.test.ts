import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acknowledgeIncident } from '../../shared/alerting/answer-incident.ts';
import { businessDay } from '../../shared/domain/time.ts';
import { deadLetters, dropFile, type Pipeline, startPipeline } from './running-pipeline.ts';

const HOUR_MS = 3_600_000;
const COMPLAINTS = [
  '본인인증이 계속 실패해서 로그인을 못 하고 있어요',
  '인증번호가 안 와서 가입이 안 됩니다',
  '신분증 인증에서 자꾸 튕겨요',
  '본인인증 오류가 몇 번째인지 모르겠습니다',
  '인증 화면에서 넘어가지 않아요',
];

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
  await writeQuietWeeks();
});

afterAll(async () => {
  await pipeline?.stop();
});

/** Five weeks in which two or three negative voices arrive in an hour, as the roll-ups of such weeks. */
async function writeQuietWeeks(): Promise<void> {
  const byDay = new Map<string, Record<string, Record<string, { documents: number; negative: number }>>>();
  const thisHour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  for (let hour = 1; hour < 34 * 24; hour += 1) {
    const at = new Date(thisHour - hour * HOUR_MS);
    const day = businessDay(at, 'Asia/Seoul');
    const negative = 2 + (hour % 2);
    const arrivals = byDay.get(day) ?? {};
    byDay.set(day, arrivals);
    arrivals[at.toISOString()] = {
      all: { documents: 8, negative },
      'source:app-review': { documents: 8, negative },
      'code:auth': { documents: hour % 6 === 0 ? 1 : 0, negative: hour % 6 === 0 ? 1 : 0 },
    };
  }
  for (const [day, arrivals] of byDay)
    await pipeline.rollups.replaceBucketShard(day, day, 15, { cells: {}, arrivals });
}

let batch = 0;
async function sendVoices(count: number, textOf: (index: number) => string): Promise<void> {
  batch += 1;
  const lines = Array.from({ length: count }, (_, index) => ({
    id: `b${batch}-${index}`,
    source: 'app-review',
    rating: 1,
    text: textOf(index),
    appVersion: '5.2.0',
    publishedAt: new Date().toISOString(),
  }));
  await pipeline.send(dropFile(pipeline.dataDir, `alerts-${batch}.ndjson`, lines));
}

interface Mail {
  readonly at: string;
  readonly subject: string;
  readonly text: string;
}

/** Mails in the order in which they were sent; a repetition of one alert counts once. */
function mails(): Mail[] {
  const folder = join(pipeline.dataDir, 'mail');
  if (!existsSync(folder)) return [];
  const sent = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name): Mail => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  return [...new Map(sent.map((mail) => [mail.text.split('\n').at(-1), mail])).values()];
}

describe('alerts, as deployed, on one machine', () => {
  it('make one mail of an outage, with what rose, the reason, and quotes, within seconds of a look', async () => {
    await sendVoices(40, (index) => `${COMPLAINTS[index % COMPLAINTS.length]} (${index}번)`);
    await pipeline.stack.invoke('detect-spikes', { detect: {} });
    const [mail, ...more] = mails();
    expect(more).toEqual([]);
    expect(mail?.subject).toMatch(/^\[VOC\] \[심각\] .*급증 · \d+건\(평소 [\d.]+건\)$/);
    expect(mail?.text).toMatch(/평소 같은 시간대에는 [\d.]+건/);
    expect(mail?.text.match(/“.*인증.*”/g)?.length).toBe(3);
    const events = readFileSync(join(pipeline.dataDir, 'events.ndjson'), 'utf8');
    expect(events).toContain('voc.incident.detected');
    expect(events).not.toMatch(/[가-힣]/);
  });

  it('say no more of an incident that somebody has taken', async () => {
    const now = new Date();
    const from = new Date(now.getTime() - 24 * HOUR_MS).toISOString();
    const [incident, ...more] = await pipeline.alerts.listIncidents(from, now.toISOString());
    if (incident === undefined) throw new Error('there is no incident');
    expect(more).toEqual([]);
    expect(incident.status).toBe('open');
    await acknowledgeIncident(pipeline.alerts, incident, 'oncall', now);

    await sendVoices(60, (index) => `${COMPLAINTS[(index + 2) % COMPLAINTS.length]} 다시 (${index}번)`);
    await pipeline.stack.invoke('detect-spikes', { detect: {} });
    expect(mails()).toHaveLength(1);
    const after = await pipeline.alerts.getIncident(incident);
    expect(after).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'oncall' });
    expect(after?.count).toBeGreaterThan(incident.count);
  });

  it('tell a severe single voice at once, without waiting for a look, and only once', async () => {
    const text = '돈이 무단 출금됐는데 답이 없네요. 금감원에 민원 넣고 소송하겠습니다';
    await sendVoices(1, () => text);
    for (let waited = 0; mails().length < 2 && waited < 50; waited += 1) await sleep(100);
    const mail = mails()[1];
    expect(mail?.subject).toMatch(/^\[VOC\] \[긴급\] 바로 확인할 의견 1건 · .*금전 피해.*법적 대응/);
    expect(mail?.text).toContain('무단 출금');

    batch -= 1;
    await sendVoices(1, () => text);
    await pipeline.stack.invoke('detect-spikes', { detect: {} });
    expect(mails()).toHaveLength(2);
    expect(await deadLetters(pipeline.stack)).toEqual({});
  });
});
