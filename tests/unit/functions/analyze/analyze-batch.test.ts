import { expect, it } from 'vitest';
import { createAnalyzeBatch } from '../../../../functions/analyze/analyze-batch.ts';
import { AnalysedRecordSchema } from '../../../../shared/domain/analysis.ts';
import {
  contextWith,
  memoryQuarantine,
  memoryQueue,
  messagesOf,
} from '../../../fixtures/function-doubles.ts';
import { makeReading, makeRecord } from '../../../fixtures/make-record.ts';

it('sends readings on; gives back only what failed, and puts aside what is no record', async () => {
  const quarantine = memoryQuarantine();
  const queue = memoryQueue((body) => body.includes('"id":"refused"'));
  const work = createAnalyzeBatch({
    quarantine,
    analyses: queue.sender,
    reader: async () => ({
      analyzer: {
        analysisVersion: 'a1',
        read: ({ text }) => {
          if (text === '터짐') throw new Error('a bug');
          return makeReading();
        },
      },
    }),
  });
  const failures = await work(
    messagesOf(
      makeRecord({ id: 'good', text: '좋아요 👍' }),
      'no json',
      { ...makeRecord(), text: undefined },
      makeRecord({ id: 'refused' }),
      makeRecord({ id: 'bug', text: '터짐' }),
    ),
    contextWith(),
  );
  expect([...failures.keys()].sort()).toEqual(['m3', 'm4']);
  expect(queue.entries.map(({ body }) => AnalysedRecordSchema.parse(JSON.parse(body)).record.text)).toEqual([
    '좋아요 👍',
  ]);
  expect(quarantine.errors.map(({ code, field }) => [code, field])).toEqual([
    ['record.bad-json', undefined],
    ['record.schema-mismatch', 'text'],
  ]);
});
