import { beginsEveryday } from './everyday-words.ts';
import { looksLikeFullName, looksLikeSaidFullName, mayBeName } from './name-shape.ts';

/** Before another word, "보호자 동행이 필요": a noun with its particle. */
export function isNameBeforeWord(name: string): boolean {
  if (/[이가도로고의을]$/u.test(name)) return false;
  if (/[하한라나기시인중용대비]$/u.test(name) && beginsEveryday(name)) return false;
  return looksLikeSaidFullName(name);
}

/** "은행장님", "주무관님", "선교사님" are offices. */
export function isNameBeforeTitle(name: string): boolean {
  return (
    !/[장사관]$/u.test(name) && !(/[하한라]$/u.test(name) && beginsEveryday(name)) && looksLikeFullName(name)
  );
}

/** After "이름:" or before "입니다" of a name: whatever its syllables, but no everyday word. */
export function isSaidName(name: string): boolean {
  const joined = name.replace(/ /gu, '');
  return mayBeName(name) && (joined.length === 3 || looksLikeFullName(name) || !beginsEveryday(joined));
}

/** A name from elsewhere in Hangul ("응우옌 티 란"): anything that no form says in its place. */
export function isForeignName(name: string): boolean {
  return !NO_FOREIGN.test(name) && !name.split(' ').some(beginsEveryday);
}

const NO_FOREIGN =
  /(?:[다요음함됨까죠네](?: |$)|필수|입력|항목|변경|오류|비공개|공개|그대로|생략|없음|동일|본인|가능|불가|문제|확인|표시|실명|별명|닉네임|같은|다른|맞|틀|안 |못 |것|거|잘못|한글|영문|영어|위와|아래|참조|선택|수정)/u;
