/**
 * Whether a request was meant for a server on this machine. A page of another site can make the browser resolve its own
 * name to 127.0.0.1 (DNS rebinding); its requests then carry that name in the Host header.
 */
export function isLocalHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(host ?? '');
}
