/** Spellings as a person lists them: separated by commas or lines, each once. */
export function spellingsOf(typed: string): string[] {
  const spellings = typed.split(/[,，\n]/).map((spelling) => spelling.trim().replaceAll(/\s+/g, ' '));
  return [...new Set(spellings)].filter((spelling) => spelling !== '');
}
