import type { Change, HesitationPoint, Quote, WeeklyReview } from '../domain/insight.ts';
import type { FunnelStage, Taxonomy } from '../domain/taxonomy.ts';
import { UNBOUNDED_RATIO } from '../insight/change.ts';
import { changeKind, type Format } from './format.ts';
import { type Html, html, safeUrl } from './html.ts';
import type { PageWords } from './page-words.ts';

/** What every section of the page needs. */
export interface SectionContext {
  readonly review: WeeklyReview;
  readonly taxonomy: Taxonomy;
  readonly words: PageWords;
  readonly format: Format;
  readonly evidenceUrl: ((documentKey: string) => string) | undefined;
  /** Where the dashboard lists the voices behind a number; undefined without a dashboard. */
  readonly voicesUrl: ((filter: VoiceFilter) => string) | undefined;
  /** Where the dashboard shows an incident and what was done about it; undefined without a dashboard. */
  readonly alertUrl: ((incidentId: string) => string) | undefined;
}

/** Which voices of the review's week a number counts. */
export interface VoiceFilter {
  readonly code?: string;
  readonly stage?: string;
  readonly source?: string;
  readonly sentiment?: string;
}

/** A number that leads to its voices: in the dashboard, or to the part of this page that shows where it is from. */
export function traced(
  { voicesUrl }: SectionContext,
  number: string,
  { filter, anchor }: { readonly filter?: VoiceFilter; readonly anchor?: string },
): Html {
  const url = filter === undefined ? undefined : safeUrl(voicesUrl?.(filter));
  const target = url ?? (anchor === undefined ? undefined : `#${anchor}`);
  return target === undefined ? html`${number}` : html`<a class="trace" href="${target}">${number}</a>`;
}

export function codeName({ taxonomy, format }: SectionContext, code: string): string {
  return taxonomy.codes.find((entry) => entry.code === code)?.name[format.language] ?? code;
}

export function stageName({ taxonomy, format }: SectionContext, stage: FunnelStage): string {
  return taxonomy.stages.find((entry) => entry.stage === stage)?.name[format.language] ?? stage;
}

/** A change as a badge: arrow and words, never the colour alone. */
export function changeBadge(
  { words, format }: SectionContext,
  change: Change,
  status?: HesitationPoint['status'],
): Html {
  const kind = changeKind(change);
  if (change === 'too-few') return html`<span class="badge flat">${words.words.tooFew}</span>`;
  if (kind === 'flat') return html`<span class="badge flat">${words.words.noChange}</span>`;
  if (status === 'new' || change.high >= UNBOUNDED_RATIO) {
    return html`<span class="badge up">▲ ${words.words.notBefore}</span>`;
  }
  const arrow = kind === 'up' ? '▲' : '▼';
  return html`<span class="badge ${kind}">${arrow} ${times(format, change.ratio)}</span>`;
}

/** The interval of a change in brackets, or nothing. */
export function changeInterval({ format }: SectionContext, change: Change): string {
  if (change === 'too-few' || change.high >= UNBOUNDED_RATIO) return '';
  return `${format.ratio(change.low)}–${times(format, change.high)}`;
}

/** Quotes with source, day and stars; the evidence is marked, customers' words are escaped. */
export function quoteList(context: SectionContext, quotes: readonly Quote[]): Html {
  return html`<ul class="quotes">${quotes.map((quote) => quoteItem(context, quote))}</ul>`;
}

function quoteItem({ words, format, evidenceUrl }: SectionContext, quote: Quote): Html {
  const stars =
    quote.rating === undefined
      ? undefined
      : html`<span class="stars" role="img" aria-label="${words.words.stars} ${quote.rating}">${'★'.repeat(Math.round(quote.rating))}<span class="off">${'★'.repeat(5 - Math.round(quote.rating))}</span></span>`;
  const url =
    safeUrl(evidenceUrl?.(quote.documentKey)) ??
    evidencePath(evidenceUrl?.(quote.documentKey)) ??
    safeUrl(quote.url);
  const link =
    url === undefined ? undefined : html`<a href="${url}" rel="noopener noreferrer">${words.words.open}</a>`;
  return html`<li><blockquote>${highlighted(quote)}</blockquote><p class="source">${words.sources[quote.source]} · ${format.day(quote.day)}${stars === undefined ? undefined : html` ${stars}`}${link === undefined ? undefined : html` · ${link}`}</p></li>`;
}

function highlighted({ text, highlights }: Quote): Html {
  const parts: Html[] = [];
  let at = 0;
  for (const { start, end } of highlights) {
    if (start < at || end > text.length) continue;
    parts.push(html`${text.slice(at, start)}<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  return html`${parts}${text.slice(at)}`;
}

/** Our own links may be relative to the dashboard. */
function evidencePath(url: string | undefined): string | undefined {
  return url !== undefined && /^[/#?.]/.test(url) && !url.startsWith('//') ? url : undefined;
}

function times(format: Format, ratio: number): string {
  return format.language === 'ko' ? `${format.ratio(ratio)}배` : `${format.ratio(ratio)}×`;
}
