/** What `<meta name="robots">` and `X-Robots-Tag` say about keeping a page. Pure. */

const FORBIDDING: ReadonlySet<string> = new Set(['noindex', 'noarchive', 'none']);

/** Directives with a value, which a reader of `agent: directive` must not take for an agent. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  'unavailable_after',
  'max-snippet',
  'max-image-preview',
  'max-video-preview',
]);

/**
 * Whether a list of directives forbids us to store the page. A directive for another crawler is not for us; what follows
 * it in the same header is read as for all, the stricter reading of a header that joins several.
 * @param directives `noindex, nofollow` or, in a header, `otherbot: noindex, voc-collector: noarchive`
 */
export function forbidsStoring(directives: string | null | undefined, productToken: string): boolean {
  return (directives ?? '')
    .toLowerCase()
    .split(',')
    .some((part) => {
      const [, name, rest] = /^\s*([a-z*_-]+)\s*:(.*)$/.exec(part) ?? [];
      if (name === undefined || WITH_VALUE.has(name)) return FORBIDDING.has(part.trim());
      return (name === '*' || name === productToken.toLowerCase()) && FORBIDDING.has((rest ?? '').trim());
    });
}
