import { describe, expect, it } from 'vitest';
import { NOTHING_EDITED, type SettingsContent } from '../../../../shared/domain/settings-edition.ts';
import { applyEdition, readsOtherwise } from '../../../../shared/nlp/apply-edition.ts';
import { createCueReader } from '../../../../shared/nlp/read-cues.ts';
import { asDeployed, codeEdit, deployed } from './edit-fixture.ts';

const contentWith = (parts: Partial<SettingsContent>): SettingsContent => ({ ...NOTHING_EDITED, ...parts });
const codes = (...edits: ReturnType<typeof codeEdit>[]) => contentWith({ taxonomy: { codes: edits } });
const words = (added: [string, string[]][], removed: string[] = []) =>
  contentWith({ domainWords: { words: added.map(([word, also]) => ({ word, also })), removed } });
const applied = (content: SettingsContent) => applyEdition(deployed, content);

describe('an edition over the deployed settings', () => {
  it('changes nothing where nothing is edited', () => {
    expect(applied(NOTHING_EDITED)).toEqual(deployed);
  });

  it('gives a new code its name and has it read by its phrases alone', () => {
    const settings = applied(codes(codeEdit('refund-status', { phrases: ['환급~언제'] })));
    expect(settings.taxonomy.codes.at(-1)).toMatchObject({ code: 'refund-status' });
    const read = createCueReader(settings.cues).read('환급은 도대체 언제 되나요');
    expect(read.certain).toEqual(['refund-status']);
    expect(read.hesitations).toContainEqual(
      expect.objectContaining({
        code: 'refund-status',
        evidence: [{ start: 0, end: 10, text: '환급은 도대체 언제' }],
      }),
    );
    expect(createCueReader(deployed.cues).read('환급은 도대체 언제 되나요').certain).toEqual([]);
  });

  it('renames a code without another reading', () => {
    const content = codes(asDeployed('price', { name: { ko: '돈', en: 'Money' } }));
    const settings = applied(content);
    expect(settings.taxonomy.codes.find(({ code }) => code === 'price')?.name.ko).toBe('돈');
    expect(settings.version).toBe(deployed.version);
    expect(readsOtherwise(deployed, NOTHING_EDITED, content)).toBe(false);
  });

  it('puts phrases of a deployed code behind those that the trained model knows by number', () => {
    const { price } = applied(codes(asDeployed('price', { phrases: ['바가지요금'] }))).cues.codes;
    const before = deployed.cues.codes.price?.cues ?? [];
    expect(price?.cues.slice(0, before.length)).toEqual(before);
    expect(price?.cues.at(-1)).toMatchObject({ any: ['바가지요금'], certain: true });
  });

  it('leaves out a code that a deployment dropped and nobody gave phrases', () => {
    expect(applied(codes(codeEdit('gone'))).taxonomy).toEqual(deployed.taxonomy);
  });

  it('adds, replaces and takes out words', () => {
    const settings = applied(
      words(
        [
          ['환급알림', []],
          ['로그인', ['로긴']],
        ],
        ['유심'],
      ),
    );
    const list = settings.domainWords.words;
    expect(list.at(-1)).toBe('환급알림');
    expect(list).toContainEqual({ word: '로그인', also: ['로긴'] });
    expect(list).not.toContain('유심');
    expect(list).toHaveLength(deployed.domainWords.words.length);
  });

  it('has a version by what is read, not by the order of the edits', () => {
    const [a, b] = [codeEdit('aa', { phrases: ['가나다'] }), codeEdit('bb', { phrases: ['라마바'] })];
    expect(applied(codes(a, b)).version).toBe(applied(codes(b, a)).version);
    const versions = [
      applied(codes(a)),
      applied(codes({ ...a, phrases: ['가나라'] })),
      applied(codes({ ...a, stage: 'churn' })),
      applied(words([['환급알림', []]])),
      applied(words([], ['유심'])),
      deployed,
    ].map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(applied(words([['유심', []]])).version).toBe(deployed.version);
  });
});
