import type { CheerioAPI } from 'cheerio';
import { htmlLine, htmlText, pictureText, type Selection } from '../text/html-text.ts';
import { type KoreanDate, parseKoreanDate } from '../text/korean-date.ts';
import { attributeOf, selectorOf } from './board-config.ts';

const MAX_NAME_UNITS = 200;

/** The time of a document as the input wants it: `publishedAt`, `date`, or neither. */
export interface DocumentTime {
  readonly publishedAt?: string;
  readonly date?: string;
}

/** What one place of the configuration says within a row or page, as one line; empty where it is absent. */
export function lineAt(scope: Selection, place: string): string {
  const found = elementsAt(scope, place).first();
  const attribute = attributeOf(place);
  if (attribute === undefined) return htmlLine(found);
  return (found.attr(attribute) ?? '').replace(/\s+/g, ' ').trim().normalize('NFC');
}

/** The same with its lines. */
export function textAt(scope: Selection, place: string): string {
  return attributeOf(place) === undefined ? htmlText(elementsAt(scope, place).first()) : lineAt(scope, place);
}

/** A nickname, also where it is a picture; undefined where there is none. Separators around it are taken away. */
export function nameAt($: CheerioAPI, scope: Selection, place: string | undefined): string | undefined {
  if (place === undefined) return undefined;
  const line = lineAt(scope, place) || pictureText($, elementsAt(scope, place).first());
  const name = line.replace(/^[\s/|·,:]+|[\s/|·,:]+$/g, '');
  return name === '' || name.length > MAX_NAME_UNITS ? undefined : name;
}

/** The first of all matches that is a date; undefined where none is. */
export function dateAt(
  $: CheerioAPI,
  scope: Selection,
  place: string | undefined,
  now: Date,
  timeZone: string,
): KoreanDate | undefined {
  if (place === undefined) return undefined;
  const attribute = attributeOf(place);
  for (const element of elementsAt(scope, place).toArray()) {
    const text = attribute === undefined ? htmlLine($(element)) : ($(element).attr(attribute) ?? '');
    const date = parseKoreanDate(text, now, timeZone);
    if (date !== null) return date;
  }
  return undefined;
}

/** The first whole number of a place: `[1,234]` → 1234; 0 where there is none. */
export function countAt(scope: Selection, place: string): number {
  const digits = /\d[\d,]{0,11}/.exec(lineAt(scope, place))?.[0] ?? '0';
  return Number(digits.replaceAll(',', ''));
}

function elementsAt(scope: Selection, place: string): Selection {
  const selector = selectorOf(place);
  return selector === '' ? scope : scope.find(selector);
}
