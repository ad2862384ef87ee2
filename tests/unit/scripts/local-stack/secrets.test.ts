import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SecretProperties } from '../../../../scripts/local-stack/resource-schemas.ts';
import { initialSecret } from '../../../../scripts/local-stack/secrets.ts';

const secretOf = (properties: unknown): string =>
  initialSecret({ logicalId: 'S', name: 'S', arn: 'arn', properties: SecretProperties.parse(properties) });

it('makes a secret of the asked length from the allowed characters, each class at least once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 64 }), fc.boolean(), (PasswordLength, ExcludePunctuation) => {
      const secret = secretOf({
        GenerateSecretString: { PasswordLength, ExcludePunctuation, ExcludeCharacters: '"\\ab' },
      });
      expect(secret).toHaveLength(PasswordLength);
      expect(secret).not.toMatch(/["\\ab]/);
      expect(secret).toMatch(/[a-z]/);
      expect(secret).toMatch(/[A-Z]/);
      expect(secret).toMatch(/[0-9]/);
      expect(/[^A-Za-z0-9]/.test(secret)).toBe(!ExcludePunctuation);
    }),
  );
});

it('refuses a secret that the template neither gives nor generates', () => {
  expect(() => secretOf({})).toThrow(/neither given nor generated/);
});
