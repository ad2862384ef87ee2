/** What one day counted: how many documents said the term, of how many. */
export interface DailyCount {
  /** `YYYY-MM-DD`, or any label; days come in order. */
  readonly day: string;
  readonly count: number;
  readonly total: number;
}

/** A stretch of days in which a term is said clearly more often than before and after. */
export interface Burst {
  readonly start: string;
  /** The last day, included. */
  readonly end: string;
  readonly count: number;
  readonly total: number;
  /** How much better the raised rate explains these days than the usual one, in natural logarithms. */
  readonly weight: number;
}

export interface BurstOptions {
  /** How many times the usual rate a burst is. */
  readonly ratio?: number;
  /** How reluctantly a burst begins; higher gives fewer and longer ones. */
  readonly gamma?: number;
  /** Bursts that explain less than this beyond the price of beginning one are left out. */
  readonly minWeight?: number;
}

const RATIO = 2.5;
const GAMMA = 1;
/** ln 20, after the price of choosing the days: a quiet quarter shows a burst in about one of a hundred cases. */
const MIN_WEIGHT = 3;
const MAX_RATE = 0.9999;

/**
 * Bursts of a term by Kleinberg's automaton with two states over batches: each day is drawn at the usual rate or at
 * `ratio` times that rate, to begin a burst costs `gamma · ln n`, and the cheapest sequence of states is the answer.
 * Days without documents cost nothing in either state. Heaviest first; linear in the number of days.
 * @see Kleinberg (2002), Bursty and Hierarchical Structure in Streams, sections 2 and 4
 */
export function findBursts(days: readonly DailyCount[], options: BurstOptions = {}): Burst[] {
  const { ratio = RATIO, gamma = GAMMA, minWeight = MIN_WEIGHT } = options;
  const clean = days.map(({ day, count, total }) => {
    const of = Math.max(0, total, count);
    return { day, count: Math.max(0, count), total: of };
  });
  const count = clean.reduce((sum, day) => sum + day.count, 0);
  const total = clean.reduce((sum, day) => sum + day.total, 0);
  if (count === 0 || count === total) return [];
  const usual = count / total;
  const raised = Math.min(usual * ratio, MAX_RATE);
  if (raised <= usual) return [];
  const entry = gamma * Math.log(clean.length);
  // What the raised rate saves on a day; the binomial coefficient is the same on both sides.
  const gains = clean.map(
    (day) =>
      day.count * Math.log(raised / usual) + (day.total - day.count) * Math.log((1 - raised) / (1 - usual)),
  );
  return stretches(cheapestStates(gains, entry))
    .map(({ from, to }) => {
      const inside = clean.slice(from, to);
      return {
        start: inside[0]?.day ?? '',
        end: inside.at(-1)?.day ?? '',
        count: inside.reduce((sum, day) => sum + day.count, 0),
        total: inside.reduce((sum, day) => sum + day.total, 0),
        weight: gains.slice(from, to).reduce((sum, gain) => sum + gain, 0),
      };
    })
    .filter((burst) => burst.weight - entry >= minWeight)
    .sort((a, b) => b.weight - a.weight || (a.start < b.start ? -1 : 1));
}

/** Viterbi over two states, as savings against never leaving the usual one. */
function cheapestStates(gains: readonly number[], entry: number): boolean[] {
  let usual = 0;
  let raised = Number.NEGATIVE_INFINITY;
  const cameFromRaised: { usual: boolean; raised: boolean }[] = [];
  for (const gain of gains) {
    const back = { usual: raised > usual, raised: raised > usual - entry };
    const nextUsual = Math.max(usual, raised);
    raised = Math.max(raised, usual - entry) + gain;
    usual = nextUsual;
    cameFromRaised.push(back);
  }
  const states: boolean[] = [];
  let state = raised > usual;
  for (let index = gains.length - 1; index >= 0; index -= 1) {
    states.push(state);
    const back = cameFromRaised[index];
    state = (state ? back?.raised : back?.usual) ?? false;
  }
  return states.reverse();
}

function stretches(states: readonly boolean[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = -1;
  for (let index = 0; index <= states.length; index += 1) {
    const raised = states[index] === true;
    if (raised && from < 0) from = index;
    if (!raised && from >= 0) {
      found.push({ from, to: index });
      from = -1;
    }
  }
  return found;
}
