import { expect, it } from 'vitest';
import { matchRoute } from '../../../../scripts/local-stack/route-match.ts';

const routes = [
  'GET /v1/{proxy+}',
  'ANY /v1/voices/{key}',
  'GET /v1/voices/{key}',
  'GET /v1/voices/latest',
  'POST /v1/webhooks/{dropName}',
].map((routeKey) => ({ routeKey }));
const match = (method: string, path: string): [string, object] | undefined => {
  const found = matchRoute(routes, method, path);
  return found && [found.route.routeKey, found.pathParameters];
};

it('takes the most specific path first, then the method before ANY', () => {
  expect(match('GET', '/v1/voices/latest')).toEqual(['GET /v1/voices/latest', {}]);
  expect(match('GET', '/v1/voices/a')).toEqual(['GET /v1/voices/{key}', { key: 'a' }]);
  expect(match('DELETE', '/v1/voices/a')).toEqual(['ANY /v1/voices/{key}', { key: 'a' }]);
  expect(match('GET', '/v1/voices/a/b')).toEqual(['GET /v1/{proxy+}', { proxy: 'voices/a/b' }]);
});

it('decodes parameters, also where the encoding is broken', () => {
  expect(match('POST', '/v1/webhooks/%EB%A6%AC%EB%B7%B0')).toEqual([
    'POST /v1/webhooks/{dropName}',
    { dropName: '리뷰' },
  ]);
  expect(match('POST', '/v1/webhooks/%E0')).toEqual(['POST /v1/webhooks/{dropName}', { dropName: '%E0' }]);
});

it('finds nothing for other methods, other paths and empty parameters, unless there is a default', () => {
  expect(match('POST', '/v1/voices')).toBeUndefined();
  expect(match('POST', '/v1/webhooks/')).toBeUndefined();
  expect(match('GET', '/')).toBeUndefined();
  expect(matchRoute([{ routeKey: '$default' }], 'GET', '/')?.route.routeKey).toBe('$default');
});
