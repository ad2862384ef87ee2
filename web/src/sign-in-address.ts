/** The company's sign-in, which comes back to this page; a session that can be renewed is renewed without asking. */
export function signInAddress(): string {
  const { pathname, search } = window.location;
  return `/v1/session/sign-in?to=${encodeURIComponent(pathname + search)}`;
}
