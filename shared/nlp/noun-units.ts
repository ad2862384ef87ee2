import type { Token } from './tokenizer.ts';

/** What keeps a noun out of keywords; see `createKeywordFilter`. */
export interface NounFilter {
  /** Words that say nothing alone. */
  readonly nouns: ReadonlySet<string>;
  readonly english: ReadonlySet<string>;
  isBrand(term: string): boolean;
}

/** Nouns written together, without what says nothing at their edges. */
export interface NounUnit {
  readonly term: string;
  /** More than one word written together: 계좌조회. */
  readonly compound: boolean;
  /** The words of a compound that the settings know. */
  readonly knownParts: readonly string[];
  /** May stand as a keyword alone. A unit that may not can still be the subject of a phrase (앱이 느리다). */
  readonly alone: boolean;
  /** May be the last word of a noun phrase: 배송 시간, 접속 불가. */
  readonly head: boolean;
  /** Indices of the first token and after the last one, of the run as it stands in the text. */
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  /** Nothing was cut from its beginning, or its end. */
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

const MAX_PARTS = 4;
const MAX_TERM_UNITS = 14;

/** Nouns of one syllable that a sentence may be about. All others are debris of a wrong cut more often than not. */
const SHORT_NOUNS = new Set(
  '앱 돈 폰 렉 옷 글 답 창 값 웹 맛 색 질 빚 짐 집 차 책 약 폼 홈 탭 방 힘'.split(' '),
);
/** One syllable that may be a piece of a longer word: 카드값, 팝업창, 홈화면, 결제일. */
const SHORT_PIECES = new Set(
  '적 앱 폰 렉 창 값 웹 홈 탭 망 칩 키 립 률 율 액 금 료 비 권 점 법 일 란 함 팀 증 장 형 용 자 원 사 률 건 량 선 색 질 력 성 도 식 투 뷰 딜 페이 톡 샵 몰'.split(
    ' ',
  ),
);

/** Nouns that say nothing alone, but say something of the noun before them: 접속 불가, 배송 시간. */
const HEAD_NOUNS = new Set(
  '확인 처리 가능 불가 불가능 부족 시간 방법 문제 내역 관리 서비스 기능 화면 번호 정보 변경 선택 설정 입력 추가 삭제 실행 종료 완료 대기 지원 개선 해결 수정 상태 속도 연결 절차 과정 조건 기준 기간 금액 횟수 목록 버튼 메뉴 설명 내용 발급 적용 표시'.split(
    ' ',
  ),
);

/** Nouns that say nothing alone, but what fails or is missing can be said of them: 사용이 안되다, 방법이 없다. */
const SUBJECT_NOUNS = new Set(
  '사용 이용 진행 시작 실행 시도 이해 앱 어플 어플리케이션 은행 회사 고객 이름 내용 결과 비교 설명 관리 선택 변경 수정 추가 해결 처리 확인 조치 적용 표시 개발 기대 차이 도움 정리 활용 제공 갱신 댓글 뱅킹 인터넷 모바일'.split(
    ' ',
  ),
);

/** Noun units of a token row in order, in linear time. Nouns that are the stem of an adjective are left out. */
export function nounUnits(
  tokens: readonly Token[],
  filter: NounFilter,
  taken: ReadonlySet<number>,
): NounUnit[] {
  const units: NounUnit[] = [];
  let from = -1;
  for (let index = 0; index <= tokens.length; index += 1) {
    const token = tokens[index];
    const joins = token !== undefined && !taken.has(index) && isNounPiece(tokens, index, token, from >= 0);
    if (from >= 0 && (!joins || tokens[index - 1]?.end !== token.start)) {
      const unit = unitOf(tokens, from, index, filter);
      if (unit !== undefined) units.push(unit);
      from = -1;
    }
    if (joins && from < 0) from = index;
  }
  return units;
}

function isNounPiece(tokens: readonly Token[], index: number, token: Token, inRun: boolean): boolean {
  switch (token.pos) {
    case 'NNG':
    case 'NNP':
    case 'SL':
    case 'XR':
      return true;
    case 'XPN': {
      const next = tokens[index + 1];
      return next !== undefined && next.start === token.end && /^(?:NNG|XR)$/u.test(next.pos);
    }
    case 'XSN':
      return inRun && tokens[index - 1]?.end === token.start && SHORT_PIECES.has(token.surface);
    case 'UNK':
      return /^[A-Za-z]{2,}$/u.test(token.surface);
    default:
      return false;
  }
}

interface Piece {
  text: string;
  prefix: boolean;
  known: boolean;
}

function unitOf(
  tokens: readonly Token[],
  from: number,
  to: number,
  filter: NounFilter,
): NounUnit | undefined {
  const pieces: Piece[] = [];
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    const last = pieces.at(-1);
    // 재 + 설치, 이용 + 자: one word.
    if (last !== undefined && (last.prefix || token.pos === 'XSN')) {
      last.text += token.lemma;
      last.prefix = false;
      last.known = false;
    } else pieces.push({ text: token.lemma, prefix: token.pos === 'XPN', known: token.known === true });
  }
  let first = 0;
  let end = pieces.length;
  while (first < end && isEmptyEdge(pieces[first]?.text ?? '', filter)) {
    // 앱사용, 폰번호: cut down to the second word it would say nothing.
    const next = pieces[first + 1]?.text;
    const short = SHORT_NOUNS.has(pieces[first]?.text ?? '');
    if (short && next !== undefined && SUBJECT_NOUNS.has(next) && first + 2 === end) break;
    first += 1;
  }
  while (end > first + 1 && isEmptyTail(pieces[end - 1]?.text ?? '', filter)) end -= 1;
  // Everything but an empty word was cut: then that word is what stands here (앱, 사용).
  if (first === end) {
    first = end - 1;
    while (first > 0 && !isSubject(pieces[first]?.text ?? '')) first -= 1;
    end = first + 1;
  }
  const kept = pieces.slice(first, end);
  const parts = kept.map((piece) => piece.text);
  const term = parts.join('');
  if (parts.length > MAX_PARTS || term.length > MAX_TERM_UNITS || !isTerm(term) || filter.isBrand(term))
    return undefined;
  const whole = parts.length > 1;
  if (whole && parts.some((part) => filter.isBrand(part))) return undefined;
  const empty = isEmpty(term, filter);
  const head = HEAD_NOUNS.has(term);
  if (term.length < 2 ? !SHORT_NOUNS.has(term) : empty && !head && !SUBJECT_NOUNS.has(term)) return undefined;
  if (whole && new Set(parts).size < parts.length) return undefined;
  return {
    term,
    compound: whole,
    knownParts: whole ? kept.filter((piece) => piece.known).map((piece) => piece.text) : [],
    alone: term.length >= 2 && !empty && !isWrongCut(tokens, from, kept),
    head,
    from,
    to,
    start: tokens[from]?.start ?? 0,
    end: tokens[to - 1]?.end ?? 0,
    openStart: first === 0,
    openEnd: end === pieces.length,
  };
}

