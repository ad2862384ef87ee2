import { describe, expect, it } from 'vitest';
import { runNames } from '../../../../functions/common/run-names.ts';

describe('the runs of a batch in a line of log', () => {
  it('are named once each, in order', () => {
    expect(runNames([{ runId: 'b' }, { runId: 'a' }, { runId: 'b' }])).toBe('a b');
    expect(runNames([])).toBe('');
  });

  it('are five by name at most, so that a line stays short', () => {
    expect(runNames(Array.from({ length: 8 }, (_, index) => ({ runId: `r${index}` })))).toBe(
      'r0 r1 r2 r3 r4 +3',
    );
  });
});
