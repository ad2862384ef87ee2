import { describe, expect, it } from 'vitest';
import {
  type Changes,
  draftOf,
  findingsByEntry,
  sentEntries,
  withChange,
} from '../../../web/src/settings-draft.ts';

const entry = (key: string, more: { added?: boolean; edited?: boolean } = {}) => ({
  key,
  value: `${key} now`,
  added: false,
  edited: false,
  ...more,
});
const entries = [entry('trust'), entry('price', { edited: true }), entry('branch', { added: true })];
const sent = (changes: Changes<string>) => sentEntries(draftOf(entries, changes)).map(({ key }) => key);

describe('what is sent to be saved', () => {
  it('is all that differs from what was deployed, so that nothing saved earlier is lost', () => {
    expect(sent({})).toEqual(['price', 'branch']);
    expect(sent({ trust: { kind: 'set', value: 'other' } })).toEqual(['trust', 'price', 'branch']);
    expect(sent({ 'new 1': { kind: 'set', value: 'fresh' } })).toEqual(['price', 'branch', 'new 1']);
  });

  it('leaves out what goes back to what was deployed', () => {
    expect(sent({ price: { kind: 'back' }, branch: { kind: 'back' } })).toEqual([]);
  });
});

describe('changes', () => {
  it('are laid on what somebody else has saved meanwhile', () => {
    const changes: Changes<string> = { trust: { kind: 'set', value: 'mine' } };
    const theirs = [...entries, entry('queue', { added: true })];
    expect(draftOf(theirs, changes).map(({ key, value }) => [key, value])).toEqual([
      ['trust', 'mine'],
      ['price', 'price now'],
      ['branch', 'branch now'],
      ['queue', 'queue now'],
    ]);
  });

  it('that change nothing are none', () => {
    const at = { key: 'trust', before: 'trust now' };
    const one = withChange({}, at, { kind: 'set', value: 'other' });
    expect(Object.keys(one)).toEqual(['trust']);
    expect(withChange(one, at, { kind: 'set', value: 'trust now' })).toEqual({});
    expect(withChange(one, at, null)).toEqual({});
  });

  it('of a new entry that is taken back leave nothing', () => {
    expect(draftOf(entries, { 'new 1': { kind: 'back' } })).toHaveLength(entries.length);
  });
});

it('finds the entry of a finding by its place in what was sent', () => {
  const message = { ko: '비어 있음', en: 'empty' };
  const findings = [
    { path: 'codes.1.phrases.0', message },
    { path: 'codes.1.name.ko', message },
    { path: 'codes', message },
    { path: 'codes.9.code', message },
  ];
  const found = findingsByEntry(findings, 'codes', [{ key: 'price' }, { key: 'new 1' }]);
  expect(Object.keys(found).sort()).toEqual(['', 'new 1']);
  expect(found['new 1']?.map(({ field }) => field)).toEqual(['phrases.0', 'name.ko']);
  expect(found['']).toHaveLength(2);
});
