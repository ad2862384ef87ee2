import { isForeignName, isNameBeforeTitle, isNameBeforeWord, isSaidName } from './judge-name.ts';
import { looksLikeFullName, looksLikeSaidFullName, looksLikeShortName, SURNAME } from './name-shape.ts';

const ALONE_BEFORE = '(?<![가-힣A-Za-z0-9])';
const FULL = `(?<name>${SURNAME}[가-힣]{2}|${SURNAME} [가-힣] [가-힣])`;
const FULL_OR_SHORT = `(?<name>${SURNAME}[가-힣]{2}|${SURNAME} [가-힣] [가-힣]|${SURNAME} ?[가-힣]{1,2})`;
const SHORT = `(?<name>${SURNAME}[가-힣])`;
/** A name ends where the word does, or before what says that it is one. */
const SAYS =
  '(?= ?(?:입니다|입니당|임다|이라고|라고|이에요|이예요|에요|예요|이고|이구|이며|인데|이요|이란|이라는|라는|이니|이었|였|이세요|이십니|이신|임(?![가-힣])|맞))';
/** "임" may end a name. */
const SAYS_CLEARLY = SAYS.replace('|임(?![가-힣])', '');
const TITLE = '(?= ?(?:님|씨|군(?![가-힣])|양(?![가-힣])|귀하|고객|회원|님께))';
const PARTICLE = '(?=(?:으로|로|에게|한테|께|이랑|하고|은|는|이가|이|가|을|를|의|도|만) )';
const STOPS = '(?= {0,2}(?:$|[,./\\n)(\\]\\[}|;:~!?0-9"\'\\ufffc-]))';
const OTHER_WORD = '(?= [^ ])';

/** Words that a form puts before a name, and only before a name. */
const FIELD =
  '이름|성함|성명|실명|본명|존함|(?:고객|회원|신청자|가입자|주문자|구매자|입금자|예약자|수령자|환자|자녀|학생|보호자|담당자|예금주)(?:명|이름| 이름| 성함)|예금주|입금자|수취인|수령인|수령자|받는 ?(?:분|사람|이)|받으(?:시는|실) ?분|보내는 ?(?:분|사람|이)|보낸 ?사람|신청인|신청자|문의자|작성자|주문자|구매자|가입자|예약자|명의자|계약자|피보험자|보호자|발신자?|수신자?|환자';
/** Words for people of whom a name may follow; more often something else does. */
const PERSON =
  '본인|구성원|가족|담당자?|담당 ?직원|상담원|상담사|상담직원|고객|회원|판매자|구매자|기사|대표자?|학생|매니저|직원|점장|의사|선생님|동명이인|남편|아내|와이프|아들|딸|동생|형|누나|언니|오빠|엄마|아빠|어머니|아버지|친구|지인|피해자|사기꾼|세대주|대리인|집주인|임차인|임대인';
const PARTICLES = '(?:은|는|이|가|을|란에?)?';
const SIGN = '[ :\\]=/(-]{1,3}';

/** "이름: …", "이름은 …입니다": nothing but a name can stand there, whatever its syllables. */
const AFTER_FIELD_CLEAR = new RegExp(
  `(?:${FIELD})(?:\\]? {0,2}[:=\\]] {0,2}${FULL_OR_SHORT}(?:${SAYS_CLEARLY}|${TITLE}|${STOPS})|(?:은|는|이|가)? {1,2}${FULL_OR_SHORT.replace('<name>', '<said>')}${SAYS_CLEARLY})`,
  'dgu',
);
const AFTER_FIELD = new RegExp(
  `(?:${FIELD})${PARTICLES}(?:${SIGN}|:?\\n)${FULL}(?:${SAYS}|${TITLE}|${STOPS}|${PARTICLE}|(?=에서 ))`,
  'dgu',
);
const AFTER_FIELD_SHORT = new RegExp(
  `(?:${FIELD})(?:은|는)? {1,2}(?<name>${SURNAME} ?[가-힣])(?= {0,2}(?:$|[\\n/,]))`,
  'dgu',
);
const AFTER_FIELD_THEN_WORD = new RegExp(
  `${ALONE_BEFORE}(?:${FIELD})${PARTICLES}${SIGN}${FULL}${OTHER_WORD}`,
  'dgu',
);
const AFTER_PERSON = new RegExp(
  `${ALONE_BEFORE}(?:${PERSON})[ :(]{1,2}${FULL}(?:${SAYS}|${TITLE}|${STOPS}|${PARTICLE}| )`,
  'dgu',
);
/** Foreign names in Hangul: only where nothing else can follow. */
const FOREIGN_SAID =
  /(?:(?:제|내|저의|본인|아이|남편|아내|친구) ?(?:이름|성함|성명|본명)[은이]|(?<![가-힣])(?:이름|성함|성명)(?:은| )) {0,2}(?<name>[가-힣]{2,6}(?: [가-힣]{1,6}){0,2}|[가-힣](?: [가-힣]{1,6}){1,2})(?= ?(?:입니다|이에요|예요|이고요|이라고|라고))/dgu;
