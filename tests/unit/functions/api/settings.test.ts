import { describe, expect, it } from 'vitest';
import { ProblemSchema } from '../../../../shared/domain/dashboard-api.ts';
import type { EmergingDecision } from '../../../../shared/domain/emerging-point.ts';
import { isUnderWay, type Reanalysis } from '../../../../shared/domain/reanalysis.ts';
import {
  SettingsCheckSchema,
  type SettingsView,
  SettingsViewSchema,
  TaxonomyViewSchema,
} from '../../../../shared/domain/settings-api.ts';
import { makeApi, makeDocument } from './api-world.ts';
import { fullWorld } from './full-world.ts';
import { makeSettings } from './settings-world.ts';

const CODE = {
  code: 'refund-status',
  name: { ko: '환급 진행 상황', en: 'Refund status' },
  what: { ko: '환급이 어디까지 왔는지 모름', en: 'Does not know how far the refund is' },
  phrases: ['환급~언제'],
};

function setUp() {
  const world = fullWorld();
  const settings = makeSettings();
  const decisions: EmergingDecision[] = [];
  const woken: Reanalysis[] = [];
  const api = makeApi({
    ...world,
    documents: [
      makeDocument(1, { text: '환급은 언제 되나요' }),
      makeDocument(2, { text: '환급알림이 안 와요', terms: ['환급'] }),
      makeDocument(3),
    ],
    overrides: {
      ...world.overrides,
      ...settings,
      moveReanalysis: async (walk) => woken.push(walk),
      emergingDecisions: {
        list: async () => decisions,
        decide: async (decision) => void decisions.push(decision),
      },
    },
  });
  const send = async (method: string, path: string, body?: unknown, role: 'admin' | 'marketer' = 'admin') => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    return api.as([role])(`/v1${path}`, { method, headers: { 'content-type': 'application/json' }, ...init });
  };
  const view = async (response: Promise<Response>): Promise<SettingsView> =>
    SettingsViewSchema.parse(await (await response).json());
  const problem = async (response: Promise<Response>) => ProblemSchema.parse(await (await response).json());
  return { settings, decisions, woken, send, view, problem };
}

