/** A word as the settings write it without quotes, also of several parts: `입 출금`, `1:1문의`. */
const WORD = '[가-힣A-Za-z0-9]+(?:[ .:][가-힣A-Za-z0-9]+)*';
const REMARK = /^ *(?:#.*)?$/u;
const KEY = /^([a-z]+):(?: "([\w.-]*)")?$/u;
const ITEM = new RegExp(`^ {2}- (${WORD})$`, 'u');
const ITEM_WITH_SPELLINGS = new RegExp(
  `^ {2}- \\{ word: (${WORD}), also: \\[(${WORD}(?:, ${WORD})*)\\] \\}$`,
  'u',
);
const IN_BRACKETS = new RegExp(`^ {4}(${WORD}),$`, 'u');

type Entry = string | { readonly word: string; readonly also: readonly string[] };
type List = { readonly entries: Entry[]; brackets: 'none' | 'open' | 'closed' };

/**
 * What a YAML file says that holds nothing but lists of words, one a line, in the two ways in which `stop-words.yaml` and
 * `domain-words.yaml` are laid out. Undefined where a single line is anything else: then YAML has to read the file. Word
 * lists are most of the settings, and every command reads them: so it takes a tenth of the time.
 */
export function readWordLists(yaml: string): Record<string, string | readonly Entry[]> | undefined {
  const values = new Map<string, string | Entry[]>();
  let list: List | undefined;
  for (const line of yaml.split('\n')) {
    if (REMARK.test(line)) continue;
    const key = KEY.exec(line);
    if (key === null) {
      if (list === undefined || !addLine(list, line)) return undefined;
      continue;
    }
    const [, name = '', text] = key;
    if (isUnfinished(list) || values.has(name) || !isText(name)) return undefined;
    list = text === undefined ? { entries: [], brackets: 'none' } : undefined;
    values.set(name, list?.entries ?? text ?? '');
  }
  return values.size === 0 || isUnfinished(list) ? undefined : Object.fromEntries(values);
}

function addLine(list: List, line: string): boolean {
  if (line === '  [' && list.brackets === 'none' && list.entries.length === 0) {
    list.brackets = 'open';
    return true;
  }
  if (line === '  ]' && list.brackets === 'open') {
    list.brackets = 'closed';
    return true;
  }
  const entry = list.brackets === 'open' ? textOf(IN_BRACKETS.exec(line)) : itemOf(list, line);
  if (entry === undefined) return false;
  list.entries.push(entry);
  return true;
}

function itemOf(list: List, line: string): Entry | undefined {
  if (list.brackets === 'closed') return undefined;
  const plain = textOf(ITEM.exec(line));
  if (plain !== undefined) return plain;
  const [, word = '', spellings = ''] = ITEM_WITH_SPELLINGS.exec(line) ?? [];
  const also = spellings.split(', ');
  return isText(word) && also.every(isText) ? { word, also } : undefined;
}

function textOf(match: RegExpExecArray | null): string | undefined {
  const word = match?.[1];
  return word !== undefined && isText(word) ? word : undefined;
}

/** YAML takes a word without quotes for a number, a truth value or nothing, where it looks like one. */
function isText(word: string): boolean {
  return /[가-힣]/u.test(word) || (/^[a-z]+$/iu.test(word) && !/^(?:null|true|false)$/iu.test(word));
}

/** A key without a value is null to YAML, and an open bracket a mistake. */
function isUnfinished(list: List | undefined): boolean {
  return (
    list !== undefined &&
    (list.brackets === 'open' || (list.brackets === 'none' && list.entries.length === 0))
  );
}