const FOREIGN_FIELD =
  /(?:^|\n|[/,\]] {0,2})\[?(?:이름|성함|성명|고객명|예금주|받는 ?(?:분|사람)|수령인|수취인)\]? {0,2}: {0,2}(?<name>[가-힣]{2,6}(?: [가-힣]{1,6}){0,2})(?= {0,2}(?:$|[\n/,(]))/dgu;
/** In a sentence about oneself, and only where the syllables are those of a name. */
const OF_ONESELF = new RegExp(
  `${ALONE_BEFORE}(?:저는|전|나는|난|저|제가|내가|본인은?) {1,2}${FULL}${SAYS}`,
  'dgu',
);
const OF_ONESELF_CLEARLY = new RegExp(
  `${ALONE_BEFORE}(?:저는|나는|저|제가) {1,2}${FULL}(?= ?이?라고 ?(?:합니다|해요|하는데))`,
  'dgu',
);
const BEFORE_SAYS = new RegExp(
  `(?<=(?:^|[\\n.!?~,:)\\]]|안녕하세요|안녕하십니까|반갑습니다|고객|회원)[ .,!~]{0,3}${FULL} ?)(?:입니다|이에요|예요|인데요|이라고 ?(?:합니다|해요|하는데)|라고 ?(?:합니다|해요))`,
  'dgu',
);
/** "명의를 홍길순으로 변경". */
const BEFORE_CHANGE = new RegExp(
  `(?<=${ALONE_BEFORE}${FULL})(?:으로|로) ?(?:개명|변경|수정|정정|바꿔|바꾸)`,
  'dgu',
);
const BEFORE_CLOSING = new RegExp(
  `(?<=${ALONE_BEFORE}${FULL} ?)(?:배상|올림|드림|拜上)(?=\\s{0,2}(?:$|[\\n.,!)~\\ufffc0-9(]))`,
  'dgu',
);
const BEFORE_TITLE = new RegExp(
  `(?<=${ALONE_BEFORE}${FULL} ?)(?:님|씨(?![가-힣]{2}|앗)|귀하(?![가-힣])|고객님|회원님|상담사|상담원|매니저|기사님|선생님|과장님|대리님|팀장님|점장님)`,
  'dgu',
);

/** Two syllables are too short for most places: at the start of a line, or with something of theirs. */
const SHORT_BEFORE_CLOSING = new RegExp(
  `(?<=(?:^|[\\n.!~] {0,2})${SHORT} ?)(?:배상|올림|드림)(?=\\s{0,2}(?:$|[\\n.,!)~]))`,
  'dgu',
);
const SHORT_BEFORE_OWNED = new RegExp(
  `(?<=${ALONE_BEFORE}${SHORT} ?)(?:님|씨) ?(?:앞으로|명의|계좌|이름으로|댁)`,
  'dgu',
);
const SHORT_BEFORE_SAYS = new RegExp(
  `(?<=(?:^|\\n|안녕하세요)[ .,!]{0,2}${SHORT} ?)(?:입니다|이라고 ?합니다|라고 ?합니다)(?=[^\\n]{0,30}\\ufffc)`,
  'dgu',
);

/** The last line of a letter. */
const LAST_LINE = new RegExp(`\\n {0,2}[-–]? ?${FULL} {0,2}[.]?\\s{0,3}$`, 'dgu');

/** Next to a phone, an account or another thing that was found: how Koreans sign and fill in. */
const BESIDE_FOUND = new RegExp(
  `(?:(?:^|[.!?\\n~)\\]/,|:]) {0,2}|\\ufffc[ ,/(]{1,3}(?:[가-힣]{2,5}(?:은행|뱅크)[ ,/]{1,2})?)${FULL} {0,2}(?:[,:/|(\\-]{0,2} {0,2}(?=\\(?\\ufffc|(?:[가-힣A-Z]{2,5} )\\ufffc)|(?=$|[\\n,./)|]|(?:입니다|이에요|예요|님)))`,
  'dgu',
);
const BANK_SHORT =
  '국민|신한|우리|하나|농협|기업|카카오|카뱅|케이|케뱅|토스|토뱅|수협|신협|우체국|새마을금고|씨티|제일|대구|부산|광주|전북|경남';
const BANK_BETWEEN = new RegExp(
  `(?:(?:^|[\\n./,()]) {0,2}|\\ufffc[ (]{1,2}|(?<=[가-힣] )(?=[가-힣]{3} (?:${BANK_SHORT})(?:은행|뱅크)? ?\\ufffc))(?:(?:${BANK_SHORT})(?:은행|뱅크)?(?:입니다|이에요|예요|이요)?[ ,/.]{1,2})?${FULL}(?= {1,2}(?:\\ufffc|[가-힣]{2,5}(?:은행|뱅크)? \\ufffc)| {0,2}(?:$|[)\\n]|입니다))`,
  'dgu',
);

/** Any label of somebody ("결제자", "수신자명"), with nothing but a name after it. */
const AFTER_ANY_LABEL = new RegExp(
  `${ALONE_BEFORE}[가-힣]{2,4}(?:자|인|명|분|님)(?:[ :=(]{1,2})${FULL}(?:${SAYS}|${TITLE}|${STOPS})`,
  'dgu',
);

/** A pattern with the group `name` (or `said`), the word without which it cannot match, and what its name must look like. */
export interface NameRule {
  readonly cue: RegExp;
  readonly pattern: RegExp;
  readonly isName: (name: string) => boolean;
}

const SAYING = /입니다|라고|에요|예요|인데요/;
const CLOSING = /드림|올림|배상|拜上/;
const FIELD_CUE = new RegExp(FIELD);

/** Clear rules first: where two names overlap, the earlier one stays. */
export const NAME_RULES: readonly NameRule[] = [
  { cue: FIELD_CUE, pattern: AFTER_FIELD_CLEAR, isName: isSaidName },
  { cue: FIELD_CUE, pattern: AFTER_FIELD, isName: looksLikeSaidFullName },
  { cue: FIELD_CUE, pattern: AFTER_FIELD_SHORT, isName: looksLikeShortName },
  { cue: FIELD_CUE, pattern: AFTER_FIELD_THEN_WORD, isName: isNameBeforeWord },
  { cue: FIELD_CUE, pattern: FOREIGN_SAID, isName: isForeignName },
  { cue: FIELD_CUE, pattern: FOREIGN_FIELD, isName: isForeignName },
  { cue: /[자인명분님][ :=(]/, pattern: AFTER_ANY_LABEL, isName: looksLikeFullName },
  { cue: new RegExp(PERSON), pattern: AFTER_PERSON, isName: isNameBeforeWord },
  { cue: SAYING, pattern: BEFORE_SAYS, isName: looksLikeFullName },
  { cue: /저|전 |나는|난 |제가|내가|본인/, pattern: OF_ONESELF, isName: looksLikeFullName },
  { cue: /라고/, pattern: OF_ONESELF_CLEARLY, isName: looksLikeSaidFullName },
  { cue: /개명|변경|수정|정정|바꾸|바꿔/, pattern: BEFORE_CHANGE, isName: looksLikeFullName },
  { cue: CLOSING, pattern: BEFORE_CLOSING, isName: looksLikeFullName },
  { cue: CLOSING, pattern: SHORT_BEFORE_CLOSING, isName: looksLikeShortName },
  { cue: /[님씨]|귀하|상담|매니저/, pattern: BEFORE_TITLE, isName: isNameBeforeTitle },
  { cue: /[님씨] ?(?:앞|명|계|이|댁)/, pattern: SHORT_BEFORE_OWNED, isName: looksLikeShortName },
  { cue: /\n/, pattern: LAST_LINE, isName: looksLikeFullName },
  { cue: /\ufffc/, pattern: SHORT_BEFORE_SAYS, isName: looksLikeShortName },
  { cue: /\ufffc/, pattern: BESIDE_FOUND, isName: looksLikeFullName },
  { cue: /\ufffc/, pattern: BANK_BETWEEN, isName: looksLikeFullName },
];
