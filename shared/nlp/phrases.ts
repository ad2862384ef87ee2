import { particleFor } from './korean-particle.ts';
import type { NounUnit } from './noun-units.ts';
import { dictionaryForm, type Predicate } from './predicates.ts';
import type { Token } from './tokenizer.ts';

/** A phrase of a text in the form that a message could take up. */
export interface Phrase {
  readonly text: string;
  /** `clause`: 수수료가 비싸다. `nouns`: 본인인증 실패. `ease`: 찾기 어렵다. */
  readonly kind: 'clause' | 'nouns' | 'ease';
  /** Says that something fails, is missing or how it is, rather than that it happens. */
  readonly telling: boolean;
  /** The noun units that it is made of, as indices. */
  readonly units: readonly number[];
  /** The predicate that it is made of, as an index. */
  readonly predicate?: number;
  readonly start: number;
}

const MAX_PHRASE_UNITS = 20;
const MAX_WORDS_BETWEEN = 3;

/** Particles after the noun that a predicate is about; 에서, 로, 까지 name a place or a way. */
const SUBJECT_PARTICLES = new Set(['은', '는', '도', '만', '이', '가', '을', '를', 'ㄴ']);

/** Say nothing of their subject. */
const EMPTY_PREDICATES = new Set(
  '이다 같다 싶다 보다 주다 말다 그렇다 이렇다 저렇다 어떻다 어쩌다 이러다 그러다 지다 대하다 위하다 따르다 통하다 관하다 시키다 드리다 버리다 놓다 두다 아니다 않다 알다 계시다 나가다 다니다 살다 죽다 만들다 하다 되다 있다 쓰다 가다 들다 먹다 당하다 말하다 바라다 다르다 똑같다 비슷하다 가능하다 필요하다 해보다 써보다 치다 대다 나서다 삼다 넘다 남다 부탁드리다 드립니다 생각하다 인하다 미치다 새롭다 어리다 젊다 새다 밉다 옳다 크다 들어가다 들어오다 남기다 알리다 세다 타다 가지다 붙다 붙이다 끝내다 관련하다 팔요하다 몬하다 허구하다 급하다 듣다 겁나다 열받다 이라다 까대다 오르다 참다 이기다 놀라다 찾아가다 묵다 적이다 지나다 누르다 깔다 죠다 업다'.split(
    ' ',
  ),
);
/** Empty, but not where they are negated: 이해가 안 가다, 마음에 안 들다, 카드를 못 쓰다. */
const TELLING_NEGATED = new Set(
  '되다 하다 가다 쓰다 들다 먹다 나가다 알다 들어가다 들어오다 누르다 깔다'.split(' '),
);
/** Verbs that say that something went wrong. */
const FAILING = new Set(
  '나다 뜨다 걸리다 멈추다 꺼지다 튕기다 끊기다 털리다 사라지다 막히다 풀리다 잠기다 없어지다 떨어지다 줄어들다 닫히다 깨지다 틀리다 느려지다 끊어지다 밀리다'.split(
    ' ',
  ),
);
/**
 * Verbs whose noun without a particle of its own is what they act on: those that take 을/를 more often than 이/가 in
 * reviews of Korean apps (counted over 14,000).
 */
const TRANSITIVE = new Set(
  '하다 보다 쓰다 누르다 만들다 바꾸다 받다 찾다 깔다 넣다 끄다 알다 모르다 지우다 없애다 알리다 주다 켜다 찍다 보내다 올리다 느끼다 사다 치다 가지다 남기다 시키다 겪다 열다 줄이다 두다 불러오다 숨기다 확인하다 늘리다 가져오다 내보내다 읽다 드리다 막다 타다 믿다 높이다 빼다 지키다 내다 듣다 거치다 바라다 키다 띄우다 고치다 살리다 기다리다 정하다 채우다 풀다 옮기다 가리다 잃다 잊다 날리다 갖다 까먹다 달다 내리다 찾아보다 잡다 내놓다 당하다 즐기다 취하다 맞추다 놓치다 넘기다 걸다 끌다 그리다 합치다 얻다 원하다 끊다 까다 잡아먹다 돌리다 나타내다 부르다 모으다 덜다 세우다 챙기다 붙이다 틀다 고르다 세다 팔다 버리다 떼다 떼이다 먹다 닫다 돌려주다 돌려받다 알려주다 물어보다 가져가다 빼가다 거르다 흘리다 심다 후려치다 들먹거리다 미루다 다루다 구하다 아끼다 놔두다 들려주다 건들다 묶다 느끼다 빌리다 데리다 내쫓다 닮다 벌다 담다 뜯다 물다 따지다 갈아타다'.split(
    ' ',
  ),
);
/** 빠른 조치 부탁드려요 asks for what 조치가 빠르다 would praise. */
const ASKED_FOR =
  /(?:진행|조치|개선|대응|대처|처리|해결|답변|수정|시일|시간|복구|회복|업데이트|확인|회신|연락|환불|보상|배상)$/u;
