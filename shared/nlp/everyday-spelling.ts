import { lettersOf, openSyllable } from './hangul-syllable.ts';

/** How one spelling is read. Each reading has as many units as what it stands for, so that all offsets stay. */
interface Reading {
  readonly pattern: RegExp;
  readonly read: (found: string, ...groups: string[]) => string;
}

/** 함니다 is how 합니다 sounds. */
const ENDING_IN_B: ReadonlyMap<string, string> = new Map([
  ['함', '합'],
  ['슴', '습'],
  ['임', '입'],
  ['됨', '됩'],
]);

/** What may follow a word that ends. */
const END = '(?![가-힣])';

/** Words whose last 이 is no particle: after it the word is another one. */
const OWN_I =
  /(?:[가-힣]이이|[많같없깊높굳낱샅곧겹짝빽길][이]|고양이|어린이|종이|원숭이|호랑이|지렁이|구렁이|멍청이|젊은이|늙은이|글쓴이|손잡이|목걸이|귀걸이|떡볶이|볶음이|놀이|먹이|살이|맞이|풀이|벌이|붙이|끝없이|일일이|틈틈이|곰곰이|꼼꼼이|깨끗이|가까이|간간이|번번이|나날이|다달이|촘촘이|빠짐없이|제일이)$/u;
/** Verb stems in 이 before -네요, -라, -지만: 줄이네요 is no 줄 + 이네요. */
const OWN_STEM = /(?<![가-힣])[안못]?[줄붙높먹죽속끓늘들쌓벌직설짝깃꺾녹섞엮낚핥헐졸글물]이$/u;

/**
 * Spellings of reviews that ko-dic cuts into nonsense, and the spelling that it reads as the customer meant it.
 * The order matters: a later reading sees what an earlier one has put.
 */
const READINGS: readonly Reading[] = [
  { pattern: /됬|됫|됏/gu, read: () => '됐' },
  { pattern: /됌/gu, read: () => '됨' },
  { pattern: /됄/gu, read: () => '될' },
  { pattern: /않(?=[되돼됨됩됐될된뜨떠뜸옴열눌들켜넘먹받맞좋와왔오])/gu, read: () => '안' },
  { pattern: /안([대데댓댔])(?=[요용욤여염네서고는다])/gu, read: () => '안돼' },
  { pattern: /(?<=안 ?)댐/gu, read: () => '됨' },
  { pattern: /(?<=안 ?)댄(?=다)/gu, read: () => '된' },
  // 팅기다 and 팅구다 are how many write 튕기다; 채팅기능 is not one of them.
  { pattern: /(?<![가-힣]|[채미루코파세마][가-힣]{0,1})팅(?=[겨기긴김깁겼길])/gu, read: () => '튕' },
  { pattern: /(?<=[자계즉속꾸면앱플])팅(?=[겨기긴김깁겼길])/gu, read: () => '튕' },
  { pattern: /([함슴임됨])니(?=[다까])/gu, read: (_, last = '') => `${ENDING_IN_B.get(last) ?? last}니` },
  { pattern: /업(?=[음슴습])/gu, read: () => '없' },
  // 삼성꺼라 is no form of 끄다.
  { pattern: /(?<=[가-힣])꺼(?=라|예요|에요|임|랑)/gu, read: () => '거' },
  { pattern: /튕김니다/gu, read: () => '튕기네요' },
  // ko-dic has no entry for most -ㅂ니다 of stems in ㅣ: 느립니다 came out as 느 + 립니 + 다.
  {
    pattern: /([깁깃립킵킴림춥줍])니([다까])/gu,
    read: (_, last = '') => `${withoutFinal(last)}네요`,
  },
  { pattern: /웁니[다까]/gu, read: () => '웠어요' },
  { pattern: /힘(듭니다|든다)/gu, read: (found) => (found === '힘든다' ? found : '힘들어요') },
  { pattern: /(?<![가-힣])듭니다/gu, read: () => '들어요' },
  { pattern: /(?<=[되하느렵쉽좋없있이렇겠다뜨][^\s]?)내([요여용])/gu, read: () => '네요' },
  { pattern: /네[여염욤]/gu, read: () => '네요' },
  { pattern: /(?<=[어아해되돼와줘져겨러려워네세])[여염욤욥](?![가-힣])/gu, read: () => '요' },
  // ko-dic takes 가요 for a song.
  { pattern: /(?<=[안못] ?)가요/gu, read: () => '가고' },
  // Nouns in -ㅁ that ko-dic takes for other words.
  { pattern: new RegExp(`(?<=^|[\\s더너무])비쌈${END}`, 'gu'), read: () => '비싸' },
  { pattern: new RegExp(`(?<=안 ?|에러|오류|광고|창)뜸${END}`, 'gu'), read: () => '떠' },
  { pattern: new RegExp(`힘[듬듦]${END}`, 'gu'), read: () => '힘들' },
  { pattern: new RegExp(`(짜증|오류|에러|고장|렉)남${END}`, 'gu'), read: (_, noun = '') => `${noun}난` },
  { pattern: new RegExp(`[헷햇해]깔림${END}`, 'gu'), read: () => '헷갈려' },
  { pattern: /[햇해]깔(?=[려리린])/gu, read: () => '헷갈' },
  { pattern: /헷깔(?=[려리린])/gu, read: () => '헷갈' },
  { pattern: new RegExp(`(?<=^|\\s|다 ?|정보 ?)털림${END}`, 'gu'), read: () => '털려' },
  {
    pattern: new RegExp(`(?<=로그인|인증|잠금) ?풀림${END}`, 'gu'),
    read: (found) => found.replace('풀림', '풀려'),
  },
  { pattern: new RegExp(`어려움${END}`, 'gu'), read: () => '어려워' },
];

