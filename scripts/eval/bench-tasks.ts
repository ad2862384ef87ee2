import { readFile } from 'node:fs/promises';
import { CustomerRowSchema } from '../../shared/domain/customer.ts';
import { InputDocumentSchema } from '../../shared/domain/input-document.ts';
import { NO_STATISTICS } from '../../shared/domain/link-profile.ts';
import { customerTokens } from '../../shared/linking/customer-tokens.ts';
import { linkRecord } from '../../shared/linking/link.ts';
import { englishTokens } from '../../shared/nlp/english-tokens.ts';
import { redact } from '../../shared/privacy/redact.ts';
import { toRecord } from '../../shared/sources/record/to-record.ts';
import { detect } from '../commands/detect.ts';
import { type LoadedAnalyzer, linderaWasmFile, loadAnalyzer } from '../load-analyzer.ts';
import { offlineKeys } from '../offline-keys.ts';
import { DEVELOPMENT_DATA, readProjectConfig } from '../project-files.ts';
import { inventCounts } from './invent-counts.ts';
import { createPackageTokenizer, type PackageTokenizer } from './package-tokenizer.ts';

const TEXTS = 1_500;
const CUSTOMERS = 2_000;
const LINKED = 4_000;
const DETECTED_SERIES = 50;

const SUBJECTS = [
  '본인인증이',
  '환급 조회가',
  '수수료 안내가',
  '상담 연결이',
  '결제 화면이',
  '알림 문자가',
  '로그인이',
  '앱 업데이트가',
];
const EVENTS = [
  '계속 실패해서',
  '너무 오래 걸려서',
  '어디 있는지 몰라서',
  '갑자기 멈춰서',
  '생각보다 쉬워서',
  '두 번이나 와서',
  '이해가 안 돼서',
];
const ENDS = [
  '그냥 포기했어요.',
  '다시 시도해 봤습니다.',
  '친구에게도 추천했어요.',
  '탈퇴할까 고민 중입니다.',
  '확인 부탁드려요.',
  '정말 편했습니다.',
];

/** What the reading rates are measured with. */
export async function loadReaders(): Promise<{ loaded: LoadedAnalyzer; tokenizer: PackageTokenizer }> {
  return {
    loaded: await loadAnalyzer(await readProjectConfig()),
    tokenizer: await createPackageTokenizer(linderaWasmFile()),
  };
}

/** Redaction and reading as documents a second, beside tokenizing alone with the package as it ships. */
export interface ReadingRate {
  readonly texts: string;
  readonly readPerSecond: number;
  readonly tokenizedPerSecond: number;
  /** How many times as fast the whole analysis is as tokenizing alone. */
  readonly ratio: number;
}

/** Korean texts (real reviews where they are there, else made up) against bare lindera. */
export async function koreanReadingRate(
  { analyzer }: LoadedAnalyzer,
  tokenizer: PackageTokenizer,
): Promise<ReadingRate> {
  const reviews = await realTexts('kbank-reviews.ndjson');
  const texts =
    reviews ??
    Array.from({ length: TEXTS }, (_, index) =>
      [0, 1, 2].map((part) => sentence(index * 3 + part)).join(' '),
    );
  return rateOf(
    reviews === null ? 'made-up sentences' : 'kbank-reviews',
    texts,
    (text) => analyzer.read({ text: redact(text).text }),
    (text) => tokenizer.tokenize(text),
  );
}

/** English texts, where they are there, against bare wink-nlp. */
export async function englishReadingRate({ analyzer }: LoadedAnalyzer): Promise<ReadingRate | null> {
  const texts = await realTexts('bankapps-en-2025.ndjson');
  if (texts === null) return null;
  return rateOf(
    'bankapps-en',
    texts,
    (text) => analyzer.read({ text: redact(text).text }),
    (text) => englishTokens(text),
  );
}

