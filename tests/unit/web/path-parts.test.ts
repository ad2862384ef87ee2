import { expect, it } from 'vitest';
import { partsOfPath } from '../../../web/src/path-parts.ts';

it('decodes the parts of a path, and takes a malformed one for none', () => {
  expect(partsOfPath('/')).toEqual([]);
  expect(partsOfPath('/alerts/code%3Atrust/')).toEqual(['alerts', 'code:trust']);
  expect(partsOfPath('/alerts/code%3')).toBeNull();
});
