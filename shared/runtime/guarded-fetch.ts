import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { Agent, fetch as undiciFetch } from 'undici';
import { VocError } from '../domain/errors.ts';

/** Special-purpose addresses: https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 twin. */
const SPECIAL = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  SPECIAL.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  SPECIAL.addSubnet(network, prefix, 'ipv6');
}

/** Whether an address is not one of the public Internet: our own network, this machine, the metadata service. */
export function isSpecialAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  if (family === 4) return SPECIAL.check(address, 'ipv4');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  // An IPv4 address in IPv6 clothes, also in hexadecimal.
  if (mapped !== undefined) return SPECIAL.check(mapped, 'ipv4');
  return /^::ffff:/i.test(address) || SPECIAL.check(address, 'ipv6');
}

export interface GuardedFetchOptions {
  /** `host:port` of servers that may be reached although their address is private. */
  readonly privateHosts?: readonly string[];
}

/**
 * `fetch` for addresses that come from configuration or content: only http and https, and no connection to anything but
 * the public Internet. The address is checked when the connection is made, so that a name that changes its address
 * between a check and the connection (DNS rebinding) gains nothing.
 * @throws as `fetch`; for a refused address VocError `source.forbidden-address` (permanent)
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): typeof fetch {
  const allowed = new Set(options.privateHosts ?? []);
  const open = new Agent();
  const guarded = new Agent({
    connect: {
      lookup(hostname, lookupOptions, callback) {
        lookup(hostname, { ...lookupOptions, all: true }, (error, addresses: LookupAddress[]) => {
          if (error !== null) return callback(error, '', 0);
          const special = addresses.find(({ address }) => isSpecialAddress(address));
          const [first] = addresses;
          if (special !== undefined || first === undefined) return callback(forbidden(hostname), '', 0);
          if (lookupOptions.all === true) return callback(null, addresses);
          return callback(null, first.address, first.family);
        });
      },
    },
  });
  const guardedFetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw forbidden(url.protocol);
    if (url.username !== '' || url.password !== '') throw forbidden('an address with a password');
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    const isAllowed = allowed.has(`${url.hostname}:${port}`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A literal address is never looked up.
    if (!isAllowed && isIP(host) !== 0 && isSpecialAddress(host)) throw forbidden(host);
    // The types of undici and of Node describe the same classes twice.
    const response = await undiciFetch(url, {
      ...(init as Parameters<typeof undiciFetch>[1]),
      dispatcher: isAllowed ? open : guarded,
    });
    return response as unknown as Response;
  };
  return guardedFetch;
}

function forbidden(host: string): VocError {
  return new VocError(
    'source.forbidden-address',
    'permanent',
    'The address of this source is not one of the public Internet. If it is a server of yours, name it under network.privateHosts in voc.config.yaml.',
    { details: { host } },
  );
}
