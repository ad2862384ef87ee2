import { isSyllable, lettersOf } from './hangul-syllable.ts';

/** A text as it is read, with the way back to the offsets of the text as it came. */
export interface NormalisedText {
  readonly text: string;
  /** Offset in the original text of an offset in `text`. */
  toOriginal(offset: number): number;
}

/** Whether anything at all is to be done; nearly all texts come back as they are. */
const UNUSUAL =
  /(?![\t\n\r])\p{Cc}|[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|&(?:[a-z]{2,6}|#\d{1,6}|#x[0-9a-f]{1,5});|<\/?[a-z][^<>]{0,200}>|(\D)\1{2}|[\u3131-\u318e\uac00-\ud7a3](?:아아|어어|오오|우우|으으|이이|에에)/iu;

/** What stands for something else, or any one unit. */
const REMAINS = /&(?:[a-z]{2,6}|#\d{1,6}|#x[0-9a-f]{1,5});|<\/?[a-z][^<>]{0,200}>|[\s\S]/giu;
/** A base character with the marks, vowels and finals that join it is composed by itself. */
const LETTERS = /[\s\S](?:[\u1160-\u11ff]|\p{M})*/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  middot: '·',
};
const INVISIBLE = /^[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]$/u;
const CONTROL = /^(?:(?![\t\n\r])\p{Cc}|[\u2028\u2029])$/u;

const SILENT_INITIAL = 11;
const LONGEST_RUN = 2;
const SPACE = 32;

/**
 * Makes a text readable for dictionaries and models: composed Hangul (NFC; files from macOS carry loose letters),
 * without zero-width characters and HTML remains, control characters as spaces, runs of one letter or space cut to two (ㅋㅋㅋㅋ,
 * !!!!), drawn-out vowels shortened (너어어무 → 너무). Emoji stay: they are a signal. Linear in the length of the text.
 */
export function normaliseText(original: string): NormalisedText {
  if (!UNUSUAL.test(original) && original === original.normalize('NFC'))
    return { text: original, toOriginal: (offset) => offset };
  const clean = withoutRemains(original);
  const composed = composeLetters(clean.text);
  return { text: composed.text, toOriginal: (offset) => clean.toOriginal(composed.toOriginal(offset)) };
}

function withoutRemains(original: string): NormalisedText {
  const target = createTarget(original.length);
  for (const match of original.matchAll(REMAINS)) {
    const read = readAs(match[0]);
    for (let unit = 0; unit < read.length; unit += 1) {
      const letter = read.charAt(unit);
      if (INVISIBLE.test(letter)) continue;
      target.add(
        CONTROL.test(letter) ? SPACE : letter.charCodeAt(0),
        match.index + Math.min(unit, match[0].length - 1),
      );
    }
  }
  return target.text();
}

function composeLetters(original: string): NormalisedText {
  const target = createTarget(original.length);
  /** The vowel that is being drawn out; all its echoes are left out. */
  let drawnOut = -1;
  for (const match of original.matchAll(LETTERS)) {
    const read = match[0].normalize('NFC');
    for (let unit = 0; unit < read.length; unit += 1) {
      const code = read.charCodeAt(unit);
      if (code === drawnOut) continue;
      drawnOut = isDrawnOut(target.units, code) ? code : -1;
      // The first echo has been taken already.
      if (drawnOut === code) target.takeBack();
      else if (!isLongRun(target.units, code))
        target.add(code, match.index + Math.min(unit, match[0].length - 1));
    }
  }
  return target.text();
}

/** A text in the making, with the offset from which each unit comes. */
function createTarget(end: number) {
  const units: number[] = [];
  const offsets: number[] = [];
  return {
    units,
    add(code: number, offset: number): void {
      units.push(code);
      offsets.push(offset);
    },
    takeBack(): void {
      units.pop();
      offsets.pop();
    },
    text(): NormalisedText {
      let text = '';
      for (let at = 0; at < units.length; at += 8_192)
        text += String.fromCharCode(...units.slice(at, at + 8_192));
      return { text, toOriginal: (offset) => (offset < units.length ? (offsets[offset] ?? end) : end) };
    },
  };
}

function readAs(written: string): string {
  if (written.startsWith('<') && written.endsWith('>') && written.length > 2)
    return /^<(?:br|p|div|li|\/p|\/div|\/li)\b/i.test(written) ? '\n' : '';
  if (written.startsWith('&') && written.endsWith(';') && written.length > 3) return entity(written);
  return written;
}

function entity(written: string): string {
  const name = written.slice(1, -1).toLowerCase();
  if (!name.startsWith('#')) return ENTITIES[name] ?? written;
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const usable = code >= 32 && code <= 0xffff && !(code >= 0xd800 && code <= 0xdfff);
  return usable ? String.fromCharCode(code) : ' ';
}

function isLongRun(units: readonly number[], code: number): boolean {
  // Digits are numbers.
  if (code >= 48 && code <= 57) return false;
  for (let back = 1; back <= LONGEST_RUN; back += 1) if (units[units.length - back] !== code) return false;
  return true;
}

/** The second echo of a vowel: 어 after 너어. */
function isDrawnOut(units: readonly number[], code: number): boolean {
  const echo = units.at(-1);
  const syllable = units.at(-2);
  if (echo !== code || syllable === undefined || !isOpenVowel(code)) return false;
  if (!isSyllable(syllable) || syllable === code) return false;
  const { medial, final } = lettersOf(syllable);
  return final === 0 && medial === lettersOf(code).medial;
}

/** 아, 어, 오 …: no initial consonant, no final one. */
function isOpenVowel(code: number): boolean {
  if (!isSyllable(code)) return false;
  const { initial, final } = lettersOf(code);
  return initial === SILENT_INITIAL && final === 0;
}
