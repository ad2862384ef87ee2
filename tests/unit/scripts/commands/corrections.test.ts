import { expect, it } from 'vitest';
import { correctedLine } from '../../../../scripts/commands/corrections.ts';
import { InputDocumentSchema } from '../../../../shared/domain/input-document.ts';
import { mergeSightings } from '../../../../shared/storage/merge-sightings.ts';
import { makeReading, makeRecord, UNLINKED } from '../../../fixtures/make-record.ts';

it('A corrected voice is an input document whose label of a person training takes before stars', () => {
  const document = mergeSightings(
    undefined,
    { record: makeRecord({ rating: 5 }), reading: makeReading(), link: UNLINKED },
    'Asia/Seoul',
  );
  const labels = { sentiment: 'neutral' as const, codes: ['price'], stage: 'purchase' as const };
  const line = correctedLine(document, {
    documentKey: document.record.documentKey,
    labels,
    read: { ...labels, analysisVersion: 'a1' },
    by: 'u1',
    at: '2026-11-16T00:00:00.000Z',
  });
  expect(line).toMatchObject({ sentiment: 'neutral', hesitations: ['price'], stage: 'purchase' });
  expect(InputDocumentSchema.parse(line).attributes).toEqual({ sentiment: 'neutral' });
});
