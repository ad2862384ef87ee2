/** An identifier for a new reason, from its English name: `Branch closing` → `branch-closing`; may be empty. */
export function codeOfName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
