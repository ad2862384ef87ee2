import { createHash } from 'node:crypto';
import type { HesitationPoint, KeywordSuggestion } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import type { CopyRules } from '../nlp/nlp-settings.ts';
import { phraseFindings } from './check-copy.ts';
import { angleFor, draftsFor } from './draft-templates.ts';
import { messageLift } from './message-lift.ts';
import { carries } from './messages/carries.ts';
import type { PointGroup } from './points.ts';
import { noQuotesYet, pickQuotes } from './quotes.ts';

const TOP_POINTS = 6;
const PHRASES_PER_POINT = 2;
const MIN_SAID = 4;
const QUOTES = 2;
/** A longer phrase is taken when it stands in this part of the documents that say its word. */
const LONGER_PHRASE_SHARE = 0.3;
/** The segment of a suggestion that is for everybody. */
export const ALL_SEGMENTS = 'all';

/**
 * The customers' own words at the top hesitation points, and what a message could do with them. `said` counts
 * documents of the week at that point. Drafts pass the copy rules; one that does not is left out.
 */
export function keywordSuggestions(input: {
  points: readonly HesitationPoint[];
  groups: readonly PointGroup[];
  documents: ReadonlyMap<string, StoredDocument>;
  messages: readonly SentMessage[];
  copyRules: CopyRules;
  brand: string;
}): KeywordSuggestion[] {
  const taken = new Set<string>();
  const suggestions: KeywordSuggestion[] = [];
  // A draft without the phrase fits every phrase of its code; it is shown once.
  const drafted = new Set<string>();
  for (const point of input.points.slice(0, TOP_POINTS)) {
    const group = input.groups.find((candidate) => candidate.id === point.id);
    if (group === undefined) continue;
    const texts = group.contributions.flatMap((one) => input.documents.get(one.documentKey) ?? []);
    const typical = point.terms.map(({ term }) => term).filter(sayable);
    let found = 0;
    for (const { term, documents } of point.terms) {
      if (found >= PHRASES_PER_POINT) break;
      const useful = sayable(term) && !saidLonger(term, documents, point.terms);
      const candidate = useful ? phraseFor(term, documents, typical, texts) : undefined;
      const overlaps = candidate !== undefined && [...taken].some((other) => meet(other, candidate.phrase));
      if (candidate === undefined || overlaps || candidate.said < MIN_SAID) continue;
      taken.add(candidate.phrase);
      found++;
      const suggestion = suggestionOf(point, group, candidate, texts, input);
      const drafts = suggestion.drafts.filter((draft) => !drafted.has(draft));
      for (const draft of drafts) drafted.add(draft);
      suggestions.push({ ...suggestion, drafts });
    }
  }
  return suggestions;
}

function suggestionOf(
  point: HesitationPoint,
  group: PointGroup,
  candidate: Phrase,
  texts: readonly StoredDocument[],
  input: { messages: readonly SentMessage[]; copyRules: CopyRules; brand: string },
): KeywordSuggestion {
  const { phrase, said } = candidate;
  const drafts = draftsFor(group.code, { brand: input.brand, phrase });
  return {
    id: createHash('sha256').update(`${point.period}|${point.id}|${phrase}`).digest('hex').slice(0, 16),
    pointId: point.id,
    segment: mainSegment(point),
    stage: point.stage,
    phrase,
    said,
    gap: input.messages.length > 0 && !input.messages.some((message) => carries(message.text, phrase)),
    lift: messageLift(phrase, input.messages),
    angle: angleFor(group.code),
    drafts: drafts.filter((draft) =>
      phraseFindings(draft, input.copyRules).every((finding) => finding.severity === 'notice'),
    ),
    evidence: pickQuotes({
      candidates: texts.filter(({ record }) => occurrences(record.text, phrase).length > 0),
      limit: QUOTES,
      highlight: ({ record }) => occurrences(record.text, phrase),
      quoted: noQuotesYet(),
    }),
  };
}

interface Phrase {
  readonly phrase: string;
  readonly said: number;
}

/**
 * A word as it is, or the pair of typical words in which many customers say it ("인증 실패"), with or without a
 * particle between them.
 */
function phraseFor(
  term: string,
  said: number,
  terms: readonly string[],
  texts: readonly StoredDocument[],
): Phrase {
  let best: Phrase = { phrase: term, said };
  let most = Math.max(MIN_SAID, LONGER_PHRASE_SHARE * said);
  for (const other of terms) {
    if (other === term || meet(other, term)) continue;
    for (const [first, second] of [
      [term, other],
      [other, term],
    ] as const) {
      const pair = new RegExp(`${escaped(first)}\\p{L}{0,2}\\s+${escaped(second)}`, 'iu');
      const documents = texts.filter(({ record }) => pair.test(record.text)).length;
      if (documents < most) continue;
      most = documents + 1;
      best = { phrase: `${first} ${second}`, said: documents };
    }
  }
  return best;
}

/** Whether customers rather say a longer word that holds this one (본인인증 rather than 인증). */
function saidLonger(term: string, said: number, terms: HesitationPoint['terms']): boolean {
  return terms.some(
    (other) =>
      other.term.length > term.length &&
      other.term.includes(term) &&
      other.documents >= LONGER_PHRASE_SHARE * said,
  );
}

/** Dictionary forms of verbs (느리다) are no words for a message; single letters say nothing. */
function sayable(term: string): boolean {
  return term.length >= 2 && !/다$/u.test(term) && /\p{L}/u.test(term) && !/[〔〕[\]<>]/u.test(term);
}

function meet(a: string, b: string): boolean {
  return carries(a, b) || carries(b, a);
}

/** The segment that most voices of the point come from, where more than half of those known agree. */
function mainSegment(point: HesitationPoint): string {
  const known = point.segments.reduce((sum, segment) => sum + segment.documents, 0);
  const first = point.segments[0];
  return first !== undefined && known >= 5 && first.documents > known / 2 ? first.segment : ALL_SEGMENTS;
}

/** Where a text says the phrase: its words in order, spaced or not, with at most a particle between them. */
function occurrences(text: string, phrase: string): { start: number; end: number }[] {
  const words = phrase.split(' ').map((word) => [...word].map(escaped).join('\\s*'));
  return [...text.matchAll(new RegExp(words.join('\\p{L}{0,2}\\s*'), 'giu'))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
