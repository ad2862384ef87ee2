import { describe, expect, it } from 'vitest';
import { addContribution, emptyAggregate } from '../../../../shared/insight/aggregate.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { fromChunk, toChunks } from '../../../../shared/storage/rollup-chunks.ts';
import { makeDocument } from '../insight/contribution-factory.ts';

describe('fromChunk', () => {
  it('reads the terms that are asked for and no others, and other dimensions whole', () => {
    const aggregate = emptyAggregate();
    const voice = makeDocument({ id: 'a', at: '2026-11-10', text: '글', terms: ['수수료', '환급'] });
    addContribution(aggregate, contributionOf(voice, undefined));
    const [body = ''] = toChunks(aggregate);
    const { cells } = fromChunk(body, ['term', 'open-term'], new Set(['수수료', '없는말']));
    expect(Object.keys(cells.term ?? {})).toEqual(['수수료']);
    expect(cells['open-term']).toEqual(aggregate.cells['open-term']);
  });
});
