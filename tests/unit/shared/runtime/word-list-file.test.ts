import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { readWordLists } from '../../../../shared/runtime/word-list-file.ts';

const shipped = (file: string) =>
  readFileSync(new URL(`../../../../shared/settings/${file}`, import.meta.url), 'utf8');

describe('readWordLists', () => {
  it.each(['stop-words.yaml', 'domain-words.yaml'])('reads the shipped %s as YAML does', (file) => {
    const text = shipped(file);
    expect(readWordLists(text)).toEqual(parseDocument(text).toJS());
  });

  it('reads both ways of writing a list, with remarks and other spellings', () => {
    const text = `# remark
version: "1"
nouns:
  [
    것,
    # another
    pc방,
  ]

words:
  # identity
  - 본인인증
  - { word: 입출금, also: [입 출금, 입.출금] }
  - login
`;
    expect(readWordLists(text)).toEqual({
      version: '1',
      nouns: ['것', 'pc방'],
      words: ['본인인증', { word: '입출금', also: ['입 출금', '입.출금'] }, 'login'],
    });
  });

  it.each([
    ['a number', 'words:\n  - 12\n'],
    ['a number among spellings', 'words:\n  - { word: 앱, also: [1.5] }\n'],
    ['a truth value', 'words:\n  - True\n'],
    ['nothing at all', 'words:\n  - null\n'],
    ['quotes', 'words:\n  - "앱"\n'],
    ['a remark behind a word', 'words:\n  - 앱 # remark\n'],
    ['a word that goes on in the next line', 'words:\n  - 앱\n    오류,\n'],
    ['a list without entries', 'words:\nnouns:\n  - 앱\n'],
    ['a list without entries at the end', 'words:\n'],
    ['the same key twice', 'words:\n  - 앱\nwords:\n  - 앱\n'],
    ['brackets that stay open', 'words:\n  [\n    앱,\n'],
    ['brackets around no list', 'words:\n  - 앱\n  [\n    앱,\n  ]\n'],
    ['a word behind the brackets', 'words:\n  [\n    앱,\n  ]\n  - 앱\n'],
    ['a word without a comma', 'words:\n  [\n    앱\n  ]\n'],
    ['a word without a list', '  - 앱\n'],
    ['a list in a list', 'words:\n  - - 앱\n'],
    ['another indentation', 'words:\n    - 앱\n'],
    ['line ends of Windows', 'words:\r\n  - 앱\r\n'],
    ['two documents', 'words:\n  - 앱\n---\n'],
    ['a key in the list', 'words:\n  - 앱: 오류\n'],
    ['nothing', ''],
  ])('leaves %s to YAML', (_, text) => {
    expect(readWordLists(text)).toBeUndefined();
  });

  it('says what YAML says, or nothing', () => {
    const line = fc.constantFrom(
      'version: "1"',
      'words:',
      'nouns:',
      'true:',
      '  [',
      '  ]',
      '    것,',
      '    것',
      '    12,',
      '    no,',
      '  - 앱',
      '  - 입 출금',
      '  - 1:1문의',
      '  - 1e3',
      '  - 0x1F',
      '  - { word: 앱, also: [어플, 1:1] }',
      '  - { word: 앱, also: [어플, 입.출금] }',
      '  - 앱:',
      '  # remark',
      '#',
      '',
      '   ',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 9 }), (lines) => {
        const text = lines.join('\n');
        const read = readWordLists(text);
        if (read === undefined) return;
        const document = parseDocument(text);
        expect(document.errors).toEqual([]);
        expect(read).toEqual(document.toJS());
      }),
      { numRuns: 3_000 },
    );
  });
});
