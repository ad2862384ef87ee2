import type { DomainWordsEdit, InTwoLanguages, SettingsFinding } from '../domain/settings-edition.ts';
import { wordEntries } from './apply-edition.ts';
import type { DomainWords } from './nlp-settings.ts';

/** What is wrong with an edit of the domain words, place by place; none where it can be saved. */
export function checkWordsEdit(
  deployed: DomainWords,
  { words, removed }: DomainWordsEdit,
): SettingsFinding[] {
  const findings: SettingsFinding[] = [];
  const gone = new Set(removed);
  const edited = new Set(words.map(({ word }) => word));
  const before = wordEntries(deployed);
  const known = new Set(before.map(({ word }) => word));
  /** Which word a spelling counts as. */
  const owners = new Map<string, string>();
  for (const { word, also } of before) {
    if (gone.has(word) || edited.has(word)) continue;
    for (const spelling of [word, ...also]) owners.set(plain(spelling), word);
  }
  const seen = new Set<string>();
  for (const [index, { word, also }] of words.entries()) {
    const at = `words.${index}`;
    const find = (path: string, message: InTwoLanguages) => findings.push({ path, message });
    if (seen.has(word)) find(`${at}.word`, twice(word));
    seen.add(word);
    if (gone.has(word)) find(`${at}.word`, bothWays(word));
    for (const [number, spelling] of [word, ...also].entries()) {
      const path = number === 0 ? `${at}.word` : `${at}.also.${number - 1}`;
      if (plain(spelling).length < 2) find(path, tooShort(spelling));
      const owner = owners.get(plain(spelling));
      if (owner !== undefined && owner !== word) find(path, taken(spelling, owner));
      if (owner === word && number > 0) find(path, again(spelling));
      owners.set(plain(spelling), word);
    }
  }
  for (const [index, word] of removed.entries())
    if (!known.has(word)) findings.push({ path: `removed.${index}`, message: notThere(word) });
  return findings;
}

function plain(spelling: string): string {
  return spelling.replace(/\s+/gu, '').toLowerCase();
}

function twice(word: string): InTwoLanguages {
  return {
    ko: `‘${word}’이(가) 두 번 있습니다. 하나로 합쳐 주세요.`,
    en: `"${word}" is there twice. Make one of them.`,
  };
}

function bothWays(word: string): InTwoLanguages {
  return {
    ko: `‘${word}’이(가) 삭제할 단어에도 있습니다. 한쪽만 남겨 주세요.`,
    en: `"${word}" is also among the words to take out. Keep one of both.`,
  };
}

function tooShort(spelling: string): InTwoLanguages {
  return {
    ko: `‘${spelling}’은(는) 한 글자라 다른 단어의 일부와 구별되지 않습니다. 두 글자 이상 적어 주세요.`,
    en: `"${spelling}" is one letter, which cannot be told from a piece of another word. Use two or more.`,
  };
}

function taken(spelling: string, owner: string): InTwoLanguages {
  return {
    ko: `‘${spelling}’은(는) 이미 ‘${owner}’(으)로 셉니다. 한 단어에만 넣어 주세요.`,
    en: `"${spelling}" counts as "${owner}" already. Put it under one word only.`,
  };
}

function again(spelling: string): InTwoLanguages {
  return {
    ko: `‘${spelling}’은(는) 같은 단어에 이미 있습니다. 띄어쓰기는 적지 않아도 됩니다.`,
    en: `"${spelling}" is there already; spaces need not be written out.`,
  };
}

function notThere(word: string): InTwoLanguages {
  return {
    ko: `‘${word}’은(는) 배포된 단어가 아니라 삭제할 수 없습니다.`,
    en: `"${word}" is no deployed word, so it cannot be taken out.`,
  };
}
