import { lowerCaseSameLength } from './lower-case.ts';
import { BLOCKED, type Concepts } from './parse-concepts.ts';

/** A concept that a text names, and where. Offsets are UTF-16 units of the text. */
export interface ConceptHit {
  readonly concept: string;
  readonly start: number;
  readonly end: number;
  /** Counts the letters before it, spaces left out and runs cut short: distances do not depend on spacing. */
  readonly from: number;
  readonly to: number;
  /** Number of the sentence it stands in. */
  readonly sentence: number;
}

interface Node {
  /** The concept of an entry that ends here, anywhere in a word. */
  anywhere: string | undefined;
  /** The same for entries that must begin a word. */
  atWordStart: string | undefined;
}

/**
 * Compiles the concepts to a trie. The finder goes through a text from left to right and takes the longest entry that
 * begins at each place, without overlap; spaces do not matter, runs of one letter count as two. Linear in the length of
 * the text.
 */
export function createConceptFinder(concepts: Concepts): (text: string) => ConceptHit[] {
  const nodes: Node[] = [{ anywhere: undefined, atWordStart: undefined }];
  /** Next node by node and letter, in one table: a Map per node would take ten times the memory. */
  const edges = new Map<number, number>();
  for (const [name, entries] of concepts.entries) {
    for (const { text, atWordStart } of entries) {
      let at = 0;
      for (let index = 0; index < text.length; index += 1) {
        const key = at * 65_536 + text.charCodeAt(index);
        let next = edges.get(key);
        if (next === undefined) {
          next = nodes.length;
          nodes.push({ anywhere: undefined, atWordStart: undefined });
          edges.set(key, next);
        }
        at = next;
      }
      const node = nodes[at];
      if (node === undefined) continue;
      if (atWordStart) node.atWordStart = name;
      else node.anywhere = name;
    }
  }
  /** Most places fail at their first letter: that step is an array. */
  const roots = new Int32Array(65_536);
  for (const [key, next] of edges) if (key < 65_536) roots[key] = next;
  return (text) => findAll(text, nodes, roots, edges);
}

function findAll(
  text: string,
  nodes: readonly Node[],
  roots: Int32Array,
  edges: ReadonlyMap<number, number>,
): ConceptHit[] {
  const folded = foldLetters(text);
  const { units, offsets, wordStarts, length } = folded;
  const hits: ConceptHit[] = [];
  let sentence = 0;
  let from = 0;
  while (from < length) {
    let at = 0;
    let concept: string | undefined;
    let to = from;
    for (let index = from; index < length; index += 1) {
      const unit = units[index] ?? 0;
      const next = at === 0 ? roots[unit] : edges.get(at * 65_536 + unit);
      if (next === undefined || next === 0) break;
      at = next;
      const node = nodes[at];
      const ends = (wordStarts[from] === 1 ? node?.atWordStart : undefined) ?? node?.anywhere;
      if (ends === undefined) continue;
      concept = ends;
      to = index + 1;
    }
    const next = concept === undefined ? from + 1 : to;
    if (concept !== undefined && concept !== BLOCKED) {
      const start = offsets[from] ?? 0;
      hits.push({ concept, start, end: (offsets[to - 1] ?? 0) + 1, from, to, sentence });
    }
    if (endsSentence(units[next - 1] ?? 0)) sentence += 1;
    from = next;
  }
  return hits;
}

interface Folded {
  readonly units: Uint16Array;
  /** Offset in the text of each unit. */
  readonly offsets: Uint32Array;
  readonly wordStarts: Uint8Array;
  readonly length: number;
}

function foldLetters(text: string): Folded {
  const source = lowerCaseSameLength(text);
  const units = new Uint16Array(source.length);
  const offsets = new Uint32Array(source.length);
  const wordStarts = new Uint8Array(source.length);
  let length = 0;
  let atStart = 1;
  for (let index = 0; index < source.length; index += 1) {
    const unit = source.charCodeAt(index);
    if (unit <= 32 || unit === 0xa0 || unit === 0x3000 || (unit >= 0x2000 && unit <= 0x200d)) {
      atStart = 1;
      continue;
    }
    if (length > 1 && units[length - 1] === unit && units[length - 2] === unit) continue;
    units[length] = unit;
    offsets[length] = index;
    wordStarts[length] = atStart;
    length += 1;
    atStart = isPunctuation(unit) ? 1 : 0;
  }
  return { units, offsets, wordStarts, length };
}

function isPunctuation(unit: number): boolean {
  return (
    (unit < 128 &&
      !(unit >= 48 && unit <= 57) &&
      !(unit >= 97 && unit <= 122) &&
      !(unit >= 65 && unit <= 90)) ||
    (unit >= 0x2010 && unit <= 0x206f) ||
    (unit >= 0x3001 && unit <= 0x303f)
  );
}

function endsSentence(unit: number): boolean {
  return unit === 0x2e || unit === 0x21 || unit === 0x3f;
}
