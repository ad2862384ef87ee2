/** A number at a name's end that nobody else is likely to have chosen with the same words. */
const TAIL = /[0-9]+$/u;

/**
 * What a (normalised) nickname is made of: script and length of its number. Names of one shape are about equally likely
 * to be held by several people, so their frequencies are learnt together.
 */
export function nicknameShape(nickname: string): string {
  const script = /[가-힣]/u.test(nickname) ? (/[a-z]/u.test(nickname) ? 'mixed' : 'hangul') : 'latin';
  const digits = TAIL.exec(nickname)?.[0].length ?? 0;
  return `${script}${Math.min(digits, 5)}`;
}
