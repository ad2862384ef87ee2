import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedFetch, isSpecialAddress } from '../../../../shared/runtime/guarded-fetch.ts';

let server: Server;
let port: number;
let asked = 0;
beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1;
    response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('createGuardedFetch', () => {
  it.each([
    ['this machine by address', () => `http://127.0.0.1:${port}/`],
    ['this machine by name, where the name leads', () => `http://localhost:${port}/`],
    ['this machine in IPv6', () => `http://[::1]:${port}/`],
    ['this machine as IPv4 in IPv6', () => `http://[::ffff:127.0.0.1]:${port}/`],
    ['this machine as one number', () => `http://2130706433:${port}/`],
    ['every address of this machine', () => `http://0.0.0.0:${port}/`],
    ['the metadata service', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a private network', () => 'http://10.0.0.1/'],
    ['a file', () => 'file:///etc/passwd'],
    ['credentials in the address', () => 'http://user:password@example.com/'],
  ])('refuses %s', async (_, url) => {
    const failure: unknown = await createGuardedFetch()(url()).catch((error: unknown) => error);
    const known = failure instanceof Error && failure.name !== 'VocError' ? failure.cause : failure;
    expect(known).toMatchObject({ code: 'source.forbidden-address', kind: 'permanent' });
    expect(asked).toBe(0);
  });

  it('reaches a private server that the configuration names, and no other port of it', async () => {
    const guarded = createGuardedFetch({ privateHosts: [`localhost:${port}`] });
    expect(await (await guarded(`http://localhost:${port}/`)).text()).toBe('inside');
    await expect(guarded(`http://localhost:${port + 1}/`)).rejects.toThrow();
    asked = 0;
  });
});

describe('isSpecialAddress', () => {
  it.each(['8.8.8.8', '211.249.220.24', '2606:4700::1111'])('lets %s through', (address) => {
    expect(isSpecialAddress(address)).toBe(false);
  });

  it.each([
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    'fd00::1',
    'fe80::1',
    '::ffff:7f00:1',
    'not an address',
  ])('stops %s', (address) => {
    expect(isSpecialAddress(address)).toBe(true);
  });
});
