import { MAX_TEXT_UNITS } from '../../domain/input-document.ts';
import { fitText } from './fit-text.ts';

/**
 * What a customer wrote in several messages as one text, a blank line between. Of what is too long, the last messages
 * stay away whole; a first one that is too long itself is cut.
 */
export function joinParts(parts: readonly string[]): { readonly text: string; readonly truncated: boolean } {
  const [first = '', ...others] = parts.map(cleanPart).filter((part) => part !== '');
  const fitted = fitText(first);
  let { text } = fitted;
  if (fitted.truncated) return fitted;
  for (const part of others) {
    if (text.length + 2 + part.length > MAX_TEXT_UNITS) return { text, truncated: true };
    text += `\n\n${part}`;
  }
  return { text, truncated: false };
}

/** Whether a text says anything: emoji and marks alone do not. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** One message as it is kept: whole characters, one kind of line break, composed, without edges. */
export function cleanPart(part: string): string {
  return part.toWellFormed().replace(/\r\n?/g, '\n').normalize('NFC').trim();
}
