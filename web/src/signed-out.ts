const STORAGE_KEY = 'voc.signed-out';

/** Keeps, for this tab, that the person has signed out; what else the tab remembered is gone. */
export function rememberSignOut(): void {
  sessionStorage.clear();
  sessionStorage.setItem(STORAGE_KEY, 'yes');
}

export function hasSignedOut(): boolean {
  return sessionStorage.getItem(STORAGE_KEY) !== null;
}

export function forgetSignOut(): void {
  sessionStorage.removeItem(STORAGE_KEY);
}
