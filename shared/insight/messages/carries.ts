/** Whether a message says the phrase; spaces do not matter, in Korean they are free. */
export function carries(text: string, phrase: string): boolean {
  return closedUp(text).includes(closedUp(phrase));
}

/** A text in lower case without spaces. */
export function closedUp(text: string): string {
  return text.toLowerCase().replace(/\s+/gu, '');
}
