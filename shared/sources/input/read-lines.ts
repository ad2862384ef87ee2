import { csvRecords, type TextLine } from './csv-records.ts';
import { createLineDecoder } from './decode-line.ts';
import { type InputLine, WHOLE_LINE } from './input-line.ts';
import { type ByteLine, MAX_LINE_BYTES, splitLines } from './split-lines.ts';
import { utf16ToUtf8 } from './utf16-to-utf8.ts';

/**
 * Reads NDJSON or CSV (told apart by the first non-blank character: `{` or `[` is NDJSON) from bytes in any chunks,
 * with constant memory. UTF-8 with or without BOM, UTF-16 with one, and CP949. Blank lines are skipped; a line that cannot be read
 * gives an error line and the rest goes on. A JSON array on one line counts as its elements, all of that line.
 */
export async function* readInput(stream: AsyncIterable<Uint8Array>): AsyncGenerator<InputLine> {
  const lines = textLines(splitLines(utf16ToUtf8(stream)));
  const opening: TextLine[] = [];
  for (;;) {
    const next = await lines.next();
    if (next.done === true) {
      yield* opening.filter((line) => 'error' in line);
      return;
    }
    opening.push(next.value);
    if (!('error' in next.value) && next.value.text.trim() !== '') break;
  }
  const first = opening.at(-1);
  const isJson = first !== undefined && 'text' in first && /^\s*[{[]/.test(first.text);
  const all = chain(opening, lines);
  yield* isJson ? jsonLines(all) : csvRecords(all);
}

/** Decodes physical lines; one that cannot be gives an error line. */
export async function* textLines(lines: AsyncIterable<ByteLine>): AsyncGenerator<TextLine> {
  const decode = createLineDecoder();
  for await (const { line, bytes, tooLong } of lines) {
    if (tooLong) {
      const megabytes = MAX_LINE_BYTES / 1024 / 1024;
      yield lineError(
        line,
        Buffer.from(bytes).toString('latin1'),
        `The line is longer than ${megabytes} MB.`,
        'record.too-long',
      );
      continue;
    }
    const text = decode(bytes);
    if (text === null)
      yield lineError(
        line,
        Buffer.from(bytes).toString('latin1'),
        'The line is neither UTF-8 nor CP949 text.',
      );
    else yield { line, text };
  }
}

async function* jsonLines(lines: AsyncIterable<TextLine>): AsyncGenerator<InputLine> {
  for await (const line of lines) yield* parseJsonLine(line);
}

/** The values of one physical line of NDJSON: none where it is blank, several where it is an array. */
export function* parseJsonLine(line: TextLine): Generator<InputLine> {
  if ('error' in line) {
    yield line;
    return;
  }
  if (line.text.trim() === '') return;
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch (error) {
    yield lineError(
      line.line,
      line.text,
      `The line is not valid JSON${positionOf(error)}. Write one JSON object per line.`,
    );
    return;
  }
  const elements = Array.isArray(value) && value.length > 0 ? value : [value];
  for (const element of elements) {
    yield {
      line: line.line,
      raw: elements.length === 1 ? line.text : JSON.stringify(element),
      value: element,
    };
  }
}

/** Only the position: the engine's own message quotes the text. */
function positionOf(error: unknown): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` (at character ${Number(position) + 1})`;
}

function lineError(
  line: number,
  raw: string,
  message: string,
  code: 'record.bad-json' | 'record.too-long' = 'record.bad-json',
): Extract<InputLine, { error: unknown }> {
  return { line, raw, error: { code, field: WHOLE_LINE, message } };
}

async function* chain(first: Iterable<TextLine>, rest: AsyncIterable<TextLine>): AsyncGenerator<TextLine> {
  yield* first;
  yield* rest;
}
