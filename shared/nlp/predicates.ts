import type { Token } from './tokenizer.ts';

/** How a predicate is negated: 안 (also -지 않다), 못 (also -지 못하다), 말 (-지 말다: a wish that it stop). */
export type Negation = '안' | '못' | '말';

/** A predicate of a text: its dictionary form and its negation. */
export interface Predicate {
  /** Stem + 다, a noun with 하다/되다 joined: `등록되다`, `느리다`. */
  readonly lemma: string;
  readonly negated: boolean;
  readonly negation: Negation | null;
  /** A noun made a verb (등록되다): the noun alone says as much. An adjective (불편하다) is said by its whole form. */
  readonly verbalNoun: boolean;
  /** 느리다, 불편하다: says how something is. */
  readonly adjective: boolean;
  /** 비싼 in 비싼 수수료: what it says is said of the noun after it. */
  readonly adnominal: boolean;
  /** Index of its first token. */
  readonly from: number;
  /** Index after its last token that belongs to the stem. */
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

const NEGATING_ADVERBS: ReadonlyMap<string, Negation> = new Map([
  ['안', '안'],
  ['않', '안'],
  ['못', '못'],
]);
const NEGATING_AUXILIARIES: ReadonlyMap<string, Negation> = new Map([
  ['않다', '안'],
  ['못하다', '못'],
  ['말다', '말'],
]);

/** Auxiliaries that may stand between a verb and its negation. */
const BETWEEN = new Set(['주다', '버리다', '지다']);

/** Dictionary forms that ko-dic gives for fused syllables and everyday spellings, as their usual form. */
const USUAL_FORMS: ReadonlyMap<string, string> = new Map([
  ['돼다', '되다'],
  ['이뿌다', '예쁘다'],
  ['이쁘다', '예쁘다'],
  ['바끼다', '바뀌다'],
  ['힘드다', '힘들다'],
  ['만드다', '만들다'],
  ['버다', '벌다'],
  ['뺐기다', '뺏기다'],
  ['누릏다', '누르다'],
  ['할다', '하다'],
  ['번거럽다', '번거롭다'],
  ['번거로우다', '번거롭다'],
  ['드다', '들다'],
  ['쓸다', '쓰다'],
  ['높히다', '높이다'],
  ['바껴다', '바뀌다'],
  ['멈추어지다', '멈추다'],
]);

/** What -지다 makes of these verbs; ko-dic gives the verb and an auxiliary (켜 + 짐, 눌러 + 지네요). */
const PASSIVES: ReadonlyMap<string, string> = new Map([
  ['켜다', '켜지다'],
  ['끄다', '꺼지다'],
  ['누르다', '눌리다'],
  ['쓰다', '써지다'],
  ['없다', '없어지다'],
]);

/** Nouns whose -하다 says how something is, though ko-dic calls it a verb (편리합니다: XSV). */
const ADJECTIVE_NOUNS = new Set(
  '편리 불편 간편 편안 답답 친절 불친절 복잡 다양 깔끔 저렴 심각 부족 안전 불안 불안정 가능 불가능 불가 간단 유용 정확 부정확 원활 완벽 황당 한심 필요 불필요 신속 단순 심플 유익 허접 조잡 번거 지루 무능 미흡 불쾌 억울 난감 궁금 허술 과도 과다 애매 모호 투명 불투명 똑똑 비슷 동일 유리 불리 철저 꼼꼼 한정 소중 막막 당연 솔직 충분 불충분 적절 부적절 곤란 민감 유효 무효 가득 훌륭 무난 적당 이상 건강 행복 자유 취약 안정 위험 피곤 부실 미비 균일 일정 저급 의아 순수 특이 빈약 우수 허탈 허무 현명 안일 무례 성실 신박 청결 풍요 유일 고급 중요 혼란 상냥 느긋 튼튼 풍부 신선 신중 불성실 무책임 무성의 비겁 유명 멀쩡 조용 시원 깨끗 따뜻 촘촘 세심 섬세 복잡다단 번잡 난해 생소 친숙 익숙 무궁무진 무관심 비효율적'.split(
    ' ',
  ),
);

/** 나다 after these nouns is what happens to them; ko-dic reads 나 there as "I" or as a particle. */
const HAPPENING_NOUNS = new Set(
  '짜증 오류 에러 렉 고장 화 화가 버그 신경질 탈 열 사고 혼 티 문제 바닥 이상 난리'.split(' '),
);

/** Whether `noun` + 하다 is an adjective: 편리하다, not 조회하다. */
export function isAdjectiveNoun(noun: string): boolean {
  return ADJECTIVE_NOUNS.has(noun);
}

/** The predicates of a token row in order. Negation is 안/못 before, or -지 않다, -지 못하다, 말다 after. */
export function findPredicates(tokens: readonly Token[]): Predicate[] {
  const found: Predicate[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    const predicate = predicateAt(tokens, index, token);
    if (predicate !== undefined) found.push(predicate);
  }
  return found;
}

/**
 * The dictionary form with its negation: 안되다 (one word, as the customers write it), `안 오다`, `못 쓰다`, `친절하지 않다`,
 * `보내지 말다`.
 */
export function dictionaryForm(predicate: Pick<Predicate, 'lemma' | 'negation' | 'adjective'>): string {
  const { lemma, negation } = predicate;
  if (negation === null) return lemma;
  if (negation === '말') return `${lemma.slice(0, -1)}지 말다`;
  if (lemma === '되다' && negation === '안') return '안되다';
  if (lemma === '하다' && negation === '못') return '못하다';
  // 안 올바르다 is heard from nobody; 안 좋다 from everybody.
  if (
    predicate.adjective &&
    (lemma.length > 3 || (lemma.endsWith('하다') && lemma.length > 2 && lemma !== '편하다'))
  )
    return `${lemma.slice(0, -1)}지 ${negation === '못' ? '못하다' : '않다'}`;
  return `${negation} ${lemma}`;
}

function predicateAt(tokens: readonly Token[], index: number, token: Token): Predicate | undefined {
  const kind = token.pos.slice(0, 2);
  const before = tokens[index - 1];
  const afterNoun = before !== undefined && before.end === token.start && /^(?:NN|XR)/u.test(before.pos);
  if (kind === 'VV' || kind === 'VA') {
    const makesVerb = afterNoun && (token.lemma === '하다' || token.lemma === '되다');
    return makesVerb
      ? joined(tokens, index, before, token, token.lemma)
      : // 고르다 is to choose; nobody writes that something is even.
        plain(tokens, index, token, kind === 'VA' && token.lemma !== '고르다' && token.lemma !== '달다');
  }
  if (kind === 'XS' && /^XS[VA]/u.test(token.pos)) {
    if (afterNoun) return joined(tokens, index, before, token, token.lemma);
    // 환불을 안 해줘요: the verb itself, which ko-dic takes for the ending of a noun.
    return token.lemma === '하다' || token.lemma === '되다' ? plain(tokens, index, token, false) : undefined;
  }
  return happens(tokens, index, token) ? plain(tokens, index, token, false, '나다') : undefined;
}

function plain(
  tokens: readonly Token[],
  index: number,
  token: Token,
  adjective: boolean,
  lemma = token.lemma,
): Predicate {
  const negation = negationOf(tokens, index, index);
  const feeling = lemma === '나다' ? feelingBefore(tokens, index) : '';
  return {
    // 나은: ko-dic takes the stem of 낫다 for 나다.
    lemma: adjective && lemma === '나다' ? '낫다' : usualForm(feeling + lemma, tokens[index + 1], token.end),
    negated: negation !== null,
    negation,
    verbalNoun: false,
    adjective,
    adnominal: isAdnominal(tokens, index, token),
    from: index,
    to: index + 1,
    start: token.start,
    end: token.end,
  };
}

function joined(
  tokens: readonly Token[],
  index: number,
  noun: Token,
  token: Token,
  suffix: string,
): Predicate {
  const prefix = tokens[index - 2];
  const prefixed = prefix !== undefined && prefix.pos === 'XPN' && prefix.end === noun.start;
  const from = prefixed ? index - 2 : index - 1;
  const stem = (prefixed ? prefix.surface : '') + noun.lemma;
  // ko-dic takes 출시한 for an adjective, too; only for bound roots (복잡, XR) is its word good enough.
  const adjective =
    (token.pos.startsWith('XSA') && noun.pos === 'XR') ||
    (usualForm(suffix) === '하다' && isAdjectiveNoun(stem));
  const negation = negationOf(tokens, from, index);
  return {
    lemma: usualForm(stem + suffix),
    negated: negation !== null,
    negation,
    verbalNoun: !adjective,
    adjective,
    adnominal: isAdnominal(tokens, index, token),
    from,
    to: index + 1,
    start: prefixed ? prefix.start : noun.start,
    end: token.end,
  };
}

/** 짜증이 나다 and 화가 나다 are one word for one feeling. */
function feelingBefore(tokens: readonly Token[], index: number): string {
  const before = tokens[index - 1];
  const noun = before?.pos.startsWith('J') ? tokens[index - 2] : before;
  // ko-dic takes 화가 for a painter.
  return /^(?:짜증|화가?|신경질|고장)$/u.exec(noun?.surface ?? '')?.[0].replace('화가', '화') ?? '';
}

/** 짜증 나, 오류가 나서: a 나 that ko-dic takes for a pronoun or a particle. */
function happens(tokens: readonly Token[], index: number, token: Token): boolean {
  if (!/^(?:나|나요|남|난)$/u.test(token.surface) || !/^(?:NP|JC|VCP|E)/u.test(token.pos)) return false;
  const before = tokens[index - 1];
  if (before === undefined) return false;
  if (before.end === token.start) return HAPPENING_NOUNS.has(before.surface);
  const noun = /^J(?:KS|X)/u.test(before.pos) ? tokens[index - 2] : before;
  return noun !== undefined && HAPPENING_NOUNS.has(noun.surface) && token.start - before.end === 1;
}

function usualForm(lemma: string, next?: Token, end?: number): string {
  const passive = PASSIVES.get(lemma);
  if (passive !== undefined && next?.start === end && /^(?:지|짐|져|졌|진|집)/u.test(next?.surface ?? ''))
    return passive;
  const usual = USUAL_FORMS.get(lemma);
  if (usual !== undefined) return usual;
  if (lemma.endsWith('돼다')) return `${lemma.slice(0, -2)}되다`;
  return lemma.endsWith('해다') ? `${lemma.slice(0, -2)}하다` : lemma;
}

function isAdnominal(tokens: readonly Token[], index: number, token: Token): boolean {
  if (token.pos.endsWith('ETM')) return true;
  const next = tokens[index + 1];
  return next !== undefined && next.start === token.end && next.pos === 'ETM';
}

function negationOf(tokens: readonly Token[], from: number, at: number): Negation | null {
  const before = tokens[from - 1];
  if (before !== undefined && /^(?:MA|E)/u.test(before.pos)) {
    const negation = NEGATING_ADVERBS.get(before.surface);
    if (negation !== undefined) return negation;
  }
  for (let index = at + 1; index < Math.min(at + 5, tokens.length); index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    const kind = token.pos.charAt(0);
    // 해 주지 않다: the auxiliary before the negation says who profits.
    if (kind === 'V' && BETWEEN.has(token.lemma)) continue;
    if (kind === 'V') return NEGATING_AUXILIARIES.get(token.lemma) ?? null;
    // Only -지 (and its particle) leads to a negation: in 느리고 안되다 the second word is its own.
    if (kind !== 'E' && kind !== 'J') return null;
    if (kind === 'E' && !/^(?:지|질|진|잖|아|어)/u.test(token.surface)) return null;
  }
  return null;
}
