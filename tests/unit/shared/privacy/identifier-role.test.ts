import { describe, expect, it } from 'vitest';
import { redact } from '../../../../shared/privacy/redact.ts';
import { ROLE_CASES } from './role-cases.ts';

const cases = Object.entries(ROLE_CASES).flatMap(([role, sentences]) =>
  sentences.map((sentence) => ({ role, sentence })),
);

describe('roleOf', () => {
  it.each(cases)('$role: $sentence', ({ role, sentence }) => {
    const text = sentence.replace('{@}', 'hana.test@example.co.kr').replace('{}', '010-2345-6789');
    const [identifier] = redact(text).identifiers;
    expect(identifier?.role).toBe(role);
  });
});
