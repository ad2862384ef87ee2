import { isEverydayNoun } from './everyday-words.ts';
import { COMPOUND_SURNAMES, isSurname } from './name-shape.ts';
import { romaniseHangul } from './romanise-hangul.ts';

/** Latin spellings of surnames, as people write them in mail and shop accounts. */
const LATIN_SURNAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    김: 'kim gim',
    이: 'lee yi rhee i',
    박: 'park bak pak',
    최: 'choi choe',
    정: 'jung jeong chung',
    강: 'kang gang',
    조: 'cho jo',
    윤: 'yoon yun',
    장: 'jang chang',
    임: 'lim im rim',
    한: 'han',
    오: 'oh o',
    서: 'seo suh',
    신: 'shin sin',
    권: 'kwon gwon',
    황: 'hwang',
    안: 'ahn an',
    송: 'song',
    전: 'jeon jun',
    홍: 'hong',
    유: 'yoo yu you',
    류: 'ryu ryoo',
    고: 'ko go koh',
    문: 'moon mun',
    양: 'yang',
    손: 'son sohn',
    배: 'bae pae',
    백: 'baek paik back',
    허: 'heo hur huh',
    남: 'nam',
    심: 'sim shim',
    노: 'noh no roh',
    하: 'ha',
    곽: 'kwak gwak',
    성: 'sung seong',
    차: 'cha',
    주: 'joo ju',
    우: 'woo u',
    구: 'koo gu ku goo',
    민: 'min',
    나: 'na ra',
    진: 'jin',
    지: 'ji',
    엄: 'eom um',
    채: 'chae',
    원: 'won',
    천: 'cheon',
    방: 'bang',
    공: 'kong gong',
    현: 'hyun hyeon',
    함: 'ham',
    변: 'byun byeon',
    염: 'yeom yum',
    여: 'yeo',
    추: 'chu choo',
    도: 'do',
    소: 'so',
    석: 'seok',
    선: 'seon sun',
    설: 'seol',
    마: 'ma',
    길: 'gil kil',
    위: 'wi',
    표: 'pyo',
    명: 'myeong myung',
    기: 'ki gi',
    반: 'ban',
    왕: 'wang',
    금: 'geum keum',
    옥: 'ok',
    육: 'yuk',
    맹: 'maeng',
    제: 'je',
    모: 'mo',
    탁: 'tak',
    국: 'kuk guk',
    남궁: 'namgung namkoong',
    황보: 'hwangbo',
    제갈: 'jegal',
    선우: 'seonwoo sunwoo',
  }).flatMap(([surname, spellings]) =>
    spellings.split(' ').map((latin): [string, string] => [latin, surname]),
  ),
);

/** Frequent free spellings of given names, in the order in which they are resolved, as the Revised Romanisation. */
const FREE_SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/young/g, 'yeong'],
  [/kyung|kyeong/g, 'gyeong'],
  [/hyun/g, 'hyeon'],
  [/jung|joung/g, 'jeong'],
  [/sung/g, 'seong'],
  [/woong/g, 'ung'],
  [/shin/g, 'sin'],
  [/hee/g, 'hui'],
  [/woo/g, 'u'],
  [/ee/g, 'i'],
  [/oo/g, 'u'],
];

/** The Latin spellings of each surname, resolved like the letters that they are looked for in. */
const SPELLINGS_OF_SURNAME: ReadonlyMap<string, readonly string[]> = [...LATIN_SURNAMES].reduce(
  (map, [latin, surname]) => map.set(surname, [...(map.get(surname) ?? []), resolveFreeSpellings(latin)]),
  new Map<string, string[]>(),
);

/** What people put after a name: "박지아님", "이진우(VIP)". */
const AFTER_NAME = /\s*(?:\(.*\)|\[.*\]|고객님?|회원님?|님|씨|드림|올림)\s*$/u;

/** A person's name in two parts, comparable across scripts. */
export interface PersonName {
  /** The surname in Hangul where it is known, else as written in Latin. */
  readonly surname: string;
  /** The given name in the Revised Romanisation, without spaces. */
  readonly given: string;
}

