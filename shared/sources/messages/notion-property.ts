import * as z from 'zod';

const RichTextSchema = z.array(z.object({ plain_text: z.string() }));
const NamedSchema = z.object({ name: z.string() }).nullable();

/**
 * A property of a Notion page, as far as a row of a table can have it; a kind that is not here reads as unknown.
 * @see https://developers.notion.com/reference/page-property-values
 */
export const NotionPropertySchema = z.looseObject({ type: z.string() });
export type NotionProperty = z.infer<typeof NotionPropertySchema>;

const KNOWN = z.discriminatedUnion('type', [
  z.object({ type: z.literal('title'), title: RichTextSchema }),
  z.object({ type: z.literal('rich_text'), rich_text: RichTextSchema }),
  z.object({ type: z.literal('number'), number: z.number().nullable() }),
  z.object({ type: z.literal('select'), select: NamedSchema }),
  z.object({ type: z.literal('status'), status: NamedSchema }),
  z.object({ type: z.literal('multi_select'), multi_select: z.array(z.object({ name: z.string() })) }),
  z.object({ type: z.literal('date'), date: z.object({ start: z.string() }).nullable() }),
  z.object({ type: z.literal('checkbox'), checkbox: z.boolean() }),
  z.object({ type: z.literal('url'), url: z.string().nullable() }),
  z.object({
    type: z.literal('formula'),
    formula: z.object({
      string: z.string().nullish(),
      number: z.number().nullish(),
      boolean: z.boolean().nullish(),
    }),
  }),
]);

/** The value of a property as a cell of a row; undefined where it is empty or of a kind that is no cell. */
export function valueOfProperty(property: NotionProperty): string | number | boolean | undefined {
  const parsed = KNOWN.safeParse(property);
  if (!parsed.success) return undefined;
  const known = parsed.data;
  switch (known.type) {
    case 'title':
      return text(known.title);
    case 'rich_text':
      return text(known.rich_text);
    case 'number':
      return known.number ?? undefined;
    case 'select':
      return known.select?.name;
    case 'status':
      return known.status?.name;
    case 'multi_select':
      return known.multi_select.map(({ name }) => name).join(', ') || undefined;
    case 'date':
      return known.date?.start;
    case 'checkbox':
      return known.checkbox;
    case 'url':
      return known.url ?? undefined;
    case 'formula':
      return known.formula.string ?? known.formula.number ?? known.formula.boolean ?? undefined;
  }
}

function text(parts: z.infer<typeof RichTextSchema>): string | undefined {
  return parts.map((part) => part.plain_text).join('') || undefined;
}
