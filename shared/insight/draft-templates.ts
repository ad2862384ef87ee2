import type { SuggestionAngle } from '../domain/insight.ts';
import { particleFor } from '../nlp/korean-particle.ts';
import type { CopyFacts } from '../nlp/nlp-settings.ts';

/** What a draft may say: the brand, the customers' own words, and what the company has given as facts. */
export interface DraftFacts {
  readonly brand: string;
  readonly phrase: string;
  readonly facts: CopyFacts['values'];
}

interface Template {
  readonly angle: SuggestionAngle;
  /** `{name}` is a fact; `{을/를}` the particle that fits what stands before it, after a consonant / after a vowel. */
  readonly drafts: readonly string[];
}

/** The facts that drafts ask for, with what a person must fill in where one is not given. */
export const FACT_LABELS: Readonly<Record<string, string>> = {
  officialChannel: '공식 발신 채널',
  checkPlace: '진짜 메시지인지 확인하는 곳',
  fee: '비용 기준',
  feeIncludes: '비용에 포함된 것',
  feeRefund: '환불 조건',
  feePlace: '비용을 미리 보는 화면',
  authMethods: '인증 수단',
  authHelp: '인증 도움말',
  supportChannel: '상담 창구와 운영 시간',
  answerTime: '답변 기준 시간',
  supportPlace: '문의 내역을 보는 메뉴',
  errorCause: '원인',
  errorFixed: '고친 날',
  menuPath: '메뉴 경로',
  resume: '이어서 하는 방법',
  stepsLeft: '남은 단계',
  dataUse: '이용 목적',
  dataKeeping: '보관 기간',
  dataPlace: '내 정보를 보는 메뉴',
  plain: '쉬운 설명',
  examplePlace: '예시를 볼 수 있는 곳',
  target: '대상 조건',
  lookupCost: '조회 비용',
  targetPlace: '대상인지 확인하는 화면',
  processing: '걸리는 기간',
  processingWhy: '걸리는 이유',
  progressPlace: '진행 상황 메뉴',
  effectsPlace: '달라지는 점을 적은 화면',
  alertMenu: '알림 설정 메뉴',
  frequency: '발송 주기',
  comparison: '비교 기준',
  reasonsToStay: '고객 조사 결과',
  surveySource: '조사 이름과 날짜',
  otherFeature: '대신 쓸 수 있는 기능',
  notifyPlace: '알림을 신청하는 곳',
};

