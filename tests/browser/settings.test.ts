import { describe, expect, it } from 'vitest';
import type { EmergingList, SettingsView } from '../../shared/domain/settings-api.ts';
import { barriers } from './barriers.ts';
import { saveScreenshot, sidewaysOverflow } from './browser.ts';
import { DESKTOP, dashboardOrigin, forgiveStatus, PHONE, useJourneys } from './journey.ts';

/** The review that the start shows is that of the demo's last week. */
const WEEK: unknown = expect.stringMatching(/^\d{4}-W\d{2}$/);

/** A check reads the newest voices twice. */
const SLOW = { timeout: 90_000 };

const journey = useJourneys();
const origin = dashboardOrigin();

describe('a marketer who edits reasons', () => {
  it('keeps what was changed when somebody else was faster', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page, misbehaviour) => {
      const context = page.context();
      await page.goto(`${origin}/settings`);
      const reason = page.locator('details.entry', { hasText: '비용·가치' });
      await reason.locator('summary').click();
      await reason.getByLabel('이렇게 말하면 이 이유로 읽습니다').fill('값어치~없');
      await page.getByRole('button', { name: '검사하고 미리 보기' }).click();
      await page.getByLabel('왜 바꾸는지').waitFor(SLOW);

      const settings = `${origin}/v1/settings`;
      const { edition } = (await (await context.request.get(settings)).json()) as SettingsView;
      const theirs = await context.request.put(`${settings}/alert-rules`, {
        data: {
          edition,
          value: { rules: [{ team: 'on-call', rule: { minSeverity: 'warning', minVoices: 7 } }] },
          note: '',
        },
      });
      expect(theirs.status()).toBe(200);

      await page.getByRole('button', { name: '저장', exact: true }).click();
      await page.getByText('그사이 다른 사람이 설정을 바꿨습니다').waitFor();
      await expect
        .poll(() => reason.getByLabel('이렇게 말하면 이 이유로 읽습니다').inputValue())
        .toBe('값어치~없');
      await saveScreenshot(page, 'settings-conflict');
      await page.locator('button:enabled', { hasText: '검사하고 미리 보기' }).waitFor();
      forgiveStatus(misbehaviour, 409);
    });
  });

  it('is told what is wrong, sees what it would change, saves it with a note, and finds it by name', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/settings`);
      await page.getByRole('button', { name: '이유 더하기' }).click();
      const reason = page.locator('details.entry[open]');
      await reason.getByLabel('식별자').fill('Wrong Name');
      await page.getByRole('button', { name: '검사하고 미리 보기' }).click();
      await page.getByText('고쳐야 저장할 수 있습니다').first().waitFor();
      await reason.locator('[aria-invalid=true]').first().waitFor();
      await saveScreenshot(page, 'settings-findings');
      expect(await barriers(page)).toEqual([]);

      await reason.getByLabel('식별자').fill('refund-status');
      await reason.getByLabel('이름 (한국어)').fill('환급 진행 상황');
      await reason.getByLabel('이름 (영어)').fill('Refund status');
      await reason.getByLabel('뜻 (한국어)').fill('환급이 어디까지 왔는지 모름');
      await reason.getByLabel('뜻 (영어)').fill('Does not know how far the refund is');
      await reason.getByLabel('이렇게 말하면 이 이유로 읽습니다').fill('환급 언제\n접수완료');
      await page.getByRole('button', { name: '검사하고 미리 보기' }).click();
      await page.getByText('지금과 다르게 읽습니다').waitFor(SLOW);
      await page.getByText('저장하면 보관 중인 목소리').waitFor();
      await saveScreenshot(page, 'settings-preview');
      await page.getByLabel('왜 바꾸는지').fill('진행 상황을 묻는 글이 많음');
      await page.getByRole('button', { name: '저장', exact: true }).click();
      await page.getByText(/이제 설정 \d+판을 씁니다/).waitFor();

      await page.getByRole('link', { name: '바꾼 기록' }).click();
      await page.getByText('이유: 진행 상황을 묻는 글이 많음').first().waitFor();
      await page.getByText('지금 쓰는 설정').waitFor();
      await saveScreenshot(page, 'settings-history');
      await page.goto(`${origin}/voices?code=refund-status`);
      await page.getByRole('link', { name: '이유: 환급 진행 상황 빼기' }).waitFor();
    });
  });
});

describe('a marketer who keeps the words', () => {
  it('finds a word, adds one with its spellings, and takes one out, before anything is saved', async () => {
    await journey({ viewport: PHONE, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/settings/domain-words`);
      await page.getByLabel('낱말 찾기').fill('비번');
      await page.getByText('1개 가운데 1개').waitFor();
      await page.getByRole('button', { name: '비밀번호 없애기' }).press('Enter');
      await page.getByText('저장하면 핵심어에서 빠집니다').waitFor();
      await page.getByLabel('낱말', { exact: true }).fill('비밀번호');
      await page.getByText('이미 있는 낱말입니다').waitFor();
      await page.getByLabel('낱말', { exact: true }).fill('환급알림');
      await page.getByLabel('다른 표기', { exact: true }).fill('환급 알람, 환급 알람');
      await page.getByRole('button', { name: '더하기', exact: true }).click();
      await page.getByText('2개를 고쳤습니다').waitFor();
      await page.getByLabel('고치거나 더한 낱말만').check();
      await page.getByText('환급 알람', { exact: true }).waitFor();
      expect(await sidewaysOverflow(page)).toBe(0);
      expect(await barriers(page)).toEqual([]);
      await saveScreenshot(page, 'phone-settings-words-changed');
    });
  });
});

