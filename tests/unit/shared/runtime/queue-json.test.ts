import fc from 'fast-check';
import { expect, it } from 'vitest';
import { queueJson } from '../../../../shared/runtime/queue-json.ts';

it('is JSON of the same value in characters that every queue takes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('환급 최고 👍🏽\uFFFE\u0000'))),
      (texts) => {
        const json = queueJson({ texts });
        expect(JSON.parse(json)).toEqual({ texts });
        expect(json).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD]*$/);
      },
    ),
  );
  expect(queueJson('환급')).toBe('"환급"');
});
