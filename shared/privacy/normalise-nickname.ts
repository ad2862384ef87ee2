/** Emoji, hearts, tildes and the like, which people put around the name that they otherwise use everywhere. */
const DECORATION = /[^\p{L}\p{N}._*-]/gu;

/**
 * A nickname without decoration, spaces and case: "명랑한 양😊" and "명랑한양" are the same name to a reader.
 * Dots, underscores and hyphens stay, since they tell accounts apart.
 */
export function normaliseNickname(raw: string): string {
  const bare = raw.toWellFormed().normalize('NFKC').toLowerCase().replace(DECORATION, '').normalize('NFKC');
  return bare === '' ? raw.toWellFormed().normalize('NFKC').toLowerCase().replace(/\s+/gu, '') : bare;
}
