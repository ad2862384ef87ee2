import { describe, expect, it } from 'vitest';
import { FUNNEL_STAGES, SENTIMENT_LABELS, SOURCE_KINDS } from '../../../shared/domain/taxonomy.ts';
import { addressOf } from '../../../web/src/addresses.ts';
import * as vocabulary from '../../../web/src/vocabulary.ts';

describe('addresses', () => {
  it('carry only the filters that are set, so that a shared link is short', () => {
    expect(addressOf.voices({ week: '2026-W46', code: 'price', stage: undefined, source: '' })).toBe(
      '/voices?week=2026-W46&code=price',
    );
    expect(addressOf.voices()).toBe('/voices');
  });

  it('of points hold no dot, which a server of static files would take for a file name', () => {
    expect(addressOf.point('2026-W46', { code: 'auth', stage: 'verification' })).not.toContain('.');
  });
});

describe('the vocabulary of the page', () => {
  it('is that of the domain', () => {
    expect({ ...vocabulary }).toEqual({ FUNNEL_STAGES, SENTIMENT_LABELS, SOURCE_KINDS });
  });
});
