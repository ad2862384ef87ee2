import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenApiDocumentSchema } from '../../functions/api/open-api-schema.ts';
import {
  CorrectionListSchema,
  StatusSchema,
  VoiceListSchema,
  VoiceSchema,
  WeekListSchema,
} from '../../shared/domain/dashboard-api.ts';
import { dropFile, type Pipeline, startPipeline } from './running-pipeline.ts';

const LINES = [
  ['a-1', '2026-11-10T03:00:00Z', '수수료가 너무 비싸서 가입을 포기했어요'],
  ['a-2', '2026-11-10T04:00:00Z', '본인인증 오류가 계속 나서 짜증나요'],
  ['a-3', '2026-11-11T03:00:00Z', '환급 수수료 안내가 없어서 불안해요'],
].map(([id, publishedAt, text]) => ({ id, source: 'app-review', publishedAt, text, rating: 1 }));

let pipeline: Pipeline;
let authorization: string;

beforeAll(async () => {
  pipeline = await startPipeline();
  authorization = `Bearer ${await pipeline.stack.issueToken()}`;
  await pipeline.send(dropFile(pipeline.dataDir, 'reviews.ndjson', LINES));
});

afterAll(async () => {
  await pipeline?.stop();
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${pipeline.stack.url}/v1${path}`, {
    ...init,
    headers: { authorization, 'content-type': 'application/json' },
  });
const idsOf = async (query: string) => {
  const list = VoiceListSchema.parse(await (await ask(`/voices?week=2026-W46&${query}`)).json());
  return list.voices.map(({ id }) => id);
};

describe('the API, as deployed, on one machine', () => {
  it('serves its own OpenAPI document', async () => {
    const document = OpenApiDocumentSchema.parse(await (await ask('/openapi.json')).json());
    expect(Object.keys(document.paths)).toContain('/voices');
  });

  it('counts what came in, and finds it by words, stars and letters', async () => {
    expect(StatusSchema.parse(await (await ask('/status')).json())).toMatchObject({ documents: 3, days: 2 });
    const { weeks } = WeekListSchema.parse(await (await ask('/weeks')).json());
    expect(weeks).toMatchObject([{ week: '2026-W46', documents: 3, daysWithDocuments: 2 }]);
    expect(await idsOf('star=1')).toEqual(['a-3', 'a-2', 'a-1']);
    expect(await idsOf('q=수수료가')).toEqual(['a-3', 'a-1']);
    expect(await idsOf('q=인증')).toEqual(['a-2']);
    expect(await idsOf(`contains=${encodeURIComponent('안내가 없')}`)).toEqual(['a-3']);
    expect(await idsOf('q=없는말')).toEqual([]);
  });

  it('shows what comes in later, also of a day that was looked at', async () => {
    const late = { ...LINES[0], id: 'a-4', text: '수수료 설명을 듣고 안심했어요' };
    await pipeline.send(dropFile(pipeline.dataDir, 'late.ndjson', [late]));
    await expect.poll(() => idsOf('q=수수료'), { timeout: 30_000, interval: 1_000 }).toContain('a-4');
  });

  it('keeps a correction, shows it with its voice, and takes it back', async () => {
    const list = VoiceListSchema.parse(await (await ask('/voices?week=2026-W46&q=인증')).json());
    const path = `/voices/${list.voices[0]?.documentKey}`;
    const labels = { sentiment: 'neutral', codes: ['auth'], stage: 'verification' };
    const saved = await ask(`${path}/correction`, { method: 'PUT', body: JSON.stringify(labels) });
    expect(saved.status).toBe(200);
    expect(VoiceSchema.parse(await (await ask(path)).json()).correction?.labels).toEqual(labels);
    const { corrections } = CorrectionListSchema.parse(await (await ask('/corrections')).json());
    expect(corrections).toHaveLength(1);
    expect((await ask(`${path}/correction`, { method: 'DELETE' })).status).toBe(200);
    expect(VoiceSchema.parse(await (await ask(path)).json()).correction).toBeUndefined();
  });

  it('takes the session of a browser away when its own page asks for that, and no other page', async () => {
    const signOut = (site: string) =>
      fetch(`${pipeline.stack.url}/v1/session/sign-out`, {
        method: 'POST',
        headers: { 'sec-fetch-site': site },
      });
    const foreign = await signOut('cross-site');
    expect([foreign.status, foreign.headers.get('set-cookie')]).toEqual([403, null]);
    const own = await signOut('same-origin');
    expect(own.headers.get('set-cookie')).toMatch(/^voc_session=;.*Max-Age=0/);
    expect(await own.json()).toEqual({ next: '/' });
  });

  it('has no sign-in page on one machine, and says where the link is', async () => {
    const page = await fetch(`${pipeline.stack.url}/v1/session/sign-in`, { redirect: 'manual' });
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('voc up');
  });
});
