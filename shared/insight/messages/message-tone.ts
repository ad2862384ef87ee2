import { compilePhrases } from '../../nlp/cue-pattern.ts';

/** How a message speaks to its reader. */
export const MESSAGE_TONES = ['informative', 'reassuring', 'urgent', 'sensational'] as const;
export type MessageTone = (typeof MESSAGE_TONES)[number];

/** Words that make a tone; phrases as in the settings files, see `compilePhrases`. */
const CUES = {
  /** Amazement, windfalls and what others got. */
  sensational: [
    '(공짜|꽁|공|눈먼) ?돈',
    '대박|잭팟|실화|터졌|떼돈|용돈 벌|횡재|충격|역대급|파격|놀라운|기적',
    '(숨은|숨겨진|잠자는|잠자고 있는|새어 나간|떼인) ~(돈|환급금|보험금|세금|만 원)',
    '(옆집|친구|남들|다들)(은|는|도)? ~(벌써|이미|다) ~받',
    '나만 (못|안|모르)|그냥 버리|손해(입니다|예요|봐|를 보)',
    '[😱🎉🔥💰🤑]|!\\?|\\?!',
    '(지금|오늘) 안 ~(소멸|손해|사라)',
    '무조건|100 ?% (환급|지급|당첨|보장)',
  ],
  /** Haste, deadlines without a reason. */
  urgent: [
    '(오늘|지금) (만|까지|밤|바로|당장|즉시|안|이어서|신청|확인)',
    '마감|마지막 (기회|날|찬스)|임박|서두르|서둘러|놓치|놓칠|소멸|사라(지|집|져)',
    '(늦|지나|없어지)(기|으면|면)? 전에|늦어집니다|미루면|남았(어요|습니다)!',
    '아직도? ~(안|못|전이|않)',
  ],
  /** Answers to a worry. */
  reassuring: [
    '걱정|안심|안전하게|괜찮(아|습|으)|누르지 않으셔도',
    '저장되어|이어서 하실|언제든|취소할 수|돌려드립니다|돌려 드립니다|받지 않습니다|전액 환불',
    '설명(드|해 드)|미리 (볼|보여|보실|알려)|죄송합니다|단계에 있습니다|알려 드릴게요|정상이며|담당자가',
    '(환급금|환불)(을|이)? (받았|받은)|후기',
  ],
} as const satisfies Record<Exclude<MessageTone, 'informative'>, readonly string[]>;

const EXPRESSIONS = Object.entries(CUES).map(([tone, phrases]) => ({
  tone: tone as MessageTone,
  expression: compilePhrases(phrases),
}));

/**
 * The tone of a message by the cues it carries: the loudest one wins (sensational before urgent before reassuring),
 * since one loud word is what a reader remembers; without any cue it is informative. The legal parts, (광고) label and
 * opt-out line, are not read.
 */
export function toneOf(text: string): MessageTone {
  const plain = text.replace(/\(광고\)|무료 ?수신 ?거부[\d\s-]*/gu, ' ');
  const found = EXPRESSIONS.find(({ expression }) => {
    expression.lastIndex = 0;
    return expression.test(plain);
  });
  return found?.tone ?? 'informative';
}