/** Both on the same texts, in turns, so that a busy moment of the machine meets both. */
function rateOf(
  name: string,
  texts: readonly string[],
  read: (text: string) => void,
  tokenize: (text: string) => void,
): ReadingRate {
  for (const text of texts.slice(0, 300)) {
    tokenize(text);
    read(text);
  }
  let readMs = 0;
  let tokenizeMs = 0;
  for (let from = 0; from < texts.length; from += 100) {
    const part = texts.slice(from, from + 100);
    tokenizeMs += elapsedMs(() => {
      for (const text of part) tokenize(text);
    });
    readMs += elapsedMs(() => {
      for (const text of part) read(text);
    });
  }
  return {
    texts: name,
    readPerSecond: Math.round((texts.length / readMs) * 1000),
    tokenizedPerSecond: Math.round((texts.length / tokenizeMs) * 1000),
    ratio: Math.round((tokenizeMs / readMs) * 100) / 100,
  };
}

async function realTexts(file: string): Promise<string[] | null> {
  const content = await readFile(new URL(file, DEVELOPMENT_DATA), 'utf8').catch(() => null);
  return (
    content
      ?.split('\n')
      .filter((line) => line !== '')
      .map((line) => String((JSON.parse(line) as { text: unknown }).text)) ?? null
  );
}

/** From input document to link, against customers in memory. */
export function linkerRate(): number {
  const keys = offlineKeys();
  const owners = new Map<string, { customerIds: string[]; shared: boolean }>();
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const row = CustomerRowSchema.parse({
      customerId: `C${index}`,
      phone: phone(index),
      email: `user${index}@example.com`,
    });
    for (const { token } of customerTokens(row, keys))
      owners.set(token, { customerIds: [row.customerId], shared: false });
  }
  const knowledge = { owners, profiles: new Map(), statistics: NO_STATISTICS, timeZone: 'Asia/Seoul' };
  const context = {
    connector: 'bench',
    keys,
    timeZone: 'Asia/Seoul',
    firstSeenAt: new Date(0).toISOString(),
    runId: 'bench',
  };
  const ms = elapsedMs(() => {
    for (let index = 0; index < LINKED; index += 1) {
      const author = { email: `user${index % CUSTOMERS}@example.com`, phone: phone(index % CUSTOMERS) };
      const document = InputDocumentSchema.parse({
        id: String(index),
        source: 'ticket',
        text: sentence(index),
        author,
      });
      linkRecord(toRecord(document, context), knowledge);
    }
  });
  return Math.round((LINKED / ms) * 1000);
}

/** `voc detect`, from bytes to lines: a year of hourly points of invented series. */
export async function detectorRate(): Promise<number> {
  const options = { seed: 1, series: DETECTED_SERIES, weeks: 52, stepMinutes: 60, withTotals: true } as const;
  const lines = [...inventCounts(options)].map((point) => JSON.stringify(point));
  const chunks: Uint8Array[] = [];
  for (let from = 0; from < lines.length; from += 1_000)
    chunks.push(Buffer.from(`${lines.slice(from, from + 1_000).join('\n')}\n`));
  const startMs = performance.now();
  await detect.run([], {
    stdin: (async function* () {
      yield* chunks;
    })(),
    stdinIsTerminal: false,
    out: { write: async () => undefined, finish: async () => undefined },
    note: () => undefined,
    noteIsTerminal: false,
    env: {},
  });
  return Math.round((lines.length / (performance.now() - startMs)) * 1000);
}

function sentence(index: number): string {
  const pick = (list: readonly string[], at: number) => list[at % list.length] ?? '';
  return `${pick(SUBJECTS, index)} ${pick(EVENTS, index * 5 + 1)} ${pick(ENDS, index * 11 + 2)}`;
}

function phone(index: number): string {
  return `010-${String(2_000 + (index % 7_000)).padStart(4, '0')}-${String((index * 7_919) % 10_000).padStart(4, '0')}`;
}

function elapsedMs(work: () => void): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}
