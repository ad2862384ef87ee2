import { describe, expect, it } from 'vitest';
import { SentMessageSchema } from '../../../../shared/domain/sent-message.ts';
import {
  suggestionBlockName,
  suggestionOfBlocks,
  suggestionOfTags,
  suggestionTag,
} from '../../../../shared/domain/suggestion-tag.ts';

const ID = 'a5d2ce3756e58cb0';

describe('the tag of a suggestion', () => {
  it('is found again among other tags, in a list or in one text', () => {
    for (const tags of [suggestionTag(ID), ['refund', suggestionTag(ID)], `refund, ${suggestionTag(ID)}`])
      expect(suggestionOfTags(tags)).toBe(ID);
  });

  it('is not read out of what only looks like it', () => {
    for (const tags of [
      `nvoc:${ID}`,
      'voc:',
      'voc: x',
      `voc:${'x'.repeat(65)}`,
      'stage:purchase',
      null,
      7,
      [],
    ])
      expect(suggestionOfTags(tags)).toBeUndefined();
  });

  it('is found in the content block that a message holds', () => {
    const name = suggestionBlockName({ suggestionId: ID, week: '2026-W46', hash: '0123abcd' });
    expect(suggestionOfBlocks(`안녕하세요 {{content_blocks.\${${name}}}}`)).toBe(ID);
    expect(suggestionOfBlocks(`안녕하세요 ${name}`)).toBeUndefined();
  });
});

describe('a row of the message archive', () => {
  const row = {
    messageId: 'm1',
    campaign: 'fees',
    sentAt: '2026-11-09T10:00:00+09:00',
    channel: 'LMS',
    text: '수수료 안내',
    sent: '10',
    delivered: '9',
  };
  const read = (more: object) => SentMessageSchema.parse({ ...row, ...more }).suggestionId;

  it('knows its suggestion by the tag, in its own column or among the tags of the campaign', () => {
    expect(read({ suggestionId: ID })).toBe(ID);
    expect(read({ suggestionId: `voc:${ID}` })).toBe(ID);
    expect(read({ suggestionId: '', tags: `환급; voc:${ID}` })).toBe(ID);
    expect(read({ tags: ['환급', `voc:${ID}`] })).toBe(ID);
  });

  it('knows none where neither says one, and lets its own column decide', () => {
    expect(read({ tags: '환급' })).toBeUndefined();
    expect(read({ suggestionId: 'other', tags: `voc:${ID}` })).toBe('other');
  });
});
