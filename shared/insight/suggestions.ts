import { createHash } from 'node:crypto';
import type { HesitationPoint, KeywordSuggestion } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { StoredDocument } from '../domain/stored-document.ts';
import type { CopyRules } from '../nlp/nlp-settings.ts';
import { phraseFindings } from './check-copy.ts';
import { angleFor, draftsFor } from './draft-templates.ts';
import { carries, messageLift } from './message-lift.ts';
import type { PointGroup } from './points.ts';
import { noQuotesYet, pickQuotes } from './quotes.ts';

const TOP_POINTS = 6;
const PHRASES_PER_POINT = 3;
const MIN_SAID = 3;
const QUOTES = 2;
/** A longer phrase is taken when it stands in this part of the documents that say its word. */
const LONGER_PHRASE_SHARE = 0.4;
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
  for (const point of input.points.slice(0, TOP_POINTS)) {
    const group = input.groups.find((candidate) => candidate.id === point.id);
    if (group === undefined) continue;
    const texts = group.contributions.flatMap((one) => input.documents.get(one.documentKey) ?? []);
    let found = 0;
    for (const { term, documents } of point.terms) {
      if (found >= PHRASES_PER_POINT) break;
      const candidate = sayable(term) ? phraseFor(term, documents, texts) : undefined;
      const overlaps = candidate !== undefined && [...taken].some((other) => meet(other, candidate.phrase));
      if (candidate === undefined || overlaps || candidate.said < MIN_SAID) continue;
      taken.add(candidate.phrase);
      found++;
      suggestions.push(suggestionOf(point, group, candidate, texts, input));
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
      candidates: texts.filter(({ record }) => carries(record.text, phrase)),
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

/** A word as it is, or the two-word phrase in which most customers say it. */
function phraseFor(term: string, said: number, texts: readonly StoredDocument[]): Phrase {
  const pairs = new Map<string, number>();
  for (const { record } of texts) {
    const words = record.text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
    const inText = new Set<string>();
    for (const [index, word] of words.entries()) {
      const next = words[index + 1];
      if (next === undefined || word.length > 8 || next.length > 8) continue;
      if (word === term || next === term) inText.add(`${word} ${next}`);
    }
    for (const pair of inText) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  const best = [...pairs].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0];
  return best !== undefined && best[1] >= MIN_SAID && best[1] >= LONGER_PHRASE_SHARE * said
    ? { phrase: best[0], said: best[1] }
    : { phrase: term, said };
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

function occurrences(text: string, phrase: string): { start: number; end: number }[] {
  const letters = [...phrase.replace(/\s+/gu, '')].map((letter) =>
    letter.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  return [...text.matchAll(new RegExp(letters.join('\\s*'), 'giu'))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