/**
 * Reads a name in Hangul ("박 지아님") or in Latin letters ("Jia Park"), or null where it is none. Everyday words and
 * nicknames that begin with a surname's syllable are no names.
 */
export function readPersonName(raw: string): PersonName | null {
  const known = lastRead.get(raw);
  if (known !== undefined) return known;
  if (lastRead.size >= MAX_LAST_READ) lastRead.clear();
  const name = readName(raw);
  lastRead.set(raw, name);
  return name;
}

/** One customer's name is asked for several times in a row, and few names are many people's. */
const MAX_LAST_READ = 4_000;
const lastRead = new Map<string, PersonName | null>();

function readName(raw: string): PersonName | null {
  const text = withoutTitles(raw);
  const joined = text.replace(/\s+/gu, '');
  if (/^[가-힣]{2,5}$/u.test(joined)) return readHangul(joined);
  const words = text
    .replace(/[.,'-]/gu, '')
    .toLowerCase()
    .split(/\s+/u);
  return /^[a-z ]+$/u.test(words.join(' ')) && (words.length === 2 || words.length === 3)
    ? readLatin(words)
    : null;
}

/** One spelling of a name for comparison, or null where it is none. */
export function nameKey(raw: string): string | null {
  const name = readPersonName(raw);
  return name === null ? null : `${name.surname} ${name.given}`;
}

/** "김*수", "김○수 고객님": the surname, how many syllables are hidden, and the last one; or null. */
export function maskedNameKey(raw: string): string | null {
  const joined = withoutTitles(raw)
    .replace(/\s+/gu, '')
    .replace(/[○●◯＊xX]/gu, '*');
  return /^[가-힣]\*{1,2}[가-힣]$/u.test(joined) && isSurname(joined.slice(0, 1)) ? joined : null;
}

/** How a system would mask this name in Hangul, or null where it is none. */
export function maskName(raw: string): string | null {
  const joined = withoutTitles(raw).replace(/\s+/gu, '');
  if (!/^[가-힣]{3,4}$/u.test(joined) || !isSurname(joined.slice(0, 1))) return null;
  return joined.slice(0, 1) + '*'.repeat(joined.length - 2) + joined.slice(-1);
}

/** Whether the letters of a mailbox say the name itself ("jihun_0713", "hkim60"): then they are no evidence beside it. */
export function saysName(mailbox: string, name: PersonName): boolean {
  const letters = resolveFreeSpellings(mailbox.replace(/[^a-z]/gu, ''));
  if (name.given.length >= 2 && letters.includes(name.given)) return true;
  return (SPELLINGS_OF_SURNAME.get(name.surname) ?? []).some(
    (spelling) => letters.length - spelling.length <= 3 && letters.includes(spelling),
  );
}

function readHangul(joined: string): PersonName | null {
  if (isEverydayNoun(joined)) return null;
  const compound = COMPOUND_SURNAMES.test(joined) && joined.length >= 3;
  const surname = joined.slice(0, compound ? 2 : 1);
  const given = joined.slice(surname.length);
  if (!compound && (!isSurname(surname) || joined.length > 3)) return null;
  return { surname, given: romaniseHangul(given) };
}

function readLatin(words: readonly string[]): PersonName | null {
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  const western = LATIN_SURNAMES.get(last);
  if (western !== undefined)
    return { surname: western, given: resolveFreeSpellings(words.slice(0, -1).join('')) };
  const eastern = LATIN_SURNAMES.get(first);
  if (eastern !== undefined)
    return { surname: eastern, given: resolveFreeSpellings(words.slice(1).join('')) };
  return null;
}

function resolveFreeSpellings(latin: string): string {
  return FREE_SPELLINGS.reduce((text, [spelling, resolved]) => text.replace(spelling, resolved), latin);
}

function withoutTitles(raw: string): string {
  let text = raw.toWellFormed().normalize('NFKC').trim();
  for (let shorter = text.replace(AFTER_NAME, ''); shorter !== text; shorter = text.replace(AFTER_NAME, ''))
    text = shorter;
  return text;
}