/** An adjective before a noun that says nothing of it. */
const EMPTY_ADNOMINALS = new Set(
  '같다 있다 없다 다르다 새롭다 이렇다 그렇다 저렇다 어떻다 많다 아니다 크다 그러하다'.split(' '),
);

/**
 * The phrases of a text: noun phrases over one space or one particle (본인인증 실패, 정보를 유출하다 → 정보 유출), clauses in
 * their dictionary form (수수료가 비싸다, 인증번호가 안 오다) and what is easy or hard to do (찾기 어렵다). Linear in the number
 * of tokens: every predicate looks at a bounded number of tokens before it.
 */
export function findPhrases(
  tokens: readonly Token[],
  units: readonly NounUnit[],
  predicates: readonly Predicate[],
): Phrase[] {
  const endingAt = new Map(units.map((unit, index) => [unit.to, index]));
  const startingAt = new Map(units.map((unit, index) => [unit.from, index]));
  const phrases: Phrase[] = [];
  const add = (phrase: Phrase) => {
    if (phrase.text.length <= MAX_PHRASE_UNITS) phrases.push(phrase);
  };
  for (const [index, predicate] of predicates.entries()) {
    const phrase = predicate.verbalNoun
      ? verbalPhrase(tokens, units, predicate, index, endingAt)
      : (easePhrase(tokens, predicates, index) ??
        clause(tokens, units, predicate, index, endingAt, startingAt));
    if (phrase !== undefined) add(phrase);
  }
  for (let index = 0; index + 1 < units.length; index += 1) {
    const first = units[index];
    const second = units[index + 1];
    if (first === undefined || second === undefined || !belongTogether(tokens, first, second)) continue;
    add({
      text: `${first.term} ${second.term}`,
      kind: 'nouns',
      telling: TELLING_HEADS.test(second.term) || (second.head && first.alone),
      units: [index, index + 1],
      start: first.start,
    });
  }
  return phrases;
}

/** Nouns that say what happened to the noun before them. */
const TELLING_HEADS =
  /(?:실패|오류|에러|불가|지연|연결|조회|개설|실행|종료|강제종료|접속|설치|인증|인식|요청|문의|공지|점검|해지|취소|환불|거절|누락|부족|유출|인상|인하|제한|정지|차단|중단|반복|초과|변경|등록|신청|가입|탈퇴|요구|추가|삭제|개선|업데이트|로그인|설정|알림|혜택|할인|수수료|금리|한도|먹통|로딩)$/u;

function belongTogether(tokens: readonly Token[], first: NounUnit, second: NounUnit): boolean {
  if (first.to !== second.from || !first.openEnd || !second.openStart) return false;
  const gap = (tokens[second.from]?.start ?? 0) - (tokens[first.to - 1]?.end ?? 0);
  if (gap !== 1 || first.term === second.term) return false;
  if (!second.alone && !second.head) return false;
  return (
    first.alone || ((first.term.length === 1 || first.term === '어플') && TELLING_HEADS.test(second.term))
  );
}

