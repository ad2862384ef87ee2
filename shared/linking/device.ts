import { APPLE_MODELS, SAMSUNG_MODELS } from './device-models.ts';

/** Korean spellings, in the order in which they are resolved. */
const KOREAN: readonly (readonly [RegExp, string])[] = [
  [/갤럭시|갤(?=[a-z0-9 노플폴퀀탭점와버])|삼성|samsung|galaxy|애플|apple/gu, ''],
  [/아이폰|(?<![가-힣])폰(?= ?1[0-9])/gu, 'iphone'],
  [/아이패드/gu, 'ipad'],
  [/울트라/gu, 'ultra'],
  [/프로/gu, 'pro'],
  [/맥스/gu, 'max'],
  [/미니/gu, 'mini'],
  [/플러스|\bplus\b/gu, '+'],
  [/노트/gu, 'note'],
  [/(?:z|제트) ?플립|플립/gu, 'zflip'],
  [/(?:z|제트) ?폴드|폴드/gu, 'zfold'],
  [/퀀텀/gu, 'quantum'],
  [/점프/gu, 'jump'],
  [/와이드/gu, 'wide'],
  [/에스이/gu, 'se'],
  [/엣지/gu, 'edge'],
  [/탭/gu, 'tab'],
  [/엘지/gu, 'lg'],
  [/벨벳/gu, 'velvet'],
  [/홍미/gu, 'redmi '],
  [/픽셀/gu, 'pixel'],
  [/에어/gu, 'air'],
];

/**
 * One spelling of a device, whether it is given by its marketing name ("Samsung Galaxy S23+"), in Korean ("갤 S23 플러스")
 * or by the maker's code ("SM-S916N", "iPhone15,2"); empty where nothing of it is known.
 */
export function deviceKey(raw: string): string {
  const text = raw.toWellFormed().normalize('NFKC').toLowerCase().trim();
  const samsung = /\bsm-?([a-z][0-9]{3})/u.exec(text)?.[1];
  if (samsung !== undefined) return SAMSUNG_MODELS[samsung] ?? `sm${samsung}`;
  const apple = /iphone ?([0-9]{2},[0-9])/u.exec(text)?.[1];
  if (apple !== undefined) return APPLE_MODELS[apple] ?? `iphone${apple}`;
  return KOREAN.reduce((rest, [spelling, resolved]) => rest.replace(spelling, resolved), text)
    .replace(/\((?:3rd|3세대)[^)]*\)/u, '3')
    .replace(/\((?:2nd|2세대)[^)]*\)/u, '2')
    .replace(/plus/gu, '+')
    .replace(/5g$|lte$/u, '')
    .replace(/[^a-z0-9+]/gu, '')
    .replace(/(?<!z)(flip|fold)(?=[0-9]|$)/u, 'z$1')
    .replace(/^z(?=z)/u, '');
}

const MODEL =
  '(?:(?:아이폰|iphone|애플) ?(?:se ?[23]?|[1-9][0-9]?|x[rs]?)(?: ?(?:프로|pro))?(?: ?(?:맥스|max))?(?: ?(?:미니|mini|플러스|plus|\\+))?|(?:갤럭시|갤|galaxy) ?(?:[zZ제트]{0,2} ?(?:플립|폴드|flip|fold) ?[2-9]?|(?:노트|note) ?[0-9]{1,2}|[saSA] ?[0-9]{2}|퀀텀 ?[0-9]|점프 ?[0-9]|탭 ?[sa]?[0-9]+)(?: ?(?:울트라|ultra|플러스|plus|\\+|fe))?)';
/** "제 폰은 갤 노트10", "아이폰 14 유저", "갤럭시 S25 씁니다"; not "친구는 아이폰 14 쓰는데". */
const OWN_DEVICE = new RegExp(
  `(?<before>(?:제|내|저의|저는|전|나는|본인)[^.!?\\n]{0,10}|기종[은: ]*|기기[는: ]*|단말기[는: ]*|모델[은: ]*|폰[은: ]*)?(?<model>${MODEL})(?<after> ?(?:유저|사용|쓰|씁|써|인데|이고|입니다|임|기종|이에요|예요|에서|으로|로|폰))?`,
  'giu',
);
const OTHERS_BEFORE =
  /(?:친구|엄마|아빠|남편|아내|와이프|동생|언니|오빠|누나|형|딸|아들|지인|다른)[가-힣 ]{0,5}$/u;

/** The author's device as the text tells it, or null where it tells none or several. */
export function deviceInText(text: string): string | null {
  if (!/아이폰|iphone|갤|galaxy/iu.test(text)) return null;
  const found = new Set<string>();
  for (const match of text.matchAll(OWN_DEVICE)) {
    const { before, model = '', after } = match.groups ?? {};
    if (before === undefined && after === undefined) continue;
    if (OTHERS_BEFORE.test(text.slice(Math.max(0, match.index - 12), match.index))) continue;
    found.add(deviceKey(model));
  }
  const [device] = found;
  return found.size === 1 && device !== undefined ? device : null;
}

/** "3.16.1 버전 버그 많음", "버전 3.16.1", "v3.16": the author's app version as the text tells it, or null. */
export function appVersionInText(text: string): string | null {
  const match =
    /(?<![0-9.])([0-9]{1,2}\.[0-9]{1,3}(?:\.[0-9]{1,3})?) ?(?:버전|버젼|ver)|(?:버전|버젼|\bv(?:er)?\.?) ?([0-9]{1,2}\.[0-9]{1,3}(?:\.[0-9]{1,3})?)(?![0-9.])/iu.exec(
      text,
    );
  return match?.[1] ?? match?.[2] ?? null;
}

/** Compares dotted versions number by number; null where one of them is none. */
export function compareVersions(a: string, b: string): number | null {
  const [left, right] = [a, b].map((version) =>
    (/^[0-9]+(?:\.[0-9]+)*/u.exec(version.trim())?.[0] ?? '').split('.').map(Number),
  );
  if (left === undefined || right === undefined || left.some(Number.isNaN) || right.some(Number.isNaN))
    return null;
  if (!/^[0-9]/u.test(a.trim()) || !/^[0-9]/u.test(b.trim())) return null;
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