describe('editing settings', () => {
  it('shows everything as deployed at first, and each edit where it belongs', async () => {
    const { send, view } = setUp();
    const first = await view(send('GET', '/settings'));
    expect(first).toMatchObject({ edition: 0, at: null, reading: { behind: false, running: null } });
    expect(first.taxonomy.codes.some(({ added, edited }) => added || edited)).toBe(false);
    expect(first.taxonomy.deployedPhrases.price).toBeGreaterThan(5);
    await send('PUT', '/settings/taxonomy', { edition: 0, value: { codes: [CODE] } });
    await send('PUT', '/settings/domain-words', { edition: 1, value: { words: [], removed: ['유심'] } });
    const rule = { minSeverity: 'warning' };
    await send('PUT', '/settings/alert-rules', { edition: 2, value: { rules: [{ team: 'sinks', rule }] } });
    const now = await view(send('GET', '/settings'));
    expect(now.taxonomy.codes.at(-1)).toMatchObject({ ...CODE, added: true, edited: true });
    expect(now.domainWords.removed).toEqual(['유심']);
    expect(now.alertRules).toMatchObject([
      {
        team: 'sinks',
        edited: true,
        rule: { minSeverity: 'warning', minVoices: 5 },
        deployed: { minVoices: 1 },
      },
    ]);
    const { codes, edition } = TaxonomyViewSchema.parse(await (await send('GET', '/taxonomy')).json());
    expect(edition).toBe(3);
    expect(codes.at(-1)).toEqual({ code: CODE.code, name: CODE.name, what: CODE.what });
  });

  it('has stored voices read again, once all instances read by it, and one walk for edits in a row', async () => {
    const { send, view, woken, settings } = setUp();
    const one = await view(send('PUT', '/settings/taxonomy', { edition: 0, value: { codes: [CODE] } }));
    expect(one.reading).toMatchObject({ behind: true, running: { startsAt: '2026-11-16T00:02:00.000Z' } });
    await send('PUT', '/settings/domain-words', { edition: 1, value: { words: [], removed: ['유심'] } });
    expect(woken.map(({ edition }) => edition)).toEqual([1, 2]);
    const walks = await settings.reanalyses.list(9);
    expect(walks.filter(isUnderWay).map(({ edition }) => edition)).toEqual([2]);
  });

  it('begins no walk for names and alert rules', async () => {
    const { send, woken } = setUp();
    await send('PUT', '/settings/alert-rules', {
      edition: 0,
      value: { rules: [{ team: 'sinks', rule: { minVoices: 7 } }] },
    });
    expect(woken).toEqual([]);
  });

  it('lets the second of two people read again', async () => {
    const { send, problem } = setUp();
    const edit = { edition: 0, value: { codes: [CODE] } };
    expect((await send('PUT', '/settings/taxonomy', edit)).status).toBe(200);
    expect(await problem(send('PUT', '/settings/taxonomy', edit))).toMatchObject({ code: 'conflict' });
  });

  it('answers mistakes with their places and sentences', async () => {
    const { send, problem } = setUp();
    const value = { codes: [{ ...CODE, phrases: ['('] }] };
    const refused = await problem(send('PUT', '/settings/taxonomy', { edition: 0, value }));
    expect(refused).toMatchObject({
      code: 'invalid-settings',
      status: 400,
      findings: [{ path: 'codes.0.phrases.0', message: { ko: expect.stringMatching(/괄호/) } }],
    });
  });

  it('brings back an earlier edition as a new one', async () => {
    const { send, view, problem, settings } = setUp();
    await send('PUT', '/settings/taxonomy', { edition: 0, value: { codes: [CODE] } });
    const back = await view(
      send('POST', '/settings/restorations', { edition: 1, restore: 0, note: '잘못 더함' }),
    );
    expect(back.edition).toBe(2);
    expect(back.taxonomy.codes.some(({ added }) => added)).toBe(false);
    expect(await settings.settings.edition(2)).toMatchObject({ part: 'all', restored: 0, readingEdition: 2 });
    const unknown = send('POST', '/settings/restorations', { edition: 2, restore: 9 });
    expect(await problem(unknown)).toMatchObject({ code: 'not-found' });
  });

  it('checks an edit without saving it, and shows what it would read otherwise', async () => {
    const { send, view } = setUp();
    const check = async (part: string, value: unknown) =>
      SettingsCheckSchema.parse(await (await send('POST', '/settings/checks', { part, value })).json());
    expect(await check('taxonomy', { codes: [CODE] })).toEqual({
      findings: [],
      preview: {
        voices: 3,
        changed: 1,
        history: expect.any(Number),
        examples: [
          {
            documentKey: '1'.padStart(64, '0'),
            text: '환급은 언제 되나요',
            before: { codes: ['price'], terms: ['수수료'] },
            after: { codes: ['refund-status', 'price'], terms: ['수수료'] },
          },
        ],
      },
    });
    const words = await check('domain-words', { words: [{ word: '환급알림', also: [] }], removed: [] });
    expect(words.preview?.examples.map(({ after }) => after.terms)).toEqual([['환급알림', '환급']]);
    const mistaken = await check('taxonomy', { codes: [{ ...CODE, name: { ko: '', en: '' } }] });
    expect(mistaken.findings.map(({ path }) => path)).toEqual(['codes.0.name.ko', 'codes.0.name.en']);
    expect(mistaken.preview).toBeNull();
    expect((await view(send('GET', '/settings'))).edition).toBe(0);
  });
});

describe('proposals for new reasons', () => {
  const accepted = { week: '2026-W46', edition: 0, decision: 'accepted', ...CODE };

  it('become codes with their phrases, and are decided', async () => {
    const { send, view, decisions } = setUp();
    expect((await send('PUT', '/emerging/5f3c0de100000001', accepted, 'marketer')).status).toBe(200);
    expect(decisions).toMatchObject([{ id: '5f3c0de100000001', decision: 'accepted', code: CODE.code }]);
    const now = await view(send('GET', '/settings'));
    expect(now.taxonomy.codes.at(-1)).toMatchObject({ ...CODE, added: true });
  });

  it('may be accepted once more in the same way, as after an answer that got lost', async () => {
    const { send, settings } = setUp();
    await send('PUT', '/emerging/5f3c0de100000001', accepted);
    const again = await send('PUT', '/emerging/5f3c0de100000001', accepted);
    expect(again.status).toBe(200);
    expect((await settings.settings.head()).edition).toBe(1);
  });

  it('cannot take the code of another reason', async () => {
    const { send, problem, decisions } = setUp();
    const taken = { ...accepted, code: 'price' };
    expect(await problem(send('PUT', '/emerging/5f3c0de100000001', taken))).toMatchObject({
      code: 'invalid-settings',
      findings: [{ path: 'code' }],
    });
    expect(decisions).toEqual([]);
  });

  it('are dismissed without touching the settings', async () => {
    const { send, settings, decisions } = setUp();
    await send('PUT', '/emerging/5f3c0de100000002', { week: '2026-W46', decision: 'dismissed' });
    expect(decisions).toMatchObject([{ decision: 'dismissed', code: null }]);
    expect((await settings.settings.head()).edition).toBe(0);
  });
});