/** 인증에 실패하다 → 인증 실패; 등록되지 않다 → 등록이 안되다; 환불을 안 하다. */
function verbalPhrase(
  tokens: readonly Token[],
  units: readonly NounUnit[],
  predicate: Predicate,
  index: number,
  endingAt: ReadonlyMap<number, number>,
): Phrase | undefined {
  const own = endingAt.get(predicate.to - 1);
  const unit = own === undefined ? undefined : units[own];
  if (own === undefined || unit === undefined) return undefined;
  const passive = predicate.lemma.endsWith('되다');
  if (predicate.negation === '안' || predicate.negation === '못') {
    const verb = dictionaryForm({
      lemma: passive ? '되다' : '하다',
      negation: predicate.negation,
      adjective: false,
    });
    const particle = passive ? particleFor(unit.term, '이', '가') : particleFor(unit.term, '을', '를');
    return {
      text: `${unit.term}${particle} ${verb}`,
      kind: 'clause',
      telling: true,
      units: [own],
      predicate: index,
      start: unit.start,
    };
  }
  // 본인인증이 계속 실패하다: adverbs may stand between.
  let at = unit.from - 1;
  while (at > unit.from - 1 - MAX_WORDS_BETWEEN && tokens[at]?.pos.startsWith('MA')) at -= 1;
  const particle = tokens[at];
  const next = tokens[at + 1];
  if (particle === undefined || next === undefined || !unit.openStart) return undefined;
  if (next.start - particle.end !== 1 || !particle.pos.startsWith('J')) return undefined;
  if (!/^(?:을|를|에|이|가)$/u.test(particle.surface)) return undefined;
  const about = endingAt.get(at);
  const noun = about === undefined ? undefined : units[about];
  if (about === undefined || noun === undefined || !noun.alone || !noun.openEnd) return undefined;
  if ((!unit.alone && !unit.head) || noun.term === unit.term) return undefined;
  return {
    text: `${noun.term} ${unit.term}`,
    kind: 'nouns',
    telling: unit.alone || TELLING_HEADS.test(unit.term),
    units: [about, own],
    predicate: index,
    start: noun.start,
  };
}

/** 사용하기 불편하다, 찾기가 어렵다. */
function easePhrase(
  tokens: readonly Token[],
  predicates: readonly Predicate[],
  index: number,
): Phrase | undefined {
  const predicate = predicates[index];
  const before = predicates[index - 1];
  if (predicate === undefined || before === undefined || !predicate.adjective) return undefined;
  let at = predicate.from - 1;
  while (at > before.to && tokens[at]?.pos.startsWith('MA')) at -= 1;
  if (/^(?:가|는|도|에)$/u.test(tokens[at]?.surface ?? '') && tokens[at]?.pos.startsWith('J')) at -= 1;
  if (at !== before.to || tokens[at]?.pos !== 'ETN' || tokens[at]?.surface !== '기') return undefined;
  if (predicate.lemma === '같다' || predicate.lemma === '싶다' || before.lemma === '하다') return undefined;
  // 상세보기가 편하다 is about the 상세보기.
  if (tokens[before.from - 1]?.end === before.start && !before.verbalNoun) return undefined;
  return {
    text: `${before.lemma.slice(0, -1)}기 ${dictionaryForm(predicate)}`,
    kind: 'ease',
    telling: true,
    units: [],
    predicate: index,
    start: before.start,
  };
}

function isTransitive(lemma: string): boolean {
  return TRANSITIVE.has(lemma) || /(?:우|키|추|뜨리|트리)다$/u.test(lemma);
}

