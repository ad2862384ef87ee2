import type { IdentifierRole } from '../domain/record.ts';
import { clauseAfter, clauseBefore } from './clause.ts';
import { looksLikeFullName } from './name-shape.ts';
import {
  ASKED_BEFORE,
  ASKS,
  ASKS_WHOSE,
  ATTACKS_AFTER,
  ATTACKS_BEFORE,
  FIELD,
  IS_IT,
  LEFT_BEFORE,
  MENTIONED,
  MINE_AFTER,
  NOT_MINE,
  NOT_MINE_BUT,
  ONLY_OWNED,
  OTHERS,
  OTHERS_AFTER,
  OWN,
  PUBLIC,
  SIGNED_BEFORE,
  SUBJECT_BEFORE,
  UNREACHABLE,
  USED_BY_OTHERS,
  USES,
} from './role-words.ts';
import { ADDRESSED_AFTER, isQuoted, speaksOfStranger } from './stranger-signs.ts';

const WINDOW_BEFORE_UNITS = 40;
const WINDOW_AFTER_UNITS = 30;

/**
 * Whose identifier stands at this place, from the words around it in the same sentence. Who is named last before it owns
 * it; without an owner, a field's label, a request to be contacted, a use ("…로 가입") or a signature makes it the
 * author's. No sign at all is `unknown`, which never links.
 */
export function roleOf(text: string, start: number, end: number): IdentifierRole {
  const wide = text.slice(Math.max(0, start - WINDOW_BEFORE_UNITS), start);
  const before = clauseBefore(wide).replace(MENTIONED, (mention) => ' '.repeat(mention.length));
  const after = clauseAfter(text.slice(end, end + WINDOW_AFTER_UNITS));
  if (NOT_MINE.test(after) || NOT_MINE_BUT.test(wide) || USED_BY_OTHERS.test(after)) return 'other';
  if (ADDRESSED_AFTER.test(after)) return 'other';
  if (isQuoted(wide, text.slice(end, end + WINDOW_AFTER_UNITS))) return 'other';
  const labelled = ownerOfLabel(before, after);
  if (labelled !== null) return labelled;
  const owner = lastOwner(before) ?? (before.trim() === '' ? ownerOfNumberBefore(wide) : null);
  if (MINE_AFTER.test(after) && owner?.role !== 'other') return 'author';
  if (OTHERS_AFTER.test(after)) return 'other';
  if (owner?.role === 'author') return SUBJECT_BEFORE.test(owner.rest) ? 'unknown' : 'author';
  if (/^\s*(?:말고|대신에?|빼고)(?![가-힣])/u.test(after)) return 'other';
  if (owner?.role !== 'other' && MINE_LATER.test(after)) return 'author';
  if (speaksOfStranger(wide, before, after)) return 'other';
  if (ATTACKS_AFTER.test(after) || ATTACKS_BEFORE.test(wide)) return 'other';
  if (owner?.role === 'other') {
    const owned = ONLY_OWNED.test(owner.rest);
    const asked = ASKS.test(after) && !UNREACHABLE.test(after);
    const spokenTo =
      /^ ?(?:님|분|께)[\s,]*$/u.test(owner.rest) || /님$/u.test(owner.word.concat(owner.rest.trim()));
    return asked && (!owned || spokenTo) ? 'author' : 'other';
  }
  if (owner?.role === 'unknown') return 'unknown';
  if (CORRECTED.test(before) || RECEIVES_AFTER.test(after)) return 'author';
  return withoutOwner(wide, before, after);
}

/** "… 뒷자리만 새로 했어요 제 번호 맞습니다": said of it at the end. */
const MINE_LATER =
  /(?<![가-힣])(?:제|내|저의|본인) ?(?:번호|폰|아이디|메일|이메일|계정|연락처|거|꺼) ?(?:가|이)? ?(?:맞|입니다|이에요|예요|임(?![가-힣]))/u;
/** "맞는 건 …" after a slip. */
const CORRECTED =
  /(?:맞는|올바른|정확한|바른|정정한) ?(?:건|것은|거는|거|주소는|주소|번호는|번호|메일은) ?:?\s*$/u;
/** "영수증은 … 로 받고 싶어요", "여기로 답 주세요", "휴면 해제 메일이 … 로 안 와요" */
const RECEIVES_AFTER =
  /^\s*(?:번|번호|메일)?\s*(?:으로|로) ?[가-힣 ]{0,8}?(?:받고 ?싶|받을게|받겠|받았으면|받아야|와야|왔으면|안 ?(?:와|옴|오네|왔|날라|날아|들어)|보내 ?(?:주|줘|달)|답 ?(?:주|줘|부)|(?:문자|전화|연락|회신) ?(?:주|줘|부탁|바라|바랍|요(?![가-힣]))|등록해|좀? ?부탁|상담 ?받았던 ?사람)|^\s*(?:으로|로) ?[^.!?\n]{0,10}인증 ?번호(?:만|가|를|는)? ?[^.!?\n]{0,8}(?:안|눌|받|요청|기다)|^\s*(?:요걸로|이걸로|이 ?(?:주소|번호|메일)로) ?[^.!?\n]{0,8}(?:받아 ?왔|받고|가입|등록)|^\s*(?:오전|오후|저녁|낮|평일|주말)(?:에는|엔|은)? ?(?:못|통화|전화|연락|가능|괜찮)|^\s*(?:여기로|이쪽으로|이리로) ?[가-힣 ]{0,4}(?:답|연락|문자|전화|보내|회신)/u;

