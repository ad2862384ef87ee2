import * as z from 'zod';
import { SourceKindSchema } from './taxonomy.ts';
import { startOfBusinessDay } from './time.ts';

/** The longest text that the pipeline takes, in UTF-16 units. The pure `analyze()` takes any length. */
export const MAX_TEXT_UNITS = 20_000;

/** Names under which the same four kinds of source arrive in the wild. */
export const SOURCE_ALIASES: Readonly<Record<string, string>> = {
  google_play: 'app-review',
  app_store: 'app-review',
  naver_kin: 'community',
  clien: 'community',
  twitter: 'community',
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** A long number as Excel shows and saves it: its last digits are gone, so it is nobody's id. */
const ROUNDED_BY_EXCEL = /^\d(\.\d+)?E\+\d{2,3}$/i;

/** `null` and the empty string mean absent, in NDJSON as in CSV. */
function absentToUndefined(value: unknown): unknown {
  return value === null || value === '' ? undefined : value;
}

const optionalText = (max: number) => z.preprocess(absentToUndefined, z.string().max(max).optional());

/** A real calendar day `YYYY-MM-DD`. */
export const CalendarDaySchema = z
  .string()
  .refine(isCalendarDay, { message: 'not a calendar day (YYYY-MM-DD)' });

/** A day or an ISO 8601 time; a time without an offset is local time of the business zone. */
export const IsoTimeSchema = z
  .string()
  .refine((value) => (DAY.test(value) ? isCalendarDay(value) : isInstant(value)), {
    message: 'not an ISO 8601 date or time',
  });

export const AuthorSchema = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value === ''
        ? undefined
        : { displayName: value }
      : absentToUndefined(value),
  z
    .object({
      displayName: optionalText(200),
      userId: optionalText(200),
      email: optionalText(320),
      phone: optionalText(40),
      externalId: optionalText(200),
    })
    .optional(),
);
export type Author = NonNullable<z.infer<typeof AuthorSchema>>;

/**
 * One input document: a line of a drop file, of `voc load`, `analyze`, `link`, `report` and `up`.
 * Unknown fields are ignored. The id may be a number in the wild; it is kept verbatim as a string.
 */
export const InputDocumentSchema = z.object({
  id: z.union([
    z
      .string()
      .min(1)
      .max(500)
      .refine((id) => !ROUNDED_BY_EXCEL.test(id), { message: 'was rounded by a spreadsheet' }),
    z.number().transform(String),
  ]),
  source: z.preprocess((value) => {
    const present = absentToUndefined(value) ?? 'app-review';
    return typeof present === 'string' ? (SOURCE_ALIASES[present] ?? present) : present;
  }, SourceKindSchema),
  publishedAt: z.preprocess(absentToUndefined, IsoTimeSchema.optional()),
  date: z.preprocess(absentToUndefined, CalendarDaySchema.optional()),
  text: z.string().refine((value) => value.trim() !== '', { message: 'is empty' }),
  title: optionalText(2_000),
  rating: z.preprocess(absentToUndefined, z.coerce.number().min(1).max(5).optional()),
  author: AuthorSchema,
  app: optionalText(200),
  connector: optionalText(100),
  editedAt: z.preprocess(absentToUndefined, IsoTimeSchema.optional()),
  appVersion: optionalText(100),
  device: optionalText(200),
  url: optionalText(2_000),
  attributes: z.preprocess(
    absentToUndefined,
    z
      .record(z.string().max(100), z.union([z.string().max(4_000), z.number(), z.boolean(), z.null()]))
      .optional(),
  ),
});
export type InputDocument = z.infer<typeof InputDocumentSchema>;

/** How exactly the time of publication is known. Only `instant` may enter an hourly series. */
export const PUBLISHED_AT_PRECISIONS = ['instant', 'day', 'first-seen'] as const;
export type PublishedAtPrecision = (typeof PUBLISHED_AT_PRECISIONS)[number];

/**
 * The UTC instant and precision of a day or ISO time. A day means its start in the business zone; a time without
 * an offset is local time there, as Korean exports write it.
 */
export function resolveTime(value: string, timeZone: string): { at: Date; precision: 'instant' | 'day' } {
  if (DAY.test(value)) return { at: startOfBusinessDay(value, timeZone), precision: 'day' };
  const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(value);
  if (hasOffset) return { at: new Date(value.replace(' ', 'T')), precision: 'instant' };
  const midnight = startOfBusinessDay(value.slice(0, 10), timeZone);
  const sinceMidnight = new Date(`1970-01-01T${value.slice(11)}Z`).getTime();
  return { at: new Date(midnight.getTime() + sinceMidnight), precision: 'instant' };
}

/** When the document was published, or null where it carries no date. `publishedAt` wins over `date`. */
export function publicationTime(
  document: Pick<InputDocument, 'publishedAt' | 'date'>,
  timeZone: string,
): { at: Date; precision: 'instant' | 'day' } | null {
  const value = document.publishedAt ?? document.date;
  return value === undefined ? null : resolveTime(value, timeZone);
}

function isCalendarDay(value: string): boolean {
  if (!DAY.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value;
}

function isInstant(value: string): boolean {
  if (!INSTANT.test(value) || !isCalendarDay(value.slice(0, 10))) return false;
  return !Number.isNaN(new Date(value.replace(' ', 'T')).getTime());
}