/**
 * The text as ko-dic should read it, of the same length: everyday spellings (됬어요, 안대요, 느립니다, 팅겨요) in the
 * spelling of the dictionary, and the subject particle 이, which the embedded dictionary lacks, as 을 (인증이 was read as
 * 인 + 증이). One pass per reading, each linear.
 */
export function foldSpelling(text: string): string {
  if (!/[가-힣]/u.test(text)) return text;
  let folded = text;
  for (const { pattern, read } of READINGS) {
    folded = folded.replace(pattern, (found: string, ...groups: unknown[]) =>
      read(found, ...groups.filter((group) => typeof group === 'string')),
    );
  }
  return foldSubjects(folded);
}

function foldSubjects(text: string): string {
  return text.replace(
    /[가-힣]{0,6}?[가-힣]이(?=[^가-힣]|$|네요|네여|에요|예요|라서|라고|라는|라도|라니|라면|면(?=[^가-힣서]|$)|지만|지 ?[않못]|잖|란(?=[^가-힣]|$)|라(?=[^가-힣]|$)|래[요서]|냐|거든|었|죠|구[요나]|고[요]|야(?=[^가-힣]|$)|던데|없|있|좋|많|높|낮|느[리려린림]|비[싸쌈]|불편|편[하리해]|어려|어렵|너무|자꾸|계속|전혀|아예|안 |[안못][되돼됨됩됐됬된될뜨떠와왔오옴열나들좋맞보먹])/gu,
    (word, at: number) => {
      const before = word.charCodeAt(word.length - 2);
      if (lettersOf(before).final === 0 || OWN_I.test(word)) return word;
      const next = text[at + word.length] ?? '';
      if (/[가-힣]/u.test(next) && OWN_STEM.test(word)) return word;
      return `${word.slice(0, -1)}을`;
    },
  );
}

function withoutFinal(syllable: string): string {
  return String.fromCharCode(openSyllable(syllable.charCodeAt(0)));
}
