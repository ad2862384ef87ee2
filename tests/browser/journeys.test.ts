import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { saveScreenshot, sidewaysOverflow } from './browser.ts';
import { DESKTOP, dashboardOrigin, forgiveStatus, PHONE, useJourneys } from './journey.ts';

const journey = useJourneys();
const origin = dashboardOrigin();

describe('a marketer, in Korean, at a desk', () => {
  it('goes from the first hesitation point to a single voice and back to the same list', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(origin);
      await page.locator('.point-card h3 a').first().click();
      await page.waitForURL(/\/points\/\d{4}-W\d{2}\/[a-z-]+\/[a-z]+$/);
      await page.getByRole('heading', { name: '고객이 한 말' }).waitFor();
      expect(await page.locator('svg.sparkline').getAttribute('aria-label')).toMatch(/\d/);
      await saveScreenshot(page, 'point');

      await page.getByRole('link', { name: '이 포인트의 목소리 모두 보기' }).click();
      await page.waitForURL(/\/voices\?week=.*code=.*stage=/);
      await page.getByLabel('감정').selectOption('negative');
      await page.waitForURL(/sentiment=negative/);
      const list = new URL(page.url()).search;
      await expect
        .poll(async () => [...new Set(await page.locator('.voice-card header .badge').allTextContents())])
        .toEqual(['부정']);
      await saveScreenshot(page, 'voices');

      await page.locator('.voice-card footer a').first().click();
      await page.waitForURL(/\/voices\/[0-9a-f]{64}$/);
      await page.locator('.voice-words mark').first().waitFor();
      await saveScreenshot(page, 'voice');
      await page.getByRole('link', { name: '고객 목소리 목록' }).click();
      await page.locator('.voice-card').first().waitFor();
      expect(new URL(page.url()).search).toBe(list);
    });
  });

  it('goes from a hesitation point to an accepted suggestion, and says who takes care of the point', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(origin);
      await page.locator('.point-card').first().waitFor();
      const point = await page.evaluate<string>(`(async () => {
        const { weeks } = await (await fetch('/v1/weeks')).json();
        const { week } = weeks.find(({ published }) => published);
        const { suggestions } = await (await fetch('/v1/suggestions?week=' + week)).json();
        return '/points/' + week + '/' + suggestions[0].suggestion.pointId.replace('.', '/');
      })()`);
      await page.goto(`${origin}${point}`);
      await page.getByLabel('상태').selectOption('addressing');
      await page.getByLabel('담당').fill('CRM 문구팀');
      await page.getByRole('button', { name: '저장', exact: true }).click();
      await page.getByText('저장했습니다').waitFor();
      await page.locator('.section-head .badge.status-addressing').waitFor();
      await saveScreenshot(page, 'point-tracked');

      await page.getByRole('link', { name: '문구 고르기' }).click();
      await page.waitForURL(/\/keywords\?week=.*&point=/);
      const suggestion = page.locator('.suggestion').first();
      await suggestion.getByRole('button', { name: '고쳐 쓰기' }).click();
      const draft = suggestion.getByLabel(/문구$/);
      await draft.fill('비용은 〔금액〕원입니다.');
      expect(await suggestion.locator('button[type=submit]').isDisabled()).toBe(true);
      await draft.fill('비용은 신청 전에 화면에서 먼저 보여 드립니다.');
      await suggestion.locator('button[type=submit]').click();
      await suggestion.getByText('고쳐서 쓰기로 함').first().waitFor();
      await saveScreenshot(page, 'keywords');

      await page.getByLabel('검사할 문구').fill('100% 환급 보장! 지금 신청하세요');
      await page.getByRole('button', { name: '검사하기' }).click();
      await page.getByText(/가지를 살펴보세요/).waitFor();
      await page.reload();
      await suggestion.getByText('비용은 신청 전에 화면에서 먼저 보여 드립니다.').waitFor();
    });
  });

  it('has the review of an older week made, reads it there and takes the CSV along', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page, misbehaviour) => {
      await page.goto(`${origin}/reviews`);
      await page
        .getByRole('link', { name: /^만들기:/ })
        .first()
        .click();
      await page.getByRole('button', { name: '만들기' }).click();
      await page.getByRole('heading', { name: '리뷰를 만들고 있습니다' }).waitFor();
      await page.locator('iframe.review-frame').waitFor({ timeout: 60_000 });
      const review = page.frameLocator('iframe.review-frame');
      await review.locator('h1').first().waitFor();
      // Asking for a review that is not there yet is answered with 404, and browsers note that on the console.
      forgiveStatus(misbehaviour, 404);

      const [csv] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: '망설임 CSV' }).click(),
      ]);
      expect(csv.suggestedFilename()).toMatch(/^voc-\d{4}-W\d{2}-hesitations\.csv$/);
      const bytes = await readFile(await csv.path());
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(bytes.toString('utf8')).toMatch(/[가-힣]/);
    });
  });

  it('comes from a quote of the weekly review to the voice itself', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(origin);
      await page.getByRole('link', { name: '주간 리뷰 열기' }).click();
      await page.frameLocator('iframe.review-frame').locator('a[href*="/voices/"]').first().click();
      await page.waitForURL(/\/voices\/[0-9a-f]{64}$/);
      await page.locator('.voice-words').waitFor();
    });
  });

  it('can do it all from the keyboard', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(origin);
      await page.locator('.point-card').first().waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('본문으로 건너뛰기');
      for (let step = 0; step < 3; step += 1) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/reviews$/);
      await page.getByRole('heading', { level: 1, name: '주간 리뷰' }).waitFor();
      await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
    });
  });
});

