import type { ReportedKeyword } from '../shared/nlp/keyword-tally.ts';
import type { FoundKeywords } from './keyword-corpus.ts';

const DOMAIN_WORDS = 'shared/settings/domain-words.yaml';

const TEXTS = {
  ko: {
    compared: {
      sentiment: (input: string, rest: string) =>
        `부정 의견 ${input}건에서 나머지 ${rest}건보다 많이 하는 말`,
      background: (input: string, rest: string) => `입력 ${input}건에서 비교 자료 ${rest}건보다 많이 하는 말`,
    },
    keywordColumns: ['말', '건수', '비교', '뚜렷함(z)', '표기', '함께 쓴 말'],
    bursts: '한때 몰린 말',
    burstColumns: ['말', '시작', '끝', '건수', '기간 전체', '무게'],
    newWords: '사전에 없는 말 후보',
    newWordColumns: ['말', '건수', '쓰인 모습'],
    none: '없음',
    undated: '날짜가 있는 글이 없어 찾지 않음',
    howToAdd: [
      `진짜 낱말이면 ${DOMAIN_WORDS}의 words 아래에 한 줄을 더하세요: - {word}`,
      '있는 말의 다른 표기라면 그 말에 붙이세요: - { word: 있는 말, also: [{word}] }',
    ],
  },
  en: {
    compared: {
      sentiment: (input: string, rest: string) =>
        `Said more in ${input} negative documents than in the other ${rest}`,
      background: (input: string, rest: string) =>
        `Said more in ${input} documents of the input than in ${rest} of the background`,
    },
    keywordColumns: ['term', 'count', 'background', 'z', 'spellings', 'phrases'],
    bursts: 'Said more than usual for a while',
    burstColumns: ['term', 'from', 'to', 'count', 'all', 'weight'],
    newWords: 'Candidates for new words',
    newWordColumns: ['word', 'count', 'seen as'],
    none: 'none',
    undated: 'not looked for: no document has a date',
    howToAdd: [
      `If it is a word, add a line under "words" in ${DOMAIN_WORDS}: - {word}`,
      'If it is another spelling of a word that is there, add it to that: - { word: WORD, also: [{word}] }',
    ],
  },
} as const;

/** The three tables of `voc keywords`, as lines for people. */
export function keywordTables(
  found: FoundKeywords,
  { comparison, language }: { comparison: 'sentiment' | 'background'; language: 'ko' | 'en' },
): string[] {
  const texts = TEXTS[language];
  const number = (value: number) => value.toLocaleString('en');
  const none = (lines: string[], reason: string = texts.none) => (lines.length > 0 ? lines : [`  ${reason}`]);
  const [example] = found.newWords;
  return [
    texts.compared[comparison](number(found.inputDocuments), number(found.backgroundDocuments)),
    ...none(
      table(
        texts.keywordColumns,
        found.keywords.map((keyword) => [
          keyword.term,
          number(keyword.count),
          number(keyword.backgroundCount),
          keyword.z.toFixed(1),
          keyword.spellings.length < 2 ? '' : countedList(keyword.spellings),
          countedList(keyword.phrases),
        ]),
      ),
    ),
    '',
    texts.bursts,
    ...none(
      table(
        texts.burstColumns,
        found.bursts.map(({ term, from, to, count, documents, weight }) => [
          term,
          from,
          to,
          number(count),
          number(documents),
          weight.toFixed(1),
        ]),
      ),
      found.dated ? texts.none : texts.undated,
    ),
    '',
    texts.newWords,
    ...none(
      table(
        texts.newWordColumns,
        found.newWords.map(({ word, documents, examples }) => [word, number(documents), examples.join(', ')]),
      ),
    ),
    ...(example === undefined
      ? []
      : texts.howToAdd.map((line) => `  ${line.replace('{word}', example.word)}`)),
  ];
}

/** The same as one JSON object per term, burst and new word. */
export function keywordLines(found: FoundKeywords): string[] {
  return [
    ...found.keywords.map((keyword) => ({ kind: 'keyword', ...keyword, z: rounded(keyword.z) })),
    ...found.bursts.map((burst) => ({ kind: 'burst', ...burst, weight: rounded(burst.weight) })),
    ...found.newWords.map(({ word, documents, examples }) => ({
      kind: 'new-word',
      word,
      documents,
      examples,
      file: DOMAIN_WORDS,
      add: `- ${word}`,
    })),
  ].map((line) => JSON.stringify(line));
}

function countedList(spellings: ReportedKeyword['spellings']): string {
  return spellings.map(({ spelling, count }) => `${spelling} ${count}`).join(', ');
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Columns that stand below each other in a terminal, numbers to the right. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const all = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  const numeric = columns.map((_, column) => rows.every((row) => /^[\d.,]+$/.test(row[column] ?? '')));
  return all.map((row) =>
    `  ${row
      .map((cell, column) => {
        const room = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return numeric[column] ? room + cell : cell + room;
      })
      .join('  ')}`.trimEnd(),
  );
}

/** A Hangul syllable takes two columns of a terminal. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]/u.test(character) ? 2 : 1;
  return width;
}
