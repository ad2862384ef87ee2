import type { EvalRow } from './eval-row.ts';

export interface TypedSpan {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

export interface PiiPair {
  readonly text: string;
  readonly gold: readonly TypedSpan[];
  /** Stretches on which a find is neither right nor wrong. */
  readonly ignore: readonly { start: number; end: number }[];
  readonly found: readonly TypedSpan[];
}

const MOBILE = /01[016789][-. ]?\d{3,4}[-. ]?\d{4}/g;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * Overlap F1 of personal data (a find counts where it overlaps a span of the same type) and the share of letters and
 * digits that leak, beside two patterns everybody writes: mobile numbers and e-mail addresses.
 */
export function piiMetrics(set: string, pairs: readonly PiiPair[]): EvalRow[] {
  const trivial = pairs.map((pair) => ({ ...pair, found: obvious(pair.text) }));
  const row = {
    set,
    baselineIs: 'two patterns',
    items: pairs.reduce((sum, { gold }) => sum + gold.length, 0),
  };
  return [
    {
      ...row,
      metric: 'PII overlap F1',
      value: overlapF1(pairs),
      baseline: overlapF1(trivial),
      better: 'higher',
    },
    { ...row, metric: 'PII leak rate', value: leakRate(pairs), baseline: leakRate(trivial), better: 'lower' },
  ];
}

function obvious(text: string): TypedSpan[] {
  const spans = (pattern: RegExp, type: string) =>
    [...text.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      type,
    }));
  return [...spans(MOBILE, 'phone'), ...spans(EMAIL, 'email')];
}

function overlapF1(pairs: readonly PiiPair[]): number {
  let gold = 0;
  let found = 0;
  let given = 0;
  let right = 0;
  for (const pair of pairs) {
    const judged = pair.found.filter((span) => !ignored(pair, span));
    gold += pair.gold.length;
    found += pair.gold.filter((span) =>
      pair.found.some((other) => meets(span, other) && span.type === other.type),
    ).length;
    given += judged.length;
    right += judged.filter((span) =>
      pair.gold.some((other) => meets(span, other) && span.type === other.type),
    ).length;
  }
  const precision = given === 0 ? 0 : right / given;
  const recall = gold === 0 ? 0 : found / gold;
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function leakRate(pairs: readonly PiiPair[]): number {
  let all = 0;
  let leaked = 0;
  for (const { text, gold, found } of pairs) {
    for (const span of gold) {
      for (let at = span.start; at < span.end; at += 1) {
        if (!/[\p{L}\p{N}]/u.test(text[at] ?? '')) continue;
        all += 1;
        if (!found.some(({ start, end }) => start <= at && at < end)) leaked += 1;
      }
    }
  }
  return all === 0 ? 0 : leaked / all;
}

function ignored({ text, ignore }: PiiPair, span: TypedSpan): boolean {
  for (let at = span.start; at < span.end; at += 1) {
    if (!/[\p{L}\p{N}]/u.test(text[at] ?? '')) continue;
    if (!ignore.some(({ start, end }) => start <= at && at < end)) return false;
  }
  return true;
}

function meets(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}