describe('a CX lead, in English, on a phone', () => {
  it('finds every screen whole at 360 pixels, by its own address', async () => {
    await journey({ viewport: PHONE, language: 'en' }, async (page) => {
      await page.goto(origin);
      await page.locator('.point-card').first().waitFor();
      const week = /\/reviews\/(\d{4}-W\d{2})$/.exec(
        (await page.getByRole('link', { name: 'Open the weekly review' }).getAttribute('href')) ?? '',
      )?.[1];
      const voice = await page.locator('.quote figcaption a').first().getAttribute('href');
      const point = await page.locator('.point-card h3 a').first().getAttribute('href');
      const screens: readonly [name: string, path: string | null, sign: string][] = [
        ['this-week', '/', '.point-card'],
        ['reviews', '/reviews', '.week-list li'],
        ['review', `/reviews/${week}`, 'iframe.review-frame'],
        ['alerts', '/alerts', '.alert-list, .notice'],
        ['points', '/points', '.point-card'],
        ['point', point, '.trend-svg'],
        ['keywords', '/keywords', '.suggestion'],
        ['voices', `/voices?week=${week}&source=ticket`, '.voice-card'],
        ['voice', voice, '.voice-words'],
        ['collection', '/collection', '.connectors, .empty'],
      ];
      for (const [name, path, sign] of screens) {
        await page.goto(`${origin}${path}`);
        await page.locator(sign).first().waitFor();
        expect(await sidewaysOverflow(page), `${name} is wider than the phone`).toBe(0);
        await saveScreenshot(page, `phone-${name}`);
      }
    });
  });

  it('sees who a linked voice is from, and the incident of the week', async () => {
    await journey({ viewport: PHONE, language: 'en' }, async (page) => {
      await page.goto(origin);
      await page.locator('.incident').first().waitFor();
      expect(await page.locator('.incident p').first().textContent()).toMatch(
        /\d+ negative voices · usually [\d.]+/,
      );
      const linked = await page.evaluate<string>(`(async () => {
        const { weeks } = await (await fetch('/v1/weeks')).json();
        let next = '';
        do {
          const page = await (await fetch('/v1/voices?limit=50&week=' + weeks[0].week + next)).json();
          const found = page.voices.find((voice) => voice.link.status === 'linked');
          if (found) return found.documentKey;
          next = page.nextCursor === null ? null : '&cursor=' + page.nextCursor;
        } while (next !== null);
      })()`);
      await page.goto(`${origin}/voices/${linked}`);
      await page.getByText('CRM customer ID').waitFor();
      expect(await page.getByText('Known customer').count()).toBeGreaterThan(0);
    });
  });

  it('switches to Korean and to dark, and both stay after a reload', async () => {
    await journey({ viewport: PHONE, language: 'en' }, async (page) => {
      await page.goto(`${origin}/collection`);
      await page.getByRole('button', { name: '한국어' }).click();
      await page.getByRole('heading', { level: 1, name: '수집·오류' }).waitFor();
      await page.getByRole('button', { name: '어두운 화면으로' }).click();
      await page.reload();
      await page.getByRole('heading', { level: 1, name: '수집·오류' }).waitFor();
      expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
      await saveScreenshot(page, 'phone-collection-dark');
    });
  });
});

describe('nobody is left at a dead end', () => {
  it.each([
    '/nowhere',
    '/reviews/2020-W01',
    `/voices/${'0'.repeat(64)}`,
    '/points/2020-W01/price/purchase',
    '/alerts/nothing',
  ])('says what is the case and how to go on at %s', async (path) => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page, misbehaviour) => {
      await page.goto(`${origin}${path}`);
      await page.locator('main .notice, main .button').first().waitFor();
      expect(await page.locator('main a, main button').count()).toBeGreaterThan(0);
      forgiveStatus(misbehaviour, 404);
    });
  });
});