function clause(
  tokens: readonly Token[],
  units: readonly NounUnit[],
  predicate: Predicate,
  index: number,
  endingAt: ReadonlyMap<number, number>,
  startingAt: ReadonlyMap<number, number>,
): Phrase | undefined {
  const { lemma, negation } = predicate;
  if (!/^[가-힣]{2,8}$/u.test(lemma)) return undefined;
  if (EMPTY_PREDICATES.has(lemma) && !(negation !== null && negation !== '말' && TELLING_NEGATED.has(lemma)))
    return undefined;
  const subject = subjectOf(tokens, units, predicate, endingAt);
  // 상품 편하게 사다: the adverb is about the buying.
  const adverbial = predicate.adjective && tokens[predicate.to]?.surface === '게';
  const described = describedNoun(tokens, units, predicate, startingAt);
  const noun = subject === undefined ? undefined : units[subject.unit];
  // 신분증 검은 배경: without a particle the noun after an adjective is the one it describes.
  if (
    subject !== undefined &&
    noun !== undefined &&
    ((described === undefined && !adverbial) || subject.particle !== '')
  ) {
    const object = subject.particle === '을' || subject.particle === '를';
    const marked = object || subject.particle === '이' || subject.particle === '가';
    // 기준을 이상하게 하다: nothing is said of the 기준. 적다 alone is also a verb, to write down.
    if (object && predicate.adjective && lemma !== '적다') return undefined;
    const acts = marked ? object : !predicate.adjective && isTransitive(lemma);
    const particle = acts ? particleFor(noun.term, '을', '를') : particleFor(noun.term, '이', '가');
    return {
      text: `${noun.term}${particle} ${dictionaryForm(predicate)}`,
      kind: 'clause',
      telling: predicate.adjective || predicate.negated || FAILING.has(lemma),
      units: [subject.unit],
      predicate: index,
      start: noun.start,
    };
  }
  if (described === undefined) return undefined;
  return {
    text: `${described.noun.term}${particleFor(described.noun.term, '이', '가')} ${dictionaryForm(predicate)}`,
    kind: 'clause',
    telling: true,
    units: [described.unit],
    predicate: index,
    start: predicate.start,
  };
}

/** The noun right after an adjective that belongs to it: 비싼 수수료. */
function describedNoun(
  tokens: readonly Token[],
  units: readonly NounUnit[],
  predicate: Predicate,
  startingAt: ReadonlyMap<number, number>,
): { unit: number; noun: NounUnit } | undefined {
  if (!predicate.adjective || !predicate.adnominal || EMPTY_ADNOMINALS.has(predicate.lemma)) return undefined;
  const after = tokens[predicate.to]?.pos === 'ETM' ? predicate.to + 1 : predicate.to;
  const unit = startingAt.get(after);
  const first = unit === undefined ? undefined : units[unit];
  if (unit === undefined || first === undefined || !first.openStart || !first.openEnd) return undefined;
  // 좋은 금융 상품: the last noun is what is good.
  const second = units[unit + 1];
  const longer = second?.openEnd === true && belongTogether(tokens, first, second);
  const noun = longer ? { ...second, term: `${first.term} ${second.term}` } : first;
  if (/^(?:빠르|신속하|조속하|확실하)다$/u.test(predicate.lemma) && ASKED_FOR.test(noun.term))
    return undefined;
  return first.start - (tokens[after - 1]?.end ?? 0) === 1 ? { unit, noun } : undefined;
}

/** The nearest noun before a predicate, over adverbs, with or without the particle of what the sentence is about. */
function subjectOf(
  tokens: readonly Token[],
  units: readonly NounUnit[],
  predicate: Predicate,
  endingAt: ReadonlyMap<number, number>,
): { unit: number; particle: string } | undefined {
  let at = predicate.from - 1;
  for (let skipped = 0; skipped <= MAX_WORDS_BETWEEN; skipped += 1) {
    const token = tokens[at];
    if (token === undefined) return undefined;
    const bare = endingAt.get(at + 1);
    if (bare !== undefined) {
      const next = tokens[at + 1];
      const unit = units[bare];
      // A noun that stands two spaces or a full stop away is of another sentence.
      if (next === undefined || unit === undefined || next.start - token.end > 1 || !unit.openEnd)
        return undefined;
      return { unit: bare, particle: '' };
    }
    if (token.pos.startsWith('J')) {
      if (!SUBJECT_PARTICLES.has(token.surface)) return undefined;
      const unit = endingAt.get(at);
      // 고객의견이: what was cut from the end (의견) is what the sentence is about.
      if (unit === undefined || units[unit]?.openEnd !== true || tokens[at - 1]?.end !== token.start)
        return undefined;
      return { unit, particle: token.surface };
    }
    // 상태가 원활 하지 않다: 하다 belongs to the noun before it.
    if (predicate.lemma === '하다' && token.pos.startsWith('N')) return undefined;
    if (!/^(?:MA|NR|SN|NNBC|NNG|IC)/u.test(token.pos) || token.surface === '없이') return undefined;
    at -= 1;
  }
  return undefined;
}
