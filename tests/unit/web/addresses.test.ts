import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FUNNEL_STAGES, SENTIMENT_LABELS, SOURCE_KINDS } from '../../../shared/domain/taxonomy.ts';
import { addressOf, messageIdOf } from '../../../web/src/addresses.ts';
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

describe('the address of a message', () => {
  it('holds no dot and one part, whatever the ID, and gives the ID back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        const [, , part = '', ...rest] = addressOf.message(id).split('/');
        expect(rest).toEqual([]);
        expect(decodeURIComponent(part)).not.toContain('.');
        expect(messageIdOf(decodeURIComponent(part))).toBe(id);
      }),
    );
  });

  it('that somebody has typed stands for itself', () => {
    expect(messageIdOf('50%')).toBe('50%');
  });
});

describe('keywords', () => {
  it('are named by week, point and what else narrows them', () => {
    expect(addressOf.keywords()).toBe('/keywords');
    expect(addressOf.keywords('2026-W46', 'price.purchase', { stage: 'usage', segment: '' })).toBe(
      '/keywords?week=2026-W46&point=price.purchase&stage=usage',
    );
  });
});

describe('the vocabulary of the page', () => {
  it('is that of the domain', () => {
    expect({ ...vocabulary }).toEqual({ FUNNEL_STAGES, SENTIMENT_LABELS, SOURCE_KINDS });
  });
});
