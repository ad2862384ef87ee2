/** What a queue may refuse in a body: anything beyond the basic plane (emulators) and the two non-characters (SQS). */
const UNSAFE_UNITS = /[\ud800-\udfff\ufffe\uffff]/g;

/** A value as JSON that every queue takes; parsing it gives the same value. Emoji are escaped, Hangul is not. */
export function queueJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNSAFE_UNITS,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
