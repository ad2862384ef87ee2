import type { Contribution } from '../domain/contribution.ts';
import type { AvoidedWord, Interval } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import type { CopyRules } from '../nlp/nlp-settings.ts';
import { wilsonShare } from './change.ts';
import { phraseFindings } from './check-copy.ts';
import { DOUBT_CODES } from './doubts.ts';
import { carries } from './messages/carries.ts';
import { occurrences } from './messages/customer-phrase.ts';
import { messageEffects } from './messages/message-effects.ts';
import { noQuotesYet, pickQuotes } from './quotes.ts';

const MAX_TERMS = 12;
/** A word of fewer voices tells nothing of what it does. */
const MIN_VOICES = 5;
/** So many more times the doubt of all voices, at the least, speaks against a word. */
const CLEARLY_MORE = 1.5;
/** Rules whose words show, in a customer's mouth, that our service is taken for something else. */
const MISREADINGS = ['hidden-money', 'posing-as-authority'];
const MAX_EFFECTS = 24;
const MAX_PLACES = 3;
const QUOTES = 2;

export interface AvoidInput {
  readonly messages: readonly SentMessage[];
  readonly rules: CopyRules;
  /** Words of customers that our messages carry, see `ownWords`. */
  readonly ownWords: readonly string[];
  /** Of the week. */
  readonly contributions?: readonly Contribution[];
  readonly documents?: ReadonlyMap<string, StoredDocument>;
}

/**
 * Words better left alone: those of our messages that the copy rules advise against, those that go with distrust
 * (voices that say a word of ours and doubt us) or with people leaving (more unsubscriptions and complaints per
 * delivery, see `messageEffects`), and misreadings that customers repeat. The reason is in Korean. What is seen comes
 * before what a rule says, then most messages first.
 */
export function wordsToAvoid(input: AvoidInput): AvoidedWord[] {
  const ruled = ruleWords(input);
  const doubted = distrustWords(input);
  const candidates = [...ruled.map(({ term }) => term), ...input.ownWords].slice(0, MAX_EFFECTS);
  const leaving = messageEffects(candidates, input.messages, 'leaving').phrases;
  const worse = (term: string): Interval | undefined => {
    const lift = leaving.get(term)?.lift;
    return lift !== undefined && lift.low > 1 ? lift : undefined;
  };
  const known = new Set([...ruled, ...doubted].map(({ term }) => term));
  const left = candidates.flatMap((term): AvoidedWord[] => {
    const lift = worse(term);
    if (lift === undefined || known.has(term)) return [];
    const reason = '이 말이 든 메시지에서 수신거부와 신고가 더 많았습니다.';
    return [{ term, reason, messages: carrying(term, input.messages), kind: 'leaving', leaving: lift }];
  });
  const all = [...ruled, ...doubted, ...left, ...misreadings(input)].map((word) => {
    const lift = word.leaving ?? worse(word.term);
    return lift === undefined ? word : { ...word, leaving: lift };
  });
  return all
    .sort((a, b) => evidence(b) - evidence(a) || b.messages - a.messages || (a.term < b.term ? -1 : 1))
    .slice(0, MAX_TERMS)
    .map((word) => ({ ...word, ...placeOf(word, input) }));
}

function ruleWords({ messages, rules }: AvoidInput): AvoidedWord[] {
  const found = new Map<string, AvoidedWord>();
  for (const message of messages) {
    const inMessage = new Map(
      phraseFindings(message.text, rules).flatMap((finding) =>
        finding.match === undefined ? [] : [[finding.match.text.trim(), finding] as const],
      ),
    );
    for (const [term, finding] of inMessage) {
      const count = (found.get(term)?.messages ?? 0) + 1;
      found.set(term, { term, reason: finding.reason.ko, messages: count, instead: finding.instead.ko });
    }
  }
  return [...found.values()];
}

