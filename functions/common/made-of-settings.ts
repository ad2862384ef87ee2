import type { KnownSettings } from './current-settings.ts';

/** What is made of the settings, made again only when `of` them has changed. */
export function madeOfSettings<Made>(
  current: () => Promise<KnownSettings>,
  of: (known: KnownSettings) => unknown,
  make: (known: KnownSettings) => Made,
): () => Promise<Made> {
  let last: { readonly key: string; readonly made: Made } | null = null;
  return async () => {
    const known = await current();
    const key = JSON.stringify(of(known));
    if (last?.key !== key) last = { key, made: make(known) };
    return last.made;
  };
}