/** Forms of verbs that ko-dic takes for names: 출첵하려, 조잡해지. */
const VERBAL_ENDING =
  /(?:하려|잡해지|하게|해서|하는|하고|하기|되기|이면|중이|으면|네요|라니|어요|습니|니다|라고|라는|다고|내란|열지|잖아)$/u;

/** A noun after the rest of another word (정치 in 일정치), or of two lone syllables (요 + 증), was not meant. */
function isWrongCut(tokens: readonly Token[], from: number, pieces: readonly Piece[]): boolean {
  const last = pieces.at(-1);
  if (last !== undefined && !last.known && VERBAL_ENDING.test(last.text)) return true;
  if (pieces.some((piece) => piece.known)) return false;
  if (pieces.length === 2 && pieces.every((piece) => piece.text.length === 1)) return true;
  const first = tokens[from];
  const before = tokens[from - 1];
  if (first === undefined || before === undefined || before.end !== first.start) return false;
  if (before.known === true || !/[가-힣]$/u.test(before.surface)) return false;
  return !before.pos.startsWith('MM') && !/^(?:내|제|우리|이|그)$/u.test(before.surface);
}

function isTerm(term: string): boolean {
  return /^[가-힣A-Za-z0-9+]+$/u.test(term);
}

function isEmpty(word: string, filter: NounFilter): boolean {
  return filter.nouns.has(word) || filter.english.has(word.toLowerCase());
}

function isEmptyEdge(word: string, filter: NounFilter): boolean {
  return isEmpty(word, filter) || filter.isBrand(word);
}

function isSubject(word: string): boolean {
  return HEAD_NOUNS.has(word) || SUBJECT_NOUNS.has(word) || SHORT_NOUNS.has(word);
}

/** A word after others: 접속불가 keeps its 불가, 업데이트후 loses its 후. */
function isEmptyTail(word: string, filter: NounFilter): boolean {
  if (HEAD_NOUNS.has(word)) return false;
  if (word.length === 1) return !SHORT_PIECES.has(word) && isEmpty(word, filter);
  return isEmptyEdge(word, filter);
}
