const SPELT: ReadonlyMap<string, string> = new Map([
  ...Array.from('공일이삼사오육칠팔구', (unit, digit): [string, string] => [unit, String(digit)]),
  ['영', '0'],
  ['령', '0'],
  ['륙', '6'],
]);

/** Fewer digits than this in a row are words ("이 일이 오늘"), not a number that somebody spells. */
const MIN_DIGITS = 8;

const CANDIDATE =
  /[0-9공영령일이삼사오육륙칠팔구] ?[공영령일이삼사오육륙칠팔구] ?[0-9공영령일이삼사오육륙칠팔구]|(?<![0-9A-Za-z])(?:01[0-9][ -]?[공영령일이삼사오육륙칠팔구]|[oO][1lI][0oO]|0[lI][0oO]|01[oO])/;
const RUN =
  /[0-9공영령일이삼사오육륙칠팔구](?:[ .\-_/·~,:()]{0,3}(?:(?:에|국에|다시|대시|하이픈|빼기)[ ,]{0,2})?[0-9공영령일이삼사오육륙칠팔구])*/g;
const GROUP = /[0-9공영령일이삼사오육륙칠팔구]+/g;
const HANGUL = /[가-힣]/g;
/** "010", written with letters that look like its digits. */
const LOOKALIKE = /(?<![0-9A-Za-z])[0oO][1lI][0oO](?=[ \-.]{0,3}[0-9]{4})/g;
/** "…사사오오이에요": the last unit belongs to the verb. */
const PARTICLE_TAIL = /(?:이|이구|이오|일)$/;
const VERB_NEXT = /^(?:[요에예고라며다었거던입인죠지]|구요|구여)/;

/**
 * The text with numbers spelt in Hangul ("공일공에 이이삼삼…", "공1공") and "o1o" as ASCII digits, unit by unit. Only in runs
 * long enough to be a number of somebody; everyday words that happen to be digits stay.
 */
export function readSpeltDigits(text: string): string {
  if (!CANDIDATE.test(text)) return text;
  return text.replace(LOOKALIKE, '010').replace(RUN, (run, offset: number) => {
    if (!/[가-힣]/.test(run)) return run;
    const digits = run.match(/[0-9공영령일이삼사오육륙칠팔구]/g)?.length ?? 0;
    if (digits < MIN_DIGITS) return run;
    const after = text.slice(offset + run.length, offset + run.length + 2);
    return run.replace(GROUP, (group, start: number) =>
      start + group.length === run.length ? lastGroup(group, after) : spelt(group),
    );
  });
}

/** The last group without a particle that only looks like a digit. */
function lastGroup(group: string, after: string): string {
  const tail = PARTICLE_TAIL.exec(group);
  const cut =
    tail !== null && (VERB_NEXT.test(after) || /[0-9]$/.test(group.slice(0, tail.index)))
      ? tail.index
      : group.length;
  return spelt(group.slice(0, cut)) + group.slice(cut);
}

/** A single Hangul unit alone or after digits is a word ("5일"), but for within digits ("0일0"). */
function spelt(group: string): string {
  return group.length < 2 || /^[0-9]+[가-힣]$/.test(group)
    ? group
    : group.replace(HANGUL, (unit) => SPELT.get(unit) ?? unit);
}