/** "연락처: …", "메일 = …": what is filled in stands alone, whatever sentence follows. */
const FILLED_IN =
  /(?:연락처|휴대폰|휴대전화|핸드폰|전화|번호|메일|이메일|e-?mail|아이디|계정|hp|h\.p|tel|phone|mobile|contact|회신|답변|연락)(?: ?(?:번호|주소|받을 ?곳|주실 ?곳))?\)?\s*[:=]\s*$/iu;
const SPEAKS_OF_IT =
  /^\s*(?:이 ?(?:번호|사람|메일|분)|여기|이거|이게|에서|로 ?(?:자꾸|계속)|라고|라는|이라)/u;

function ownerOfLabel(before: string, after: string): IdentifierRole | null {
  const label = FILLED_IN.exec(before);
  if (label === null || SPEAKS_OF_IT.test(after)) return null;
  const owner = lastOwner(before);
  return owner === null || owner.role === 'author' || !ONLY_OWNED.test(owner.rest)
    ? ownerOfField(before)
    : null;
}

function withoutOwner(wide: string, before: string, after: string): IdentifierRole {
  if (SUBJECT_BEFORE.test(before)) return 'unknown';
  if (ASKS_WHOSE.test(after) || UNREACHABLE.test(after)) return 'unknown';
  const field = ownerOfField(before);
  if (field === 'author' || ASKS.test(after)) return 'author';
  if (field === 'unknown') return 'unknown';
  if (USES.test(after) || IS_IT.test(after)) return 'author';
  if (ASKED_BEFORE.test(wide) || LEFT_BEFORE.test(wide)) return 'author';
  return isSignature(wide, after) ? 'author' : 'unknown';
}

/** Words before a field's label that leave it the author's: what it is for, or since when. */
const OWN_MODIFIER =
  /(?:^|[^가-힣])(?:집|안내|배송|결제|회원가입|콜백|회신|답신|연락|수신|발급|전화|문자|메일|카톡|앱|회사|직장|사무실|자택|개인|비상|안심|가입|로그인|인증|등록|회원|고객|고객명|배송지?|환불|예약|주문|문의|답변|신규|새|새로운|기존|현재|지금|이전|예전|옛날|원래|진짜|실제|국내|해외|유선|무선|제|내|저|정보|수정|변경)$|(?:[은는던한된할쓴을둔긴뀐온고요서데며니나까어만로를이가도에]|습니다)$/u;

/** "연락처: …", "통화 가능한 번호는 …"; but "의뢰인 번호" is the client's, whatever the word for them. */
function ownerOfField(before: string): IdentifierRole | null {
  const label = FIELD.exec(before);
  if (label === null) return null;
  const lead = before.slice(0, label.index).trimEnd();
  const word = /[가-힣]+$/u.exec(lead)?.[0];
  if (word !== undefined && /^(?:무슨|누구|어디|어느|웬)$/u.test(word)) return 'unknown';
  return word === undefined || OWN_MODIFIER.test(lead) || looksLikeFullName(word) ? 'author' : 'unknown';
}

/** "홍길순 010-…", "홍길순입니다. 010-…" at the end of a line. */
function isSignature(wide: string, after: string): boolean {
  if (!/^[\s)\].,]*$/u.test(after)) return false;
  if (SIGNED_BEFORE.test(wide)) return true;
  const word = /(?:^|[\n.!?/])\s*([가-힣]{3,4})[\s,/(:]*$/u.exec(wide)?.[1];
  return word !== undefined && looksLikeFullName(word);
}

interface Owner {
  readonly role: IdentifierRole;
  readonly word: string;
  /** What stands between the owner and the identifier. */
  readonly rest: string;
}

/** "남편 번호로 가입했어요 010-…": the sentence just before tells of the number that follows. */
function ownerOfNumberBefore(wide: string): Owner | null {
  if (/[.!?\n]\s*$/u.test(wide)) return null;
  const owner = lastOwner(wide);
  return owner !== null && /^[ 의님]{0,3}(?:번호|폰|핸드폰|휴대폰|전화|연락처|메일|이메일)/u.test(owner.rest)
    ? owner
    : null;
}

/** The owner named last; "엄마 번호" in "제 엄마 번호" is hers. */
function lastOwner(before: string): Owner | null {
  const kinds: readonly [IdentifierRole, RegExp][] = [
    ['author', OWN],
    ['unknown', PUBLIC],
    ['other', OTHERS],
  ];
  let last: Owner | null = null;
  let lastEnd = -1;
  for (const [role, pattern] of kinds) {
    for (const match of before.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (end < lastEnd || (end === lastEnd && role === 'unknown')) continue;
      lastEnd = end;
      last = { role, word: match[0], rest: before.slice(end) };
    }
  }
  return last;
}
