import { describe, expect, it } from 'vitest';
import { afterFailure } from '../../../../web/src/api/answer.ts';

const failure = (status: number) => ({ status });

describe('after a reading that failed', () => {
  it.each([0, 429, 500, 503])('what is known stays, with the error beside it (%d)', (status) => {
    const error = failure(status);
    expect(afterFailure('known', error)).toEqual({ state: 'ready', data: 'known', error });
  });

  it.each([401, 403, 404])('a refusal takes the place of what was known (%d)', (status) => {
    expect(afterFailure('known', failure(status)).state).toBe('failed');
  });

  it('the error stands alone where nothing is known', () => {
    expect(afterFailure(undefined, failure(0)).state).toBe('failed');
  });
});
