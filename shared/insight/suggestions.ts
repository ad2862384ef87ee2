import { createHash } from 'node:crypto';
import type { Aggregate } from '../domain/aggregate.ts';
import type { Contribution } from '../domain/contribution.ts';
import type { Change, HesitationPoint, KeywordSuggestion } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import { withParticle } from '../nlp/korean-particle.ts';
import type { CopyFacts, CopyRules } from '../nlp/nlp-settings.ts';
import { cellAt } from './aggregate.ts';
import { phraseFindings } from './check-copy.ts';
import { compareWithPast } from './compare-periods.ts';
import { DOUBT_CODES } from './doubts.ts';
import { angleFor, draftsFor } from './draft-templates.ts';
import { carries } from './messages/carries.ts';
import {
  type CustomerPhrase,
  customerPhrases,
  inOneSentence,
  MIN_SAID,
  meet,
  occurrences,
} from './messages/customer-phrase.ts';
import { messageEffects } from './messages/message-effects.ts';
import { plannedTest } from './messages/planned-test.ts';
import { groupByPoint, type PointGroup, totalOf } from './points.ts';
import { noQuotesYet, pickQuotes } from './quotes.ts';
import type { ReviewWindow } from './review-window.ts';

/** Phrases are suggested at so many points, the first of `groupByPoint`. */
const TOP_POINTS = 8;
const PHRASES_PER_POINT = 2;
const QUOTES = 2;
/** Fewer than this name a feature by chance. */
const MIN_PRAISE = 5;
/** The segment of a suggestion that is for everybody. */
export const ALL_SEGMENTS = 'all';

export interface SuggestionInput {
  readonly points: readonly HesitationPoint[];
  readonly groups: readonly PointGroup[];
  readonly documents: ReadonlyMap<string, StoredDocument>;
  readonly messages: readonly SentMessage[];
  readonly copyRules: CopyRules;
  readonly brand: string;
  /** For how a phrase moves; without it no change is told. */
  readonly window?: ReviewWindow;
}

interface Found {
  readonly point: HesitationPoint;
  readonly group: PointGroup;
  readonly texts: readonly StoredDocument[];
  readonly phrase: CustomerPhrase;
  readonly segment: string;
}

/**
 * The customers' own words at the top hesitation points, and what a message could do with them. `said` counts
 * documents of the week at that point. Where customers doubt a message, the words of our own messages are what they
 * doubt: these are not suggested. Drafts pass the copy rules; one that does not is left out.
 */
export function keywordSuggestions(input: SuggestionInput): KeywordSuggestion[] {
  const found = phrasesOf(input);
  const effects = messageEffects(
    found.map(({ phrase }) => phrase.phrase),
    input.messages,
    'click',
  );
  const changes = changesOf(found, input.window);
  // A draft without the phrase fits every phrase of its code; it is shown once.
  const drafted = new Set<string>();
  return found.map((one, index) => {
    const { point, group, phrase, segment, texts } = one;
    const drafts = draftsOf(one, input).filter((draft) => !drafted.has(draft));
    for (const draft of drafts) drafted.add(draft);
    const praised = praisedFeature(group.code, input);
    const change = changes[index];
    return {
      id: suggestionId(point, segment, phrase.phrase),
      pointId: point.id,
      segment,
      stage: point.stage,
      phrase: phrase.phrase,
      said: phrase.said,
      gap: input.messages.length > 0 && !input.messages.some(({ text }) => carries(text, phrase.phrase)),
      lift: effects.phrases.get(phrase.phrase)?.lift ?? null,
      ...(change === undefined ? {} : { change }),
      angle: angleFor(group.code),
      ...(praised === undefined ? {} : { praised }),
      test: plannedTest(point.stage, input.messages),
      drafts,
      evidence: pickQuotes({
        candidates: texts.filter(({ record }) => occurrences(record.text, phrase.phrase).length > 0),
        limit: QUOTES,
        highlight: ({ record }) => occurrences(record.text, phrase.phrase),
        quoted: noQuotesYet(),
      }),
    };
  });
}

function phrasesOf(input: SuggestionInput): Found[] {
  const taken = new Set<string>();
  const found: Found[] = [];
  for (const point of input.points.slice(0, TOP_POINTS)) {
    const group = input.groups.find((candidate) => candidate.id === point.id);
    if (group === undefined) continue;
    const texts = group.contributions.flatMap((one) => input.documents.get(one.documentKey) ?? []);
    const segment = segmentOf(point);
    let count = 0;
    for (const phrase of customerPhrases(point, texts)) {
      if (count >= PHRASES_PER_POINT) break;
      const isOurs =
        DOUBT_CODES.some((code) => code === group.code) &&
        input.messages.some(({ text }) => carries(text, phrase.phrase));
      const isBad = phraseFindings(phrase.phrase, input.copyRules).some(
        ({ severity }) => severity !== 'notice',
      );
      if (isOurs || isBad || [...taken].some((other) => meet(other, phrase.phrase))) continue;
      taken.add(phrase.phrase);
      count += 1;
      found.push({ point, group, texts, phrase, segment });
    }
  }
  return found;
}

