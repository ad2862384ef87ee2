import { describe, expect, it } from 'vitest';
import type { SourceHealthView, SourceList } from '../../shared/domain/dashboard-api.ts';
import { barriers } from './barriers.ts';
import { saveScreenshot, sidewaysOverflow } from './browser.ts';
import { DESKTOP, dashboardOrigin, forgiveStatus, PHONE, useJourneys } from './journey.ts';

const journey = useJourneys();
const origin = dashboardOrigin();

describe('a marketer who looks for what customers say', () => {
  it('searches by words, narrows, shares the link, and takes a condition away', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/voices`);
      await page.getByLabel('기간').selectOption('12');
      await page.waitForURL(/from=.*to=/);
      await page.getByLabel('찾을 말').fill('인증');
      await page.getByLabel('찾을 말').press('Enter');
      await page.waitForURL(/q=/);
      await page.locator('.voice-card mark.hit').first().waitFor();
      await page.locator('label', { hasText: '별점' }).locator('select').selectOption('1');
      await page.waitForURL(/star=1/);
      const stars = page.locator('.voice-card .rating');
      await expect
        .poll(() =>
          stars.evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('aria-label')))]),
        )
        .toEqual(['별점 1점']);

      const shared = page.url();
      await page.goto(`${origin}/alerts`);
      await page.goto(shared);
      await page.locator('.voice-card').first().waitFor();
      await expect.poll(() => page.getByLabel('찾을 말').inputValue()).toBe('인증');
      await saveScreenshot(page, 'voices-searched');
      expect(await barriers(page)).toEqual([]);

      await page.getByRole('link', { name: '찾는 말: 인증 빼기' }).click();
      await page.waitForURL((address) => !address.searchParams.has('q'));
      expect(new URL(page.url()).searchParams.get('star')).toBe('1');
      await expect.poll(() => page.getByLabel('찾을 말').inputValue()).toBe('');
    });
  });

  it('is told what to let go when nothing fits, and finds wording as it stands', async () => {
    await journey({ viewport: PHONE, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/voices?q=세상에없는낱말&star=5&code=price`);
      await page.getByText('조건에 맞는 목소리가 없습니다').waitFor();
      expect(await sidewaysOverflow(page)).toBe(0);
      await saveScreenshot(page, 'phone-voices-nothing');
      await page.locator('.notice').getByRole('link', { name: '찾는 말: 세상에없는낱말 빼기' }).click();
      await page.waitForURL((address) => !address.searchParams.has('q'));
      await expect.poll(() => page.getByLabel('찾을 말').inputValue()).toBe('');

      await page.getByLabel('찾을 말').fill('!!');
      await page.getByRole('button', { name: '찾기', exact: true }).click();
      await page.getByText('기호만으로는 찾을 수 없습니다').waitFor();

      await page.goto(`${origin}/voices`);
      await page.getByText('조건 더 보기').click();
      await page.getByLabel('글에 그대로 들어 있는 표현').fill('환급');
      await page.getByLabel('글에 그대로 들어 있는 표현').press('Enter');
      await page.waitForURL(/contains=/);
      const hit = page.locator('.voice-card mark.hit').first();
      await hit.waitFor();
      expect(await hit.textContent()).toBe('환급');
      expect(await barriers(page)).toEqual([]);
    });
  });
});

