import { describe, expect, it } from 'vitest';
import { AlertRuleSchema } from '../../../../shared/domain/alert.ts';
import { NOTHING_EDITED, type SettingsEdition } from '../../../../shared/domain/settings-edition.ts';
import { deployedRules, EVERYTHING } from '../../../../shared/runtime/deployed-rules.ts';
import { editPart, nextEdition } from '../../../../shared/runtime/edit-settings.ts';
import { asDeployed, codeEdit, deployed as settings } from '../nlp/edit-fixture.ts';

const rules = [
  { team: 'sinks', builtIn: true, rule: EVERYTHING },
  { team: 'cx', builtIn: false, rule: AlertRuleSchema.parse({ watches: { codes: ['auth'] } }) },
];
const deployed = { settings, rules };
const edit = (part: Parameters<typeof editPart>[2], value: unknown, content = NOTHING_EDITED) =>
  editPart(deployed, content, part, value);
const pathsOf = ({ findings }: ReturnType<typeof edit>) => findings.map(({ path }) => path);

describe('an edited part', () => {
  it('is kept as the difference from what was deployed', () => {
    const { content } = edit('taxonomy', {
      codes: [
        asDeployed('price'),
        asDeployed('trust', {
          stage: settings.cues.codes.trust?.stage,
          mood: settings.cues.codes.trust?.mood,
        }),
        codeEdit('refund-status', { phrases: ['환급 언제'] }),
      ],
    });
    expect(content?.taxonomy.codes.map(({ code }) => code)).toEqual(['refund-status']);
    const words = edit('domain-words', { words: [{ word: '유심', also: [] }], removed: [] });
    expect(words.content).toEqual(NOTHING_EDITED);
    const rule = { urgentVoices: true, minVoices: 1 };
    expect(edit('alert-rules', { rules: [{ team: 'sinks', rule }] }).content).toEqual(NOTHING_EDITED);
  });

  it('leaves the other parts as they are', () => {
    const before = edit('domain-words', { words: [], removed: ['유심'] }).content ?? NOTHING_EDITED;
    const after = edit('alert-rules', { rules: [{ team: 'cx', rule: { minVoices: 9 } }] }, before).content;
    expect(after).toMatchObject({
      domainWords: { removed: ['유심'] },
      alertRules: { rules: [{ team: 'cx', rule: { minVoices: 9, minSeverity: 'notice' } }] },
    });
  });

  it('is refused with a sentence for every mistake in its shape', () => {
    const refused = edit('taxonomy', {
      codes: [{ ...codeEdit('Bad Code'), name: { ko: '', en: 'x'.repeat(99) }, mood: 5, colour: 'red' }],
    });
    expect(refused.content).toBeNull();
    expect(pathsOf(refused).sort()).toEqual([
      'codes.0',
      'codes.0.code',
      'codes.0.mood',
      'codes.0.name.en',
      'codes.0.name.ko',
    ]);
    for (const { message } of refused.findings) expect(message.ko).toMatch(/[가-힣]/);
    expect(pathsOf(edit('domain-words', 'nonsense'))).toEqual(['']);
  });

  it('is refused where a rule names a team or a code that is not there', () => {
    expect(
      pathsOf(
        edit('alert-rules', {
          rules: [
            { team: 'nobody', rule: {} },
            { team: 'cx', rule: { watches: { codes: ['auth', 'absent'] } } },
            { team: 'cx', rule: { quietHours: { from: '22:00', to: '22:00' } } },
          ],
        }),
      ),
    ).toEqual(['rules.2.rule.quietHours.to']);
    expect(
      pathsOf(
        edit('alert-rules', {
          rules: [
            { team: 'nobody', rule: {} },
            { team: 'cx', rule: { watches: { codes: ['auth', 'absent'] } } },
            { team: 'cx', rule: {} },
          ],
        }),
      ),
    ).toEqual(['rules.0.team', 'rules.1.rule.watches.codes.1', 'rules.2.team']);
  });

  it('keeps a code that a rule watches', () => {
    const codes = [codeEdit('refund-status', { phrases: ['환급 언제'] })];
    const withCode = edit('taxonomy', { codes }).content ?? NOTHING_EDITED;
    const rule = { watches: { codes: ['refund-status'] } };
    const watched =
      edit('alert-rules', { rules: [{ team: 'cx', rule }] }, withCode).content ?? NOTHING_EDITED;
    expect(watched.alertRules.rules).toHaveLength(1);
    expect(pathsOf(edit('taxonomy', { codes: [] }, watched))).toEqual(['codes']);
  });

  it('is refused where it no longer fits into one item', () => {
    const words = Array.from({ length: 2_000 }, (_, index) => ({
      word: `말${index}`,
      also: [`${'가'.repeat(50)}${index}`],
    }));
    expect(pathsOf(edit('domain-words', { words, removed: [] }))).toEqual(['']);
  });
});

describe('the next edition', () => {
  const by = { note: '', at: '2026-11-20T09:00:00.000Z', by: 'cx@example.com' };
  const next = (before: SettingsEdition | null, part: 'taxonomy' | 'alert-rules', value: unknown) => {
    const { content } = edit(part, value, before?.content);
    return nextEdition(deployed, before, { ...by, part, content: content ?? NOTHING_EDITED });
  };

  it('counts up, and says since when texts are read as they are now', () => {
    const first = next(null, 'alert-rules', { rules: [{ team: 'cx', rule: { minVoices: 9 } }] });
    expect(first).toMatchObject({
      edition: 1,
      readingEdition: 0,
      changes: [{ ko: '‘cx’ 팀의 알림 규칙 변경' }],
    });
    const named = next(first, 'taxonomy', {
      codes: [asDeployed('price', { name: { ko: '돈', en: 'Money' } })],
    });
    expect(named).toMatchObject({ edition: 2, readingEdition: 0 });
    const read = next(named, 'taxonomy', { codes: [codeEdit('refund-status', { phrases: ['환급 언제'] })] });
    expect(read).toMatchObject({ edition: 3, readingEdition: 3 });
    const restored = nextEdition(deployed, read, {
      ...by,
      part: 'all',
      restored: 0,
      content: NOTHING_EDITED,
    });
    expect(restored).toMatchObject({ edition: 4, readingEdition: 4, restored: 0 });
  });

  it('is none where nothing would change', () => {
    expect(next(null, 'taxonomy', { codes: [asDeployed('price')] })).toBeNull();
  });
});

it('lists the teams whose rules people may edit, never the event bus', () => {
  const cx = {
    name: 'cx',
    mail: { from: 'a@example.com', to: ['b@example.com'] },
    ...AlertRuleSchema.parse({}),
  };
  const mail = { from: 'a@example.com', to: ['b@example.com'] };
  expect(deployedRules({ alerts: { mail, teams: [cx] }, sinks: [] })).toEqual([
    { team: 'on-call', builtIn: true, rule: EVERYTHING },
    { team: 'cx', builtIn: false, rule: AlertRuleSchema.parse({}) },
  ]);
});
