import type { InTwoLanguages, SettingsContent } from '../domain/settings-edition.ts';
import { applyEdition, wordEntries } from './apply-edition.ts';
import type { NlpSettings } from './nlp-settings.ts';

/** Sentences beyond this are counted, not written. */
const MOST_SENTENCES = 30;

/** What one content has other than another, in words that people read in the history. */
export function describeEdit(
  deployed: NlpSettings,
  before: SettingsContent,
  after: SettingsContent,
): InTwoLanguages[] {
  const [was, is] = [applyEdition(deployed, before), applyEdition(deployed, after)];
  const sentences = [
    ...describeCodes(was, is),
    ...describeWords(was, is),
    ...describeRules(before.alertRules, after.alertRules),
  ];
  const rest = sentences.length - MOST_SENTENCES;
  return rest <= 0
    ? sentences
    : [...sentences.slice(0, MOST_SENTENCES), { ko: `그 밖에 ${rest}건`, en: `and ${rest} more` }];
}

type Named = Pick<NlpSettings, 'taxonomy' | 'cues'>;

function describeCodes(was: Named, is: Named): InTwoLanguages[] {
  const before = new Map(was.taxonomy.codes.map((entry) => [entry.code, entry]));
  const sentences: InTwoLanguages[] = [];
  for (const entry of is.taxonomy.codes) {
    const { code, name } = entry;
    const old = before.get(code);
    before.delete(code);
    if (old === undefined) {
      sentences.push({ ko: `코드 ‘${name.ko}’(${code}) 추가`, en: `Code "${name.en}" (${code}) added` });
      continue;
    }
    if (old.name.ko !== name.ko || old.name.en !== name.en)
      sentences.push({
        ko: `코드 ${code}의 이름: ‘${old.name.ko}’ → ‘${name.ko}’`,
        en: `Name of ${code}: "${old.name.en}" → "${name.en}"`,
      });
    if (old.what.ko !== entry.what.ko || old.what.en !== entry.what.en)
      sentences.push({ ko: `‘${name.ko}’의 설명 변경`, en: `Explanation of "${name.en}" changed` });
    sentences.push(...describePhrases(name, was.cues.codes[code], is.cues.codes[code]));
  }
  for (const { code, name } of before.values())
    sentences.push({ ko: `코드 ‘${name.ko}’(${code}) 삭제`, en: `Code "${name.en}" (${code}) taken out` });
  return sentences;
}

type CodeCues = NlpSettings['cues']['codes'][string];

function describePhrases(
  name: InTwoLanguages,
  was: CodeCues | undefined,
  is: CodeCues | undefined,
): InTwoLanguages[] {
  const phrasesOf = (cues: CodeCues | undefined) => (cues?.cues ?? []).flatMap(({ any }) => any);
  const [old, now] = [new Set(phrasesOf(was)), new Set(phrasesOf(is))];
  const added = [...now].filter((phrase) => !old.has(phrase)).length;
  const removed = [...old].filter((phrase) => !now.has(phrase)).length;
  const sentences: InTwoLanguages[] = [];
  if (added > 0)
    sentences.push({
      ko: `‘${name.ko}’에 표현 ${added}개 추가`,
      en: `${added} phrases added to "${name.en}"`,
    });
  if (removed > 0)
    sentences.push({
      ko: `‘${name.ko}’에서 표현 ${removed}개 삭제`,
      en: `${removed} phrases taken out of "${name.en}"`,
    });
  if (was?.stage !== is?.stage || was?.mood !== is?.mood)
    sentences.push({ ko: `‘${name.ko}’의 단계·분위기 변경`, en: `Stage or mood of "${name.en}" changed` });
  return sentences;
}

function describeWords(
  was: Pick<NlpSettings, 'domainWords'>,
  is: Pick<NlpSettings, 'domainWords'>,
): InTwoLanguages[] {
  const before = new Map(wordEntries(was.domainWords).map((entry) => [entry.word, entry]));
  const sentences: InTwoLanguages[] = [];
  for (const { word, also } of wordEntries(is.domainWords)) {
    const old = before.get(word);
    before.delete(word);
    if (old === undefined) {
      sentences.push({ ko: `단어 ‘${word}’ 추가`, en: `Word "${word}" added` });
    } else if (old.also.join('\n') !== also.join('\n')) {
      sentences.push({ ko: `‘${word}’의 다른 표기 변경`, en: `Spellings of "${word}" changed` });
    }
  }
  for (const word of before.keys())
    sentences.push({ ko: `단어 ‘${word}’ 삭제`, en: `Word "${word}" taken out` });
  return sentences;
}

function describeRules(
  was: SettingsContent['alertRules'],
  is: SettingsContent['alertRules'],
): InTwoLanguages[] {
  const before = new Map(was.rules.map(({ team, rule }) => [team, JSON.stringify(rule)]));
  const sentences: InTwoLanguages[] = [];
  for (const { team, rule } of is.rules) {
    const old = before.get(team);
    before.delete(team);
    if (old !== JSON.stringify(rule))
      sentences.push({ ko: `‘${team}’ 팀의 알림 규칙 변경`, en: `Alert rule of the team "${team}" changed` });
  }
  for (const team of before.keys())
    sentences.push({
      ko: `‘${team}’ 팀의 알림 규칙을 배포된 규칙으로`,
      en: `Alert rule of the team "${team}" back to the deployed one`,
    });
  return sentences;
}
