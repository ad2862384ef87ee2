/** `concepts.txt`, read: the entries of each concept. `blocked` tells nothing and guards against misreading. */
export interface Concepts {
  /** By name, in the order of the file. */
  readonly entries: ReadonlyMap<string, readonly ConceptEntry[]>;
}

export interface ConceptEntry {
  /** Lower case, without spaces. */
  readonly text: string;
  /** Matches at the beginning of a written word only (`^` in the file). */
  readonly atWordStart: boolean;
}

/** What is wrong with a line of `concepts.txt`. */
export interface ConceptProblem {
  readonly line: number;
  readonly message: string;
}

/** The concept whose entries are skipped. */
export const BLOCKED = 'blocked';

const HEADING = /^([a-z][a-z0-9-]{0,39}):(?: |$)/;
const MAX_ENTRY_UNITS = 30;

/**
 * Reads the text of `concepts.txt`: `name: entry entry …`, lines that begin with a space go on with the concept above,
 * `#` begins a remark. Gives the concepts, or every problem with its line.
 */
export function parseConcepts(
  text: string,
): { ok: true; concepts: Concepts } | { ok: false; problems: ConceptProblem[] } {
  const entries = new Map<string, ConceptEntry[]>();
  const problems: ConceptProblem[] = [];
  const owners = new Map<string, string>();
  let name: string | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    if (raw.startsWith('#') || raw.trim() === '') continue;
    const heading = HEADING.exec(raw);
    if (heading !== null) {
      name = heading[1] ?? '';
      if (entries.has(name)) problems.push({ line, message: `the concept ${name} is there twice` });
      entries.set(name, entries.get(name) ?? []);
    } else if (!/^\s/u.test(raw)) {
      problems.push({ line, message: 'is neither "name: entry entry …" nor the rest of the line above' });
      continue;
    }
    if (name === undefined) {
      problems.push({ line, message: 'has entries before the first name' });
      continue;
    }
    for (const word of raw.slice(heading?.[0].length ?? 0).split(/\s+/u)) {
      if (word === '') continue;
      const atWordStart = word.startsWith('^') && word.length > 1;
      const entry = (atWordStart ? word.slice(1) : word).normalize('NFC').toLowerCase();
      const key = `${atWordStart ? '^' : ''}${entry}`;
      const owner = owners.get(key);
      if (entry.length > MAX_ENTRY_UNITS) problems.push({ line, message: `"${entry}" is too long` });
      else if (owner !== undefined && owner !== name)
        problems.push({ line, message: `"${word}" is in ${owner} already` });
      else if (owner === undefined) {
        owners.set(key, name);
        entries.get(name)?.push({ text: entry, atWordStart });
      }
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, concepts: { entries } };
}
