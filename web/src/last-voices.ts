import { addressOf } from './addresses.ts';

const STORAGE_KEY = 'voc.voices';

/** Keeps the list that the reader looks at, so that the way back from a voice leads to the same filters. */
export function rememberVoices(address: string): void {
  sessionStorage.setItem(STORAGE_KEY, address);
}

export function lastVoicesAddress(): string {
  const address = sessionStorage.getItem(STORAGE_KEY);
  return address?.startsWith('/voices') === true ? address : addressOf.voices();
}