/** Message drafts per hesitation code: calm and concrete, without numbers or promises of their own. */
const TEMPLATES: Readonly<Record<string, Template>> = {
  trust: {
    angle: 'reassure',
    drafts: [
      '‘{phrase}’{이/가} 걱정되시면 링크를 누르지 마세요. {checkPlace}에서 저희가 보낸 메시지인지 확인할 수 있어요.',
      '{brand} 메시지는 {officialChannel}{으로/로}만 보내요. 다른 곳에서 받은 메시지라면 누르지 말고 알려 주세요.',
    ],
  },
  price: {
    angle: 'concrete-number',
    drafts: [
      '‘{phrase}’ 때문에 망설이셨다면 금액부터 확인해 보세요. 비용은 {fee}이고, {feePlace}에서 미리 볼 수 있어요.',
      '{brand} 비용에는 {feeIncludes}{이/가} 들어 있어요. {feeRefund}.',
    ],
  },
  auth: {
    angle: 'how-to',
    drafts: [
      '‘{phrase}’에서 멈추셨나요? {authMethods} 중에서 다른 방법을 골라 다시 해 보세요.',
      '인증이 계속 되지 않으면 {authHelp}{을/를} 확인해 주세요. 그래도 안 되면 {supportChannel}에서 도와드려요.',
    ],
  },
  error: {
    angle: 'explain-why',
    drafts: [
      '‘{phrase}’ 문제로 불편을 드려 죄송해요. 원인은 {errorCause}{이었/였}고, {errorFixed}에 고쳤어요.',
      '같은 문제가 다시 생기면 {supportChannel}{으로/로} 알려 주세요. 쓰시는 기기와 화면을 함께 보내 주시면 확인에 도움이 돼요.',
    ],
  },
  usability: {
    angle: 'how-to',
    drafts: [
      '‘{phrase}’ 이야기를 많이 해 주셨어요. 찾으시던 기능은 {menuPath}에서 바로 쓸 수 있어요.',
      '{resume}. 남은 단계는 {stepsLeft}{이에요/예요}.',
    ],
  },
  privacy: {
    angle: 'explain-why',
    drafts: [
      '‘{phrase}’{이/가} 왜 필요한지 알려드려요. {dataUse}에만 쓰고, {dataKeeping}{이/가} 지나면 지워요.',
      '맡기신 정보는 {dataPlace}에서 언제든 확인하고 지울 수 있어요.',
    ],
  },
  understanding: {
    angle: 'explain-why',
    drafts: [
      '‘{phrase}’, 말이 어려우셨죠. {brand}{은/는} {plain}{이에요/예요}.',
      '많이 물어보신 ‘{phrase}’{을/를} 예시로 정리했어요. {examplePlace}에서 볼 수 있어요.',
    ],
  },
  eligibility: {
    angle: 'how-to',
    drafts: [
      '나도 대상인지 궁금하셨죠? {target}{이라면/라면} 확인해 보세요. {lookupCost}.',
      '‘{phrase}’ 조건이 헷갈리셨다면 {targetPlace}에서 대상인지 먼저 확인할 수 있어요.',
    ],
  },
  delay: {
    angle: 'concrete-number',
    drafts: [
      '‘{phrase}’{이/가} 언제 되는지 궁금하시죠. 신청하신 날부터 {processing} 걸리고, 지금 단계는 {progressPlace}에서 볼 수 있어요.',
      '{processing} 걸려요. {processingWhy}{이에요/예요}. 단계가 바뀌면 {progressPlace}에서 볼 수 있어요.',
    ],
  },
  support: {
    angle: 'how-to',
    drafts: [
      '‘{phrase}’ 때문에 답답하셨죠. {supportChannel}{으로/로} 남겨 주시면 {answerTime} 안에 답해 드려요.',
      '보내신 문의와 답변은 {supportPlace}에서 볼 수 있어요. 답은 {answerTime} 안에 드려요.',
    ],
  },
  penalty: {
    angle: 'reassure',
    drafts: [
      '‘{phrase}’{이/가} 걱정되셨죠. 영향이 있는 경우와 없는 경우를 {effectsPlace}에 있는 그대로 적어 두었어요.',
      '신청하기 전에 달라지는 점을 먼저 보여드려요. {effectsPlace}에서 보고 결정하세요.',
    ],
  },
  messaging: {
    angle: 'how-to',
    drafts: [
      '‘{phrase}’{이/가} 부담스러우셨다면 받고 싶은 것만 남겨 두세요. {alertMenu}에서 바꿀 수 있어요.',
      '앞으로 소식은 {frequency}만 보내드릴게요. 원하지 않으면 {alertMenu}에서 언제든 끌 수 있어요.',
    ],
  },
  alternative: {
    angle: 'social-proof',
    // Customers name competitors here: their names are no words for our messages (표시광고법, 부당하게 비교하는 광고).
    drafts: [
      '다른 서비스와 비교하고 계신가요? {comparison}{을/를} 같은 조건으로 정리했어요.',
      '{brand}{을/를} 계속 쓰는 분들은 {reasonsToStay}{을/를} 이유로 꼽았어요. (출처: {surveySource})',
    ],
  },
  feature: {
    angle: 'other-feature',
    drafts: [
      '‘{phrase}’{을/를} 바라는 의견을 듣고 있어요. 지금은 {otherFeature}{을/를} 먼저 써 보세요.',
      '‘{phrase}’ 소식이 생기면 알려드릴까요? {notifyPlace}에서 신청할 수 있어요.',
    ],
  },
};

const FALLBACK: Template = {
  angle: 'explain-why',
  drafts: ['‘{phrase}’에 대해 많이 물어보셨어요. {plain}. 자세한 내용은 {examplePlace}에서 볼 수 있어요.'],
};

const TOKEN = /\{([^}]+)\}/gu;

/** How to speak to customers who hesitate for this reason; a code of the company's own gets the plain explanation. */
export function angleFor(code: string): SuggestionAngle {
  return (TEMPLATES[code] ?? FALLBACK).angle;
}

/**
 * Drafts for a code, filled with the given facts only; what is not given stands in 〔 〕 for a person to fill in. Drafts
 * that need no more come first.
 */
export function draftsFor(code: string, facts: DraftFacts): string[] {
  const drafts = (TEMPLATES[code] ?? FALLBACK).drafts.map((draft) => fillDraft(draft, facts));
  return [...drafts.filter(isComplete), ...drafts.filter((draft) => !isComplete(draft))];
}

/** A template with its facts, and with particles that fit them. */
export function fillDraft(template: string, { brand, phrase, facts }: DraftFacts): string {
  const known: Readonly<Record<string, string>> = { ...facts, brand, phrase };
  let draft = '';
  let end = 0;
  for (const match of template.matchAll(TOKEN)) {
    const name = match[1] ?? '';
    draft += template.slice(end, match.index);
    const [afterConsonant = '', afterVowel] = name.split('/');
    draft +=
      afterVowel === undefined
        ? (known[name] ?? `〔${FACT_LABELS[name] ?? name}〕`)
        : particleFor(draft, afterConsonant, afterVowel);
    end = match.index + match[0].length;
  }
  return draft + template.slice(end);
}

/** Whether nothing is left for a person to fill in. */
export function isComplete(draft: string): boolean {
  return !draft.includes('〔');
}
