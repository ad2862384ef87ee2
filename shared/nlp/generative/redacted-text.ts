declare const redacted: unique symbol;

/** A text in which nothing personal was found. Only {@link asRedacted} makes one, and prompts take no other text. */
export type RedactedText = string & { readonly [redacted]: true };

/** Says whether personal data stands in a text: in the product `redact(text).pii.length > 0`. */
export type PersonalDataCheck = (text: string) => boolean;

/**
 * The text as one that may be shown to a large model, or null where personal data is found. Texts are redacted long
 * before; this looks again, because what has left the account cannot be called back.
 */
export function asRedacted(text: string, hasPersonalData: PersonalDataCheck): RedactedText | null {
  return hasPersonalData(text) ? null : (text as RedactedText);
}
