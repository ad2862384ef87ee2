import type { LearntFormats, NumberFormat } from '../domain/learnt.ts';

/** Before a customer file was read. */
export const NO_FORMATS: LearntFormats = { orders: [], userIds: [] };

/** Fewer numbers of a shape than this, or than this share, are slips of the file. */
const MIN_SAMPLES = 3;
const MIN_SHARE = 0.002;
/** From this many samples on, a place where only one sign was seen is that sign. */
const FIXED_FROM = 25;
/** Few digits in a row are a quantity, not a number of something. */
const MIN_SIGNS = 6;
/** A shape from more than this many signs is a text, not a number. */
const MAX_SIGNS = 40;
/** Samples kept of one shape: enough to see which signs stand where. */
const MAX_SAMPLES = 2_000;

interface Shape {
  count: number;
  readonly samples: string[][];
}

/**
 * Learns shapes of numbers: runs of letters and digits between separators, which signs stand at each place, which part is
 * the day. Takes any values; junk stays below the share that makes a shape.
 */
export class FormatLearner {
  readonly #shapes = new Map<string, Shape>();
  #count = 0;

  add(raw: string): void {
    const parts = partsOf(raw);
    if (parts === null) return;
    this.#count += 1;
    const key = parts.map((part) => `${/^[0-9]+$/u.test(part) ? 'n' : 'a'}${part.length}`).join('-');
    const shape = this.#shapes.get(key) ?? { count: 0, samples: [] };
    shape.count += 1;
    if (shape.samples.length < MAX_SAMPLES) shape.samples.push(parts);
    this.#shapes.set(key, shape);
  }

  /** The shapes that are a company's, most frequent first. */
  formats(): NumberFormat[] {
    return [...this.#shapes.values()]
      .filter(({ count }) => count >= MIN_SAMPLES && count >= this.#count * MIN_SHARE)
      .sort((a, b) => b.count - a.count)
      .slice(0, 50)
      .map(({ samples }) => formatOf(samples));
  }
}

/** A number in upper case without its separators, as it is compared; the same for every way of writing it. */
export function bareNumber(raw: string): string {
  return raw
    .toWellFormed()
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/gu, '');
}

function partsOf(raw: string): string[] | null {
  const parts = raw
    .toWellFormed()
    .normalize('NFKC')
    .toUpperCase()
    .match(/[0-9A-Z]+/gu);
  const signs = parts?.reduce((sum, part) => sum + part.length, 0) ?? 0;
  if (parts === null || signs < MIN_SIGNS || signs > MAX_SIGNS || parts.length > 8) return null;
  return /[0-9]/u.test(raw) ? parts : null;
}

function formatOf(samples: readonly string[][]): NumberFormat {
  const parts = (samples[0] ?? []).flatMap((first, index) =>
    splitDay(
      samples.map((sample) => sample[index] ?? ''),
      first.length,
    ).map(({ from, to, date }) => ({
      places: Array.from({ length: to - from }, (_, place) =>
        signsAt(
          samples.map((sample) => sample[index]?.charAt(from + place) ?? ''),
          samples.length,
        ),
      ),
      date,
    })),
  );
  const plain =
    !parts.some(({ date }) => date) &&
    parts.every(({ places }) => places.every((place) => /^[0-9]{2,}$/u.test(place)));
  return { parts, plain };
}

/** A run that begins with a day in nearly every sample is a day and the rest ("20250722" + "90714065"). */
function splitDay(runs: readonly string[], length: number): { from: number; to: number; date: boolean }[] {
  for (const days of [8, 6]) {
    for (let from = 0; from + days <= Math.min(length, 12); from += 1) {
      const share = runs.filter((run) => isDay(run.slice(from, from + days))).length / runs.length;
      if (share < 0.97) continue;
      return [
        ...(from > 0 ? [{ from: 0, to: from, date: false }] : []),
        { from, to: from + days, date: true },
        ...(from + days < length ? [{ from: from + days, to: length, date: false }] : []),
      ];
    }
  }
  return [{ from: 0, to: length, date: false }];
}

function isDay(digits: string): boolean {
  if (!/^(?:20[0-9]{6}|[0-9]{6})$/u.test(digits)) return false;
  const month = Number(digits.slice(-4, -2));
  const day = Number(digits.slice(-2));
  const year = Number(digits.length === 8 ? digits.slice(2, 4) : digits.slice(0, 2));
  return year >= 10 && year <= 40 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function signsAt(signs: readonly string[], samples: number): string {
  const seen = [...new Set(signs)].sort();
  if (seen.length === 1 && samples >= FIXED_FROM) return seen.join('');
  if (seen.length <= 3 && samples >= FIXED_FROM) return seen.join('');
  const digits = seen.some((sign) => /[0-9]/u.test(sign));
  const letters = seen.some((sign) => /[A-Z]/u.test(sign));
  return (digits ? '0123456789' : '') + (letters ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '');
}