describe('a CX lead on a phone', () => {
  it('sets when the team on call is alerted, and an admin brings the earlier settings back', async () => {
    await journey({ viewport: PHONE, language: 'ko' }, async (page) => {
      await page.goto(`${origin}/settings/alert-rules`);
      await page.locator('details.entry summary').first().click();
      await page.getByLabel('이만큼 모이면 (건)').fill('12');
      await page.getByLabel('방해 금지 시간에는 모아 두기').check();
      await page
        .getByText(/최근 4주에는 급증이 없어|알립니다/)
        .first()
        .waitFor();
      expect(await sidewaysOverflow(page)).toBe(0);
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('button', { name: '검사하고 미리 보기' }).press('Enter');
      await page.getByRole('button', { name: '저장', exact: true }).press('Enter');
      await page.getByText(/이제 설정 \d+판을 씁니다/).waitFor();
      await saveScreenshot(page, 'phone-settings-rules');

      await page.goto(`${origin}/settings/history`);
      await page.getByRole('button', { name: '1판으로 되돌리기' }).click();
      await page.getByLabel('왜 바꾸는지').fill('규칙을 다시 정하기로 함');
      await page.getByRole('button', { name: '되돌리기', exact: true }).click();
      await page.getByText('1판으로 되돌림', { exact: true }).waitFor();
      expect(await sidewaysOverflow(page)).toBe(0);
      expect(await barriers(page)).toEqual([]);
      await saveScreenshot(page, 'phone-settings-history');
    });
  });

  it('finds every part of the settings whole, in English and in the dark', async () => {
    await journey({ viewport: PHONE, language: 'en' }, async (page) => {
      await page.goto(`${origin}/settings`);
      await page.getByRole('button', { name: 'Switch to dark' }).click();
      for (const [part, sign] of [
        ['taxonomy', '.entry'],
        ['domain-words', '.edit-list li'],
        ['alert-rules', '.entry'],
        ['history', '.connectors li, .empty'],
      ] as const) {
        await page.goto(`${origin}/settings/${part}`);
        await page.locator(sign).first().waitFor();
        expect(await sidewaysOverflow(page), part).toBe(0);
        expect(await barriers(page), part).toEqual([]);
        await saveScreenshot(page, `phone-settings-${part}`);
      }
    });
  });
});

describe('a topic that emerges', () => {
  const list: EmergingList = {
    week: '2026-W46',
    edition: 5,
    proposals: [
      {
        proposal: {
          id: '5f3c0de100000001',
          name: '지점 폐쇄 · 창구 없음',
          terms: [
            { term: '지점 폐쇄', documents: 14 },
            { term: '창구 없음', documents: 9 },
          ],
          documents: 17,
          customers: 6,
          negativeShare: 0.7,
          change: { ratio: 4, low: 2.1, high: 7.8, significant: true },
          firstDay: '2026-11-10',
          lastDay: '2026-11-14',
          evidence: [],
        },
        decision: null,
      },
    ],
    nextCursor: null,
  };

  it('is accepted as a reason whose first wording is its own, once name and meaning are written', async () => {
    await journey({ viewport: PHONE, language: 'ko' }, async (page) => {
      const sent: unknown[] = [];
      await page.route('**/v1/emerging?*', (route) => route.fulfill({ json: list }));
      await page.route('**/v1/emerging/*', (route) => {
        sent.push(route.request().postDataJSON());
        return route.fulfill({ json: { ...list.proposals[0] } });
      });
      await page.goto(origin);
      await page.getByRole('button', { name: '이유로 받아들이기' }).click();
      const save = page.getByRole('button', { name: '이유로 더하기' });
      expect(await save.isDisabled()).toBe(true);
      await expect.poll(() => page.getByLabel('식별자').inputValue()).toBe('topic-5f3c0de1');
      await page.getByLabel('이름 (영어)').fill('Branch closing');
      await expect.poll(() => page.getByLabel('식별자').inputValue()).toBe('branch-closing');
      await page.getByLabel('뜻 (한국어)').fill('지점이 닫혀 창구를 쓸 수 없음');
      expect(await sidewaysOverflow(page)).toBe(0);
      await saveScreenshot(page, 'phone-emerging');
      await save.click();
      await page.getByText('보관 중인 목소리를 다시 읽기 시작합니다').waitFor();
      expect(sent).toEqual([
        {
          week: WEEK,
          edition: 5,
          decision: 'accepted',
          code: 'branch-closing',
          name: { ko: '지점 폐쇄', en: 'Branch closing' },
          what: { ko: '지점이 닫혀 창구를 쓸 수 없음', en: '지점이 닫혀 창구를 쓸 수 없음' },
          phrases: ['지점 폐쇄', '창구 없음'],
        },
      ]);
    });
  });

  it('is dismissed after the consequence was said', async () => {
    await journey({ viewport: DESKTOP, language: 'ko' }, async (page) => {
      const sent: unknown[] = [];
      await page.route('**/v1/emerging?*', (route) => route.fulfill({ json: list }));
      await page.route('**/v1/emerging/*', (route) => {
        sent.push(route.request().postDataJSON());
        return route.fulfill({ json: { ...list.proposals[0] } });
      });
      await page.goto(origin);
      await page.getByRole('button', { name: '받아들이지 않기' }).click();
      await page.getByText('다시 묻지 않습니다').waitFor();
      await page.getByRole('button', { name: '다시 묻지 않기' }).click();
      await expect.poll(() => sent).toEqual([{ week: WEEK, decision: 'dismissed' }]);
    });
  });
});