describe('a CX lead who reads a voice otherwise', () => {
  it('corrects the reading, sees both, and takes it back', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/voices?q=인증&from=2026-10-12&to=2026-12-31`);
      await page.locator('.voice-card footer a').first().click();
      await page.getByRole('button', { name: '읽은 결과 고치기' }).click();
      await page.getByLabel('중립').check();
      await page.getByLabel('이유 더하기').selectOption('delay');
      await page.getByRole('button', { name: '지연·대기 맨 앞으로' }).click();
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('button', { name: '고친 내용 저장' }).click();
      await page.getByText('고친 내용을 저장했습니다').waitFor();
      const corrected = page.locator('td[data-label="사람이 고침"]');
      await expect.poll(() => corrected.nth(0).textContent()).toBe('중립');
      expect(await corrected.nth(1).textContent()).toMatch(/^지연·대기/);
      await saveScreenshot(page, 'voice-corrected');

      await page.reload();
      await page.getByText('사람이 고쳤습니다').waitFor();
      await page.getByRole('button', { name: '고친 내용 지우기' }).click();
      await page.getByText('읽은 결과만 남습니다').waitFor();
      await corrected.first().waitFor({ state: 'detached' });
    });
  });
});

describe('a source that a person has read now', () => {
  const source: SourceHealthView = {
    id: 'store-kr',
    brings: 'voices',
    connector: 'apple-feed',
    enabled: true,
    schedule: 'rate(1 hour)',
    running: false,
    lastRunAt: '2026-11-01T00:00:00.000Z',
    lastSuccessAt: '2026-11-01T00:00:00.000Z',
    outcome: 'complete',
    documents: 3,
    rejected: 0,
    errorCode: null,
    findings: [],
    recentDocuments: [3, 4],
    parkedUntil: null,
    quotaLeft: null,
    credentialExpiresAt: null,
  };

  it('tells of the run until it ends, and why it failed', async () => {
    await journey({ viewport: PHONE, language: 'ko' }, async (page) => {
      let now: SourceHealthView = source;
      const off = { ...source, id: 'off', enabled: false };
      await page.route('**/v1/sources', (route) =>
        route.fulfill({ json: { sources: [now, off], nextCursor: null } satisfies SourceList }),
      );
      await page.route('**/v1/sources/store-kr/runs', (route) => {
        now = { ...source, running: true };
        return route.fulfill({ status: 202, json: { id: source.id, requestedAt: source.lastRunAt } });
      });
      await page.goto(`${origin}/collection`);
      await page.getByText('꺼져 있는 수집 경로입니다').waitFor();
      await page.getByRole('button', { name: 'store-kr 지금 수집' }).press('Enter');
      await page.getByText('수집하고 있습니다').waitFor();
      now = {
        ...source,
        lastRunAt: '2026-11-02T00:00:00.000Z',
        outcome: 'failed',
        errorCode: 'source.unauthorized',
        findings: [{ code: 'failing', severity: 'critical' }],
      };
      await page.getByText('수집하지 못했습니다: 인증 거절').waitFor();
      await page.getByText('비밀 저장소의 값을 새로 넣어 주세요').waitFor();
      expect(await sidewaysOverflow(page)).toBe(0);
      expect(await barriers(page)).toEqual([]);
      await saveScreenshot(page, 'phone-collection-run');
    });
  });

  it('answers clearly where somebody else has started it already', async () => {
    await journey({ viewport: DESKTOP, language: 'en' }, async (page, misbehaviour) => {
      await page.route('**/v1/sources', (route) =>
        route.fulfill({ json: { sources: [source], nextCursor: null } satisfies SourceList }),
      );
      await page.route('**/v1/sources/store-kr/runs', (route) =>
        route.fulfill({
          status: 409,
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'source-running' }),
        }),
      );
      await page.goto(`${origin}/collection`);
      await page.getByRole('button', { name: 'Run store-kr now' }).click();
      await page.getByText('It is being read already').waitFor();
      forgiveStatus(misbehaviour, 409);
    });
  });
});

describe('signing out', () => {
  it('ends the session of this browser and says so', async () => {
    await journey({ viewport: PHONE, language: 'ko' }, async (page, misbehaviour) => {
      const context = page.context();
      await page.goto(`${origin}/voices`);
      await page.getByRole('button', { name: '로그아웃' }).press('Enter');
      await page.getByRole('heading', { level: 1, name: '로그아웃했습니다' }).waitFor();
      expect((await context.cookies()).filter(({ name }) => name.includes('session'))).toEqual([]);
      expect((await context.request.get(`${origin}/v1/status`)).status()).toBe(401);
      expect(await barriers(page)).toEqual([]);
      await saveScreenshot(page, 'phone-signed-out');
      forgiveStatus(misbehaviour, 401);
    });
  });
});
