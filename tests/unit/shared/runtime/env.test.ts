import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadEnv } from '../../../../shared/runtime/env.ts';

const Schema = z.object({ TABLE: z.string().min(1), WINDOW_SECONDS: z.coerce.number().positive() });

describe('environment of a function', () => {
  it('is read into typed values', () => {
    expect(loadEnv(Schema, { TABLE: 't', WINDOW_SECONDS: '60', OTHER: 'x' })).toEqual({
      TABLE: 't',
      WINDOW_SECONDS: 60,
    });
  });

  it('that is incomplete names every variable at once and never the values', () => {
    expect(() => loadEnv(Schema, { WINDOW_SECONDS: 'secret-ish' })).toThrow(
      expect.objectContaining({
        code: 'env.missing',
        message: expect.stringMatching(/TABLE.*WINDOW_SECONDS/s),
      }),
    );
    try {
      loadEnv(Schema, { WINDOW_SECONDS: 'secret-ish' });
    } catch (error) {
      expect(String(error)).not.toContain('secret-ish');
    }
  });
});
