import type { SentMessage } from '../../domain/sent-message.ts';
import type { StoredDocument } from '../../domain/stored-document.ts';
import { spokenPart } from './message-features.ts';

/** A stretch of a text, in UTF-16 units, end exclusive. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A document that quotes a message: the words they share, as they stand in the document. */
export interface Quotation {
  readonly document: StoredDocument;
  readonly messageId: string;
  readonly stretches: readonly Stretch[];
}

/** Letters of a shingle. Shorter ones are what everybody writes. */
const SHINGLE = 6;
/** So many letters in a row are a quotation where the text speaks of a message or sets them in quotation marks. */
const MIN_RUN = 8;
/** So many are one wherever they stand. */
const LONG_RUN = 16;
/** People speak of a message for about a month. */
const DAYS_AFTER = 30;

/** What a text says that speaks of a message it got. */
const SPEAKS_OF_MESSAGE =
  /문자|메시지|메세지|알림|푸시|톡|광고|스팸|메일|(라|다|요)고 ?(왔|온|와|옴|뜨|떠|떴|하|보내|보냈|적|써|쓰)|이라는|라는데|라던데/u;
const QUOTED = /["'“”‘’「」『』]/u;

/**
 * Which documents quote which of our messages: exact containment of runs of letters (spacing and signs do not count),
 * found through shared shingles (Broder 1997, "On the resemblance and containment of documents"). Precision comes first:
 * a run needs 8 letters and a text that speaks of a message, or 16 letters; it must not stand in any document from
 * before the message was sent, since then people say it anyway; and a document quotes one message, the one it shares
 * most letters with (of equals the newest). Only documents from the sending to 30 days after it count.
 * `sentAt` of a message and the time of a document are compared by the hour.
 */
export function messageQuotations(
  messages: readonly SentMessage[],
  documents: Iterable<StoredDocument>,
): Quotation[] {
  const index = indexOf(messages);
  if (index.size === 0) return [];
  const read = [...documents]
    .map((document) => ({ document, letters: lettersOf(document.record.text), at: timeOf(document) }))
    .sort((a, b) =>
      a.at < b.at
        ? -1
        : a.at > b.at
          ? 1
          : a.document.record.documentKey < b.document.record.documentKey
            ? -1
            : 1,
    );
  const firstSaid = new Map<string, string>();
  for (const { letters, at } of read) {
    for (const shingle of shinglesOf(letters.text))
      if (index.has(shingle) && !firstSaid.has(shingle)) firstSaid.set(shingle, at);
  }
  const sent = messages.map(({ sentAt }) => hourOf(sentAt));
  return read.flatMap(({ document, letters, at }): Quotation[] => {
    const runs = runsOf(letters.text, index, (message, shingle) => {
      const from = sent[message] ?? '';
      const isInTime = at >= from && at <= daysLater(from, DAYS_AFTER);
      return isInTime && (firstSaid.get(shingle) ?? '') >= from;
    });
    const best = bestOf(runs, document.record.text, letters, messages);
    if (best === undefined) return [];
    const stretches = best.runs.map(({ start, end }) => ({
      start: letters.offsets[start] ?? 0,
      end: (letters.offsets[end - 1] ?? 0) + 1,
    }));
    return [{ document, messageId: best.messageId, stretches }];
  });
}

interface Letters {
  readonly text: string;
  /** Where each letter stands in the original. */
  readonly offsets: readonly number[];
}

function lettersOf(text: string): Letters {
  const offsets: number[] = [];
  let letters = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = (text[at] ?? '').toLowerCase();
    // What redaction put in place of personal data is nobody's words.
    const placeholder = letter === '[' ? text.slice(at).match(/^\[[^\]]{1,12}\]/u)?.[0] : undefined;
    if (placeholder !== undefined) at += placeholder.length - 1;
    else if (letter.length === 1 && /[\p{L}\p{N}]/u.test(letter)) {
      letters += letter;
      offsets.push(at);
    }
  }
  return { text: letters, offsets };
}

function shinglesOf(letters: string): string[] {
  return Array.from({ length: Math.max(0, letters.length - SHINGLE + 1) }, (_, at) =>
    letters.slice(at, at + SHINGLE),
  );
}

/** Messages by shingle; what stands for a name ({이름}) parts a text. */
function indexOf(messages: readonly SentMessage[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [number, { text }] of messages.entries()) {
    const parts = spokenPart(text).split(/#?\{+[^}]*\}+|\{%[^%]*%\}/u);
    const shingles = new Set(parts.flatMap((part) => shinglesOf(lettersOf(part).text)));
    for (const shingle of shingles) index.set(shingle, [...(index.get(shingle) ?? []), number]);
  }
  return index;
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** Runs of letters that a document shares with each message. */
function runsOf(
  letters: string,
  index: ReadonlyMap<string, readonly number[]>,
  counts: (message: number, shingle: string) => boolean,
): Map<number, Run[]> {
  const runs = new Map<number, Run[]>();
  for (const [at, shingle] of shinglesOf(letters).entries()) {
    for (const message of index.get(shingle) ?? []) {
      if (!counts(message, shingle)) continue;
      const ofMessage = runs.get(message) ?? [];
      const last = ofMessage.at(-1);
      if (last !== undefined && at <= last.end - SHINGLE + 1)
        ofMessage[ofMessage.length - 1] = { start: last.start, end: at + SHINGLE };
      else ofMessage.push({ start: at, end: at + SHINGLE });
      runs.set(message, ofMessage);
    }
  }
  return runs;
}

function bestOf(
  runs: ReadonlyMap<number, readonly Run[]>,
  text: string,
  letters: Letters,
  messages: readonly SentMessage[],
): { messageId: string; runs: readonly Run[] } | undefined {
  const isReported = SPEAKS_OF_MESSAGE.test(text);
  const ranked = [...runs].flatMap(([number, all]) => {
    const message = messages[number];
    const kept = all.filter(({ start, end }) => {
      if (end - start >= LONG_RUN) return true;
      return end - start >= MIN_RUN && (isReported || isInMarks(text, letters, { start, end }));
    });
    if (message === undefined || kept.length === 0) return [];
    return [{ message, kept, shared: kept.reduce((sum, { start, end }) => sum + end - start, 0) }];
  });
  const [best] = ranked.sort(
    (a, b) =>
      b.shared - a.shared ||
      (a.message.sentAt < b.message.sentAt ? 1 : a.message.sentAt > b.message.sentAt ? -1 : 0) ||
      (a.message.messageId < b.message.messageId ? -1 : 1),
  );
  return best === undefined ? undefined : { messageId: best.message.messageId, runs: best.kept };
}

/** Whether quotation marks stand right before and after. */
function isInMarks(text: string, { offsets }: Letters, { start, end }: Run): boolean {
  const before = text.slice(Math.max(0, (offsets[start] ?? 0) - 12), offsets[start]);
  const after = text.slice((offsets[end - 1] ?? 0) + 1, (offsets[end - 1] ?? 0) + 14);
  return QUOTED.test(before) && QUOTED.test(after);
}

function timeOf({ bucket, day }: StoredDocument): string {
  return bucket.includes('T') ? bucket : `${day}T23`;
}

function hourOf(iso: string): string {
  return new Date(iso).toISOString().slice(0, 13);
}

function daysLater(hour: string, days: number): string {
  return new Date(Date.parse(`${hour}:00:00Z`) + days * 86_400_000).toISOString().slice(0, 13);
}
