import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HesitationCodeSchema } from '../../../shared/domain/taxonomy.ts';
import { codeOfName } from '../../../web/src/code-name.ts';

it.each([
  ['Branch closing', 'branch-closing'],
  ['  2nd device: locked out! ', 'nd-device-locked-out'],
  ['지점 폐쇄', ''],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('makes an identifier of %s', (name, code) => expect(codeOfName(name)).toBe(code));

it('makes an identifier that the taxonomy takes, or none', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (name) => {
      const code = codeOfName(name);
      expect(code === '' || HesitationCodeSchema.safeParse(code).success).toBe(true);
    }),
  );
});
