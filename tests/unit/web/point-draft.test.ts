import { describe, expect, it } from 'vitest';
import {
  type PointDraft,
  stillOpen,
  type TrackedPoint,
  wishOf,
  withField,
} from '../../../web/src/point-draft.ts';

const point = (tracking: Partial<TrackedPoint['tracking']> = {}): TrackedPoint => ({
  code: 'trust',
  stage: 'signup',
  status: 'new',
  tracking: {
    since: '2026-11-12T00:00:00.000Z',
    owner: null,
    note: null,
    dueDate: null,
    experiment: null,
    ...tracking,
  },
});
const write = (fields: PointDraft, on: TrackedPoint) =>
  Object.entries(fields).reduce<PointDraft>(
    (draft, [field, value]) => withField(draft, on, field as keyof PointDraft, value),
    {},
  );

describe('what is sent of a point', () => {
  it('is what a person touched: an owner who was set meanwhile stays', () => {
    const draft = write({ note: ' ask the branch ' }, point());
    expect(wishOf(draft, point({ owner: 'Lee' }))).toEqual({ note: 'ask the branch' });
  });

  it('empties a field that a person emptied, and leaves one that was written back', () => {
    const read = point({ owner: 'Lee', note: 'earlier' });
    const draft = withField(write({ owner: '', note: 'other' }, read), read, 'note', 'earlier');
    expect(wishOf(draft, read)).toEqual({ owner: null });
  });

  it('is a status that can be chosen, where it is another one', () => {
    expect(wishOf(write({ status: 'resolved' }, point()), point())).toEqual({ status: 'resolved' });
    expect(wishOf({ status: 'new' }, point())).toEqual({});
  });
});

it('lets go of what was saved once the point says so, and keeps what was written since', () => {
  const draft = { owner: 'Lee ', note: 'written since' };
  expect(stillOpen(draft, point({ owner: 'Lee', note: 'saved' }))).toEqual({ note: 'written since' });
});
