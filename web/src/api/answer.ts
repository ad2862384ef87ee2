/** A thing that is read from the API. While it is read again, the last one known stays on the page. */
export type Answer<T, Failure> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: T; readonly error?: Failure }
  | { readonly state: 'failed'; readonly error: Failure };

/** Another attempt may well succeed; any other refusal says that what was known holds no more. */
export function isPassing({ status }: { status: number }): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/**
 * What is shown after an attempt to read failed: the last thing known with the error beside it, so that nobody loses
 * what they are writing on that page; the error alone where nothing is known, or where the answer is a refusal (signed
 * out, not allowed, gone).
 */
export function afterFailure<T, Failure extends { status: number }>(
  known: T | undefined,
  error: Failure,
): Answer<T, Failure> {
  if (known === undefined || !isPassing(error)) return { state: 'failed', error };
  return { state: 'ready', data: known, error };
}