function draftsOf({ group, phrase }: Found, input: SuggestionInput): string[] {
  const facts = factsOf(input);
  const drafts = draftsFor(group.code, {
    brand: input.brand,
    phrase: phrase.phrase,
    facts: facts?.values ?? {},
  });
  const praised = praisedFeature(group.code, input);
  const feature = facts?.features.find(({ name }) => name === praised?.feature);
  if (feature !== undefined) {
    // Content customers name it; that they call it good nobody has read, and an advertisement must not say so.
    drafts.push(
      `고객님들이 이야기해 주신 ${withParticle(feature.name, '을', '를')} 먼저 써 보세요. ${feature.what}.`,
    );
  }
  return drafts.filter((draft) =>
    phraseFindings(draft, input.copyRules).every((finding) => finding.severity === 'notice'),
  );
}

/** Facts of another brand are no facts. */
function factsOf({ copyRules, brand }: SuggestionInput): CopyFacts | undefined {
  return copyRules.facts?.of === brand ? copyRules.facts : undefined;
}

/** The feature for this reason that most content customers of the week name without hesitating at it, where enough do. */
function praisedFeature(
  code: string,
  input: SuggestionInput,
): { feature: string; documents: number } | undefined {
  const content = [...input.documents.values()].filter(
    ({ reading }) => reading.sentiment.label === 'positive',
  );
  return (factsOf(input)?.features ?? [])
    .filter((feature) => feature.for.includes(code))
    .map(({ name, words }) => ({
      feature: name,
      documents: content.filter((document) => words.some((word) => namesContentedly(document, word))).length,
    }))
    .filter(({ documents }) => documents >= MIN_PRAISE)
    .sort((a, b) => b.documents - a.documents || (a.feature < b.feature ? -1 : 1))[0];
}

/** Whether a sentence says the word that gives no reason to hesitate; a reason without words may be anywhere. */
function namesContentedly({ record, reading }: StoredDocument, word: string): boolean {
  const reasons = reading.hesitations.map(({ evidence }) => evidence);
  return (
    reasons.every((evidence) => evidence.length > 0) &&
    occurrences(record.text, word).some(
      (place) => !reasons.flat().some((reason) => inOneSentence(record.text, place, reason)),
    )
  );
}

/** Corrected for all suggestions together. */
function changesOf(found: readonly Found[], window: ReviewWindow | undefined): Change[] {
  if (window === undefined) return [];
  return compareWithPast(
    found.map(({ phrase }) => {
      const period = (aggregate: Aggregate) => ({
        events: cellAt(aggregate, 'term', phrase.term).documents,
        documents: totalOf(aggregate),
      });
      return { now: period(window.current), past: window.past.map(period) };
    }),
  );
}

/** The segment that speaks of the point clearly more than others do, or that most voices come from. */
function segmentOf(point: HesitationPoint): string {
  const over = point.segments.find(
    ({ over: change }) =>
      change !== undefined && change !== 'too-few' && change.significant && change.ratio > 1,
  );
  if (over !== undefined) return over.segment;
  const known = point.segments.reduce((sum, segment) => sum + segment.documents, 0);
  const first = point.segments[0];
  return first !== undefined && known >= 5 && first.documents > known / 2 ? first.segment : ALL_SEGMENTS;
}

/**
 * The terms whose counts the suggestions of these contributions can ask for: few of all that a week says, so that roll-ups
 * of many days are read without the rest.
 */
export function suggestibleTerms(contributions: readonly Contribution[]): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const group of groupByPoint(contributions).slice(0, TOP_POINTS)) {
    const said = new Map<string, number>();
    for (const one of group.contributions)
      for (const term of new Set(one.terms)) said.set(term, (said.get(term) ?? 0) + 1);
    for (const [term, documents] of said) if (documents >= MIN_SAID) wanted.add(term);
  }
  return wanted;
}

/** The same for the same phrase at the same point in the same week. */
function suggestionId(point: HesitationPoint, segment: string, phrase: string): string {
  const parts = [point.period, point.id, ...(segment === ALL_SEGMENTS ? [] : [segment]), phrase];
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, 16);
}
