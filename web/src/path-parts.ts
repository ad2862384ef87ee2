/** The parts of a path, decoded; null where its escapes are malformed, so that it names nothing. */
export function partsOfPath(path: string): string[] | null {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodeURIComponent(part));
  } catch {
    return null;
  }
}
