import { describe, expect, it } from 'vitest';
import { storefrontClashes } from '../../../../../shared/sources/stores/one-per-storefront.ts';

const feed = (id: string, config: unknown) => ({ id, connector: 'apple-feed', config });
const connect = (id: string, config: unknown) => ({ id, connector: 'app-store-connect', config });

describe('storefrontClashes', () => {
  it('finds an app and storefront that both connectors collect, also by their defaults', () => {
    expect(
      storefrontClashes([
        feed('feed-kr', { appId: '100', storefront: 'kr' }),
        connect('connect-kr', { appId: '100', territory: 'KOR' }),
      ]),
    ).toEqual([['feed-kr', 'connect-kr']]);
    expect(storefrontClashes([connect('c', { appId: '100' }), feed('f', { appId: '100' })])).toEqual([
      ['f', 'c'],
    ]);
    expect(
      storefrontClashes([
        feed('f', { appId: 100, storefront: 'jp' }),
        connect('c', { appId: '100', territory: 'JPN' }),
      ]),
    ).toEqual([['f', 'c']]);
  });

  it('names every pair', () => {
    expect(
      storefrontClashes([
        feed('f1', { appId: '100' }),
        feed('f2', { appId: '100', baseUrl: 'https://mirror.example' }),
        connect('c', { appId: '100' }),
      ]),
    ).toEqual([
      ['f1', 'c'],
      ['f2', 'c'],
    ]);
  });

  it.each([
    ['another app', [feed('f', { appId: '100' }), connect('c', { appId: '200' })]],
    [
      'another storefront',
      [feed('f', { appId: '100', storefront: 'us' }), connect('c', { appId: '100', territory: 'KOR' })],
    ],
    ['one connector only', [feed('f', { appId: '100' }), feed('g', { appId: '100' })]],
    [
      'another connector',
      [feed('f', { appId: '100' }), { ...connect('c', { appId: '100' }), connector: 'x' }],
    ],
    [
      'a source that is switched off',
      [feed('f', { appId: '100' }), { ...connect('c', { appId: '100' }), enabled: false }],
    ],
    ['a configuration without an app', [feed('f', {}), connect('c', undefined), connect('d', {})]],
    [
      'a storefront outside the table',
      [feed('f', { appId: '100', storefront: 'zz' }), connect('c', { appId: '100', territory: 'KOR' })],
    ],
  ])('sees no clash in %s', (_, sources) => {
    expect(storefrontClashes(sources)).toEqual([]);
  });
});
