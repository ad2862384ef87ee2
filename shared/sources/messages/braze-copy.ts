import { load } from 'cheerio';
import { parseJson } from '../access/read-json.ts';

/** Fields of a webhook's body in which partners for 알림톡 and 친구톡 expect the words. */
const WORD_FIELDS = ['message', 'msg', 'text', 'content', 'body', 'templateContent', 'template_content'];

/** A message variation as `campaigns/details` exports it; channels have different fields. */
export type BrazeVariation = Readonly<Record<string, unknown>>;

/**
 * The words of a variation as its reader sees them: title and text of a push, subject and plain text of a mail, the
 * words inside the body that a webhook sends to a partner. Null where Braze does not export them (content cards).
 * Liquid is replaced by the names in braces: `{{${first_name}}}` → `{first_name}`.
 */
export function copyOf(variation: BrazeVariation): string | null {
  const field = (name: string) => textOf(variation[name]);
  const channel = field('channel').toLowerCase();
  const parts = channel.includes('email')
    ? [field('subject'), field('custom_plain_text') || plainText(field('body'))]
    : channel === 'webhook'
      ? [webhookWords(field('body'))]
      : [
          field('title'),
          field('alert') || field('body') || field('body_text') || field('message') || field('text'),
        ];
  const words = withoutLiquid(parts.filter((part) => part !== '').join('\n')).trim();
  return words === '' ? null : words;
}

/** Whether the variation shows a picture. */
export function hasImage(variation: BrazeVariation): boolean {
  if (textOf(variation.image_url) !== '') return true;
  return textOf(variation.channel).toLowerCase().includes('email') && /<img\b/iu.test(textOf(variation.body));
}

function webhookWords(body: string): string {
  const parsed = parseJson(body);
  if (typeof parsed === 'object' && parsed !== null) return longest(wordsIn(parsed));
  // Liquid between the quotes makes it no JSON.
  const pattern = new RegExp(`"(?:${WORD_FIELDS.join('|')})"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'giu');
  return longest(
    [...body.matchAll(pattern)].map(([, words = '']) => textOf(parseJson(`"${words}"`)) || words),
  );
}

function wordsIn(value: object): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    if (typeof inner === 'object' && inner !== null) return wordsIn(inner);
    return typeof inner === 'string' && WORD_FIELDS.includes(name) ? [inner] : [];
  });
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

function plainText(html: string): string {
  const page = load(html);
  page('style, script, head').remove();
  page('br, p, div, tr, li, h1, h2, h3').after('\n');
  return page
    .root()
    .text()
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/\s*\n\s*/gu, '\n');
}

function withoutLiquid(text: string): string {
  return text.replace(/\{%-?[\s\S]*?-?%\}/gu, '').replace(/\{\{[\s\S]*?\}\}+/gu, (expression) => {
    const [name] = /[A-Za-z_][\w.]*(?=[^\w.]|$)/u.exec(expression.replace(/custom_attribute/gu, '')) ?? [];
    return name === undefined ? '' : `{${name}}`;
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