/** Words of ours in the mouth of those who doubt, clearly more than in that of others. */
function distrustWords({ contributions = [], messages }: AvoidInput): AvoidedWord[] {
  const isDoubt = (one: Contribution) => one.codes.some(isDoubtCode);
  const usual = contributions.filter(isDoubt).length / Math.max(1, contributions.length);
  const voices = new Map<string, { documents: number; doubting: number }>();
  for (const one of contributions) {
    for (const term of new Set(one.terms)) {
      const counts = voices.get(term) ?? { documents: 0, doubting: 0 };
      voices.set(term, {
        documents: counts.documents + 1,
        doubting: counts.doubting + Number(isDoubt(one)),
      });
    }
  }
  const words = [...voices].flatMap(([term, { documents, doubting }]): AvoidedWord[] => {
    const share = wilsonShare(doubting, documents);
    const ours = carrying(term, messages);
    const tells = documents >= MIN_VOICES && share.low > CLEARLY_MORE * usual && share.value > 0.5;
    if (!tells || ours === 0 || term.length < 2 || /다$/u.test(term)) return [];
    const reason =
      '우리 메시지에 쓴 말인데, 이 말을 한 고객의 절반 넘게 진짜인지 의심하거나 메시지를 부담스러워했습니다.';
    return [{ term, reason, messages: ours, kind: 'distrust', voices: { documents, share } }];
  });
  // Of "미수령" and "미수령 환급금" the longer one says what is meant.
  return words.filter(
    ({ term }) => !words.some((other) => other.term !== term && other.term.split(' ').includes(term)),
  );
}

/** What customers say that shows a wrong idea of us, counted in the texts that the review has read. */
function misreadings({ documents, rules, messages }: AvoidInput): AvoidedWord[] {
  const found = new Map<string, { documents: number; reason: string; instead: string }>();
  const texts = [...(documents?.values() ?? [])];
  for (const { record } of texts) {
    const misread = phraseFindings(record.text, rules).filter(({ rule }) => MISREADINGS.includes(rule));
    for (const { match, reason, instead } of misread) {
      const term = match?.text.trim() ?? '';
      found.set(term, {
        documents: (found.get(term)?.documents ?? 0) + 1,
        reason: reason.ko,
        instead: instead.ko,
      });
    }
  }
  return [...found].flatMap(([term, { documents: count, reason, instead }]): AvoidedWord[] =>
    count < 2 || carrying(term, messages) > 0
      ? []
      : [
          {
            term,
            reason: `고객이 이렇게 오해하고 있습니다. ${reason}`,
            messages: 0,
            kind: 'misreading',
            instead,
            voices: { documents: count, share: wilsonShare(count, texts.length) },
          },
        ],
  );
}

/** Where a word is at home (of voices that say it and messages that carry it), and who says it. */
function placeOf(
  word: AvoidedWord,
  { messages, contributions = [], documents }: AvoidInput,
): Partial<AvoidedWord> {
  const saying = [...(documents?.values() ?? [])].filter(({ record }) => carries(record.text, word.term));
  const keys = new Set(saying.map(({ record }) => record.documentKey));
  const segments = contributions.flatMap((one) => (keys.has(one.documentKey) ? (one.segment ?? []) : []));
  const ours = messages.filter(({ text }) => carries(text, word.term));
  const quoted =
    word.kind === 'distrust'
      ? saying.filter(({ reading }) => reading.hesitations.some(({ code }) => isDoubtCode(code)))
      : saying;
  return {
    stages: mostFirst([
      ...saying.flatMap(({ reading }) => reading.stage ?? []),
      ...ours.flatMap(({ stage }) => stage ?? []),
    ]),
    segments: mostFirst([...segments, ...ours.flatMap(({ segment }) => segment ?? [])]),
    evidence: pickQuotes({
      candidates: quoted,
      limit: QUOTES,
      highlight: ({ record }) => occurrences(record.text, word.term),
      quoted: noQuotesYet(),
    }),
  };
}

function mostFirst<Value extends string>(values: readonly Value[]): Value[] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MAX_PLACES)
    .map(([value]) => value);
}

function isDoubtCode(code: string): boolean {
  return DOUBT_CODES.some((known) => known === code);
}

function carrying(term: string, messages: readonly SentMessage[]): number {
  return messages.filter(({ text }) => carries(text, term)).length;
}

function evidence({ kind, leaving }: AvoidedWord): number {
  return kind === 'distrust' || leaving !== undefined ? 1 : 0;
}
