import type { SuggestionAngle } from '../domain/insight.ts';
import { particleFor, withParticle } from '../nlp/korean-particle.ts';

/** What a draft may say: the brand and the customers' own words. Nothing else is known here. */
export interface DraftFacts {
  readonly brand: string;
  readonly phrase: string;
}

interface Template {
  readonly angle: SuggestionAngle;
  readonly drafts: readonly ((facts: DraftFacts) => string)[];
}

const about = (word: string) => `‘${word}’에 대해`;
const object = (word: string) => `‘${word}’${particleFor(word, '을', '를')}`;

/**
 * Message drafts per hesitation code: calm, concrete, without numbers or promises of their own. What only the company
 * knows stands in 〔 〕 for a person to fill in. The customers' phrase is always quoted, never claimed as a fact.
 */
const TEMPLATES: Readonly<Record<string, Template>> = {
  trust: {
    angle: 'reassure',
    drafts: [
      ({ brand, phrase }) =>
        `${about(phrase)} 물어보시는 분이 많았습니다. 링크를 누르지 않으셔도 됩니다. ${brand} 앱을 직접 열어 확인해 보세요.`,
      ({ brand }) =>
        `${brand}에서 보내 드리는 메시지는 〔공식 발신번호·채널〕로만 나갑니다. 의심되면 〔확인 방법〕에서 확인하세요.`,
    ],
  },
  price: {
    angle: 'concrete-number',
    drafts: [
      ({ phrase }) =>
        `${about(phrase)} 먼저 말씀드립니다. 〔비용 기준〕을 보여 드리고, 확인하신 뒤에만 진행합니다.`,
      ({ brand }) =>
        `${brand} 이용 비용은 〔금액 또는 비율〕입니다. 신청 전 화면에서 내실 금액을 확인하실 수 있습니다.`,
    ],
  },
  auth: {
    angle: 'how-to',
    drafts: [
      ({ phrase }) => `‘${phrase}’에서 막히셨다면 이렇게 해 보세요. 〔해결 순서〕`,
      () =>
        '본인인증이 되지 않을 때 쓰실 수 있는 다른 방법이 있습니다. 〔인증 수단〕 중에서 편한 것을 고르세요.',
    ],
  },
  error: {
    angle: 'explain-why',
    drafts: [
      ({ phrase }) => `${about(phrase)} 알려 드립니다. 원인은 〔원인〕이었고, 〔조치 시점〕에 고쳤습니다.`,
      ({ brand }) =>
        `${brand} 앱을 업데이트한 뒤 다시 열어 주세요. 그래도 같으면 〔문의 창구〕로 알려 주세요.`,
    ],
  },
  usability: {
    angle: 'how-to',
    drafts: [
      ({ phrase }) => `‘${phrase}’, 찾기 어려우셨나요? 〔메뉴 경로〕에서 바로 하실 수 있습니다.`,
      () => '하시던 곳부터 이어서 하실 수 있습니다. 남은 단계는 〔남은 단계〕입니다.',
    ],
  },
  privacy: {
    angle: 'explain-why',
    drafts: [
      ({ phrase }) =>
        `‘${phrase}’, 왜 필요한지 말씀드릴게요. 〔이용 목적〕에만 쓰고 〔보관 기간〕이 지나면 지웁니다.`,
      ({ brand }) => `${brand}에 맡기신 정보는 〔확인 메뉴〕에서 언제든 보고 지우실 수 있습니다.`,
    ],
  },
  understanding: {
    angle: 'explain-why',
    drafts: [
      ({ phrase }) => `‘${phrase}’, 처음 들으면 낯설죠. 한 문장으로 말씀드리면 〔쉬운 설명〕입니다.`,
      ({ phrase }) => `많이 물어보신 ${object(phrase)} 예시로 정리했습니다. 〔예시〕`,
    ],
  },
  eligibility: {
    angle: 'how-to',
    drafts: [
      ({ phrase }) => `${about(phrase)} 나도 해당되는지 궁금하셨죠? 〔대상 조건〕만 확인하시면 됩니다.`,
      () => '지금은 대상이 아니어도 괜찮습니다. 〔다시 신청할 수 있는 조건〕이 되면 알려 드릴게요.',
    ],
  },
  delay: {
    angle: 'concrete-number',
    drafts: [
      ({ phrase }) =>
        `${about(phrase)} 기다리고 계신 분께 알려 드립니다. 지금은 〔진행 단계〕이고, 〔예상 시점〕에 결과가 나옵니다.`,
      ({ brand }) => `진행 상황은 ${brand} 앱의 〔확인 메뉴〕에서 바로 보실 수 있습니다.`,
    ],
  },
  support: {
    angle: 'how-to',
    drafts: [
      ({ phrase }) =>
        `${about(phrase)} 도움이 필요하시면 〔상담 창구와 운영 시간〕으로 연락해 주세요. 담당자가 직접 확인합니다.`,
      () => '남겨 주신 문의는 〔답변 기준 시간〕 안에 답해 드립니다. 접수 내역은 〔확인 메뉴〕에 있습니다.',
    ],
  },
  penalty: {
    angle: 'reassure',
    drafts: [
      ({ phrase }) =>
        `${about(phrase)} 걱정하시는 분이 많았습니다. 〔영향이 있는 경우와 없는 경우〕를 있는 그대로 정리했습니다.`,
      () => '진행하기 전에 달라지는 점을 먼저 보여 드립니다. 〔확인 화면〕에서 보고 결정하세요.',
    ],
  },
  messaging: {
    angle: 'how-to',
    drafts: [
      ({ phrase }) =>
        `‘${phrase}’ 관련 메시지가 부담스러우셨다면 받고 싶은 알림만 남겨 두세요. 〔알림 설정 메뉴〕에서 바꾸실 수 있습니다.`,
      ({ brand }) =>
        `${brand}의 소식은 〔발송 주기〕에 맞춰 보내 드립니다. 원하지 않으시면 언제든 끄실 수 있습니다.`,
    ],
  },
  alternative: {
    angle: 'social-proof',
    drafts: [
      ({ phrase }) =>
        `${about(phrase)} 다른 방법과 비교하고 계신가요? 〔비교 기준〕을 같은 조건으로 정리했습니다.`,
      ({ brand }) =>
        `${withParticle(brand, '을', '를')} 계속 쓰시는 분들이 꼽은 이유는 〔고객 조사 결과〕입니다.`,
    ],
  },
  feature: {
    angle: 'other-feature',
    drafts: [
      ({ phrase }) =>
        `요청하신 ${object(phrase)} 검토하고 있습니다. 그동안에는 〔대신 쓸 수 있는 기능〕을 써 보세요.`,
      ({ phrase }) => `${about(phrase)} 소식이 생기면 알려 드릴까요? 〔알림 신청〕`,
    ],
  },
};

const FALLBACK: Template = {
  angle: 'explain-why',
  drafts: [({ phrase }) => `${about(phrase)} 많이 말씀해 주셨습니다. 〔설명〕을 짧게 정리했습니다.`],
};

/** How to speak to customers who hesitate for this reason; a code of the company's own gets the plain explanation. */
export function angleFor(code: string): SuggestionAngle {
  return (TEMPLATES[code] ?? FALLBACK).angle;
}

/** Drafts for a code, filled with the given facts only. */
export function draftsFor(code: string, facts: DraftFacts): string[] {
  return (TEMPLATES[code] ?? FALLBACK).drafts.map((draft) => draft(facts));
}
