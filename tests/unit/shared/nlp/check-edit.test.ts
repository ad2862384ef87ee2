import { describe, expect, it } from 'vitest';
import { NOTHING_EDITED, type SettingsContent } from '../../../../shared/domain/settings-edition.ts';
import { checkTaxonomyEdit } from '../../../../shared/nlp/check-taxonomy-edit.ts';
import { checkWordsEdit } from '../../../../shared/nlp/check-words-edit.ts';
import { describeEdit } from '../../../../shared/nlp/describe-edit.ts';
import { isCostlyPhrase } from '../../../../shared/nlp/phrase-cost.ts';
import { previewEdit } from '../../../../shared/nlp/preview-edit.ts';
import { asDeployed, codeEdit, deployed } from './edit-fixture.ts';

const paths = (findings: readonly { path: string }[]) => findings.map(({ path }) => path);

describe('a check of the taxonomy', () => {
  const check = (...codes: ReturnType<typeof codeEdit>[]) => checkTaxonomyEdit(deployed.taxonomy, { codes });

  it('lets good edits through', () => {
    expect(check(codeEdit('refund-status', { phrases: ['환급 언제', '환급~아직'] }))).toEqual([]);
    expect(check(asDeployed('price', { phrases: ['바가지요금'] }))).toEqual([]);
  });

  it('names the place of every mistake, with a sentence in both languages', () => {
    const findings = check(
      codeEdit('empty'),
      codeEdit('twice', { phrases: ['환급 언제', '환급 언제', '(', '환|급', '(환급)+아직'] }),
      codeEdit('twice', { phrases: ['다른 말'] }),
      codeEdit('fee', { name: { ko: '비용·가치', en: 'Fee' }, phrases: ['수수료'] }),
    );
    expect(paths(findings)).toEqual([
      'codes.0.phrases',
      'codes.1.phrases.1',
      'codes.1.phrases.2',
      'codes.1.phrases.3',
      'codes.1.phrases.4',
      'codes.2.code',
      'codes.3.name.ko',
    ]);
    for (const { message } of findings) {
      expect(message.ko).toMatch(/[가-힣].*\.$/);
      expect(message.en).toMatch(/^["A-Z].*\.$/);
    }
  });

  it('lets two codes swap their names', () => {
    const [price, trust] = [asDeployed('price'), asDeployed('trust')];
    expect(check({ ...price, name: trust.name }, { ...trust, name: price.name })).toEqual([]);
  });

  it.each(['(가+)+나', '(가|가)*나', '(가나){2,}다', '(가)\\1', '가+나+다+라+마', '(?:가+){30}'])(
    'takes %s for a phrase that may stop everything',
    (phrase) => expect(isCostlyPhrase(phrase)).toBe(true),
  );

  it('takes few of the deployed phrases for one, which experts wrote', () => {
    const all = Object.values(deployed.cues.codes).flatMap(({ cues }) => cues.flatMap(({ any }) => any));
    expect(all.filter(isCostlyPhrase).length / all.length).toBeLessThan(0.05);
  });
});

describe('a check of the words', () => {
  const check = (words: { word: string; also: string[] }[], removed: string[] = []) =>
    paths(checkWordsEdit(deployed.domainWords, { words, removed }));

  it('lets good edits through, also a spelling that moves to another word', () => {
    expect(check([{ word: '환급알림', also: ['환급 알람'] }])).toEqual([]);
    expect(check([{ word: '로그인', also: ['로긴', '로그잉', '로그온'] }])).toEqual([]);
    expect(
      check([
        { word: '로그인', also: ['로긴'] },
        { word: '접속실패', also: ['로그잉'] },
      ]),
    ).toEqual([]);
    expect(check([], ['유심'])).toEqual([]);
  });

  it('names the place of every mistake', () => {
    expect(
      check(
        [
          { word: '환급알림', also: ['비번', '환', '환급 알림'] },
          { word: '환급알림', also: [] },
          { word: '유심', also: ['심카드'] },
        ],
        ['유심', '없는말'],
      ),
    ).toEqual([
      'words.0.also.0',
      'words.0.also.1',
      'words.0.also.2',
      'words.1.word',
      'words.2.word',
      'removed.1',
    ]);
  });
});

describe('an edit in words', () => {
  const content: SettingsContent = {
    ...NOTHING_EDITED,
    taxonomy: { codes: [codeEdit('refund-status', { phrases: ['환급~언제'] })] },
    domainWords: { words: [{ word: '환급알림', also: [] }], removed: ['유심'] },
  };

  it('says what came, went and changed', () => {
    const said = (before = NOTHING_EDITED, after = content) =>
      describeEdit(deployed, before, after).map(({ ko }) => ko);
    expect(said()).toEqual([
      '코드 ‘이름 refund-status’(refund-status) 추가',
      '단어 ‘환급알림’ 추가',
      '단어 ‘유심’ 삭제',
    ]);
    expect(said(content, NOTHING_EDITED)).toEqual([
      '코드 ‘이름 refund-status’(refund-status) 삭제',
      '단어 ‘유심’ 추가',
      '단어 ‘환급알림’ 삭제',
    ]);
    expect(said(content, content)).toEqual([]);
    const more = { codes: [codeEdit('refund-status', { phrases: ['환급~언제', '입금~언제'] })] };
    expect(said(content, { ...content, taxonomy: more })).toEqual(['‘이름 refund-status’에 표현 1개 추가']);
  });

  it('shows which voices it would have read otherwise', () => {
    const preview = previewEdit(deployed, NOTHING_EDITED, content);
    const voice = { codes: ['delay'], terms: ['유심'] };
    expect(preview({ ...voice, text: '환급이 언제 되나요, 환급 알림도 없네요' })).toEqual({
      codes: ['refund-status', 'delay'],
      terms: ['환급알림'],
    });
    expect(preview({ codes: ['delay'], terms: [], text: '늦어요' })).toBeNull();
    const back = previewEdit(deployed, content, NOTHING_EDITED);
    expect(back({ codes: ['refund-status', 'delay'], terms: [], text: '환급 언제' })?.codes).toEqual([
      'delay',
    ]);
  });
});
