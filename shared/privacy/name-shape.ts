import { isEverydayNoun, isEverydayWord } from './everyday-words.ts';

const COMPOUND_SURNAME = '황보|남궁|선우|제갈|독고|사공|서문|동방|망절|어금';
const SURNAMES =
  '김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용봉경사예빈시부감갈계동두목묵범복비빙상승아온운좌팽평포피필해형호화환후독';

export const COMPOUND_SURNAMES = new RegExp(`^(?:${COMPOUND_SURNAME})`, 'u');

/** True for a syllable that is a surname. */
export function isSurname(syllable: string): boolean {
  return SURNAMES.includes(syllable);
}

/** A surname, as the source of a pattern. */
export const SURNAME = `(?:${COMPOUND_SURNAME}|[${SURNAMES}])`;

/** Syllables that people are given; hardly any everyday word is made of a surname and only these. */
const GIVEN =
  '가강건걸겸경계고곤관광교구국권규균근금갑귀기길나남녀녕노누늬다단달담대덕도동두득라란레롬롱람랑래량려련령례로록루률리린림마만말명모목묵무문미민바박반방배백범벽별병보복본봉부분비빈빛사산삼상새생서석선설섬섭성세소솔송수숙순슬승시식신실심아안애야양언엄여연열엽영예오옥온완외요용우욱운웅원월위유육윤율은을음의이익인일임자장재전점정제조종주준중지직진찬창채척천철청초총춘출충치칠탁태택토통파판팔평표풍필하학한함해행향허헌혁현협형혜호홍화환활황회효후훈흔휘흠흥희겨결갈늘름슴울찌봄봐샘잎솜쁨나래';
const GIVEN_ONLY = new RegExp(`^[${GIVEN}]+$`, 'u');
/** Rarer as surnames than as the first syllable of a word. */
const RARE_SURNAME = /^[빈시부사경예어감갈동두목묵범비빙상승아온운좌팽평포필해호화환후독]/u;

/**
 * True where a word can only be a name by its syllables: a frequent surname, then two that people are given. Of those
 * that end like a word for people ("이용자", "반려인") only the frequent ones.
 */
export function looksLikeFullName(word: string): boolean {
  const joined = word.replace(/ /gu, '');
  if (!looksLikeSaidFullName(joined) || joined.endsWith('다')) return false;
  if (COMPOUND_SURNAMES.test(joined)) return true;
  if (RARE_SURNAME.test(joined)) return false;
  return !/[인자]$/u.test(joined) || PERSON_ENDING_NAMES.test(joined);
}
const PERSON_ENDING_NAMES =
  /[가나다예정혜상용재세채아영태우수해하서은효주유]인$|[순영숙미정경명옥춘말화은혜희금복연선인현]자$/u;

/** The same with any surname, where the words around already speak of a name. */
export function looksLikeSaidFullName(word: string): boolean {
  const joined = word.replace(/ /gu, '');
  if (isEverydayWord(joined) || joined.endsWith('요')) return false;
  if (COMPOUND_SURNAMES.test(joined) && joined.length >= 3) return GIVEN_ONLY.test(joined.slice(2));
  return joined.length === 3 && GIVEN_ONLY.test(joined.slice(1));
}

/** True for a surname and one syllable that people are given. */
export function looksLikeShortName(word: string): boolean {
  const joined = word.replace(/ /gu, '');
  return joined.length === 2 && GIVEN_ONLY.test(joined.slice(1)) && !isEverydayWord(joined);
}

/** True where a word may be a name if somebody says that it is one. */
export function mayBeName(word: string): boolean {
  const joined = word.replace(/ /gu, '');
  return joined.length >= 2 && joined.length <= 4 && !isEverydayNoun(joined);
}
