import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputDocumentSchema } from '../../../../../shared/domain/input-document.ts';
import { VocRecordSchema } from '../../../../../shared/domain/record.ts';
import { ID_REPLACED_ATTRIBUTE, toRecord } from '../../../../../shared/sources/record/to-record.ts';

const context = {
  connector: 'cs-inbox',
  keys: { current: 'k2', keys: { k1: 'first-secret', k2: 'second-secret' } },
  timeZone: 'Asia/Seoul',
  firstSeenAt: '2026-11-03T00:00:00.000Z',
  runId: 'run-1',
};
const record = (input: object, change: Partial<Parameters<typeof toRecord>[1]> = {}) =>
  toRecord(InputDocumentSchema.parse({ id: 'd-1', text: '좋아요', ...input }), { ...context, ...change });

describe('toRecord', () => {
  it('keeps nothing personal of author, text, title, device or attributes', () => {
    const made = record({
      source: 'ticket',
      date: '2026-11-02',
      text: '제 번호 010-2345-6789 로 연락 주세요',
      title: 'mina.kim@example.com 문의',
      device: '010-2345-6789 폰',
      author: { displayName: '별빛고래', email: 'mina.kim@example.com', phone: '010-2345-6789' },
      attributes: { memo: '메일은 mina.kim@example.com', visits: 3 },
    });
    expect(VocRecordSchema.parse(made)).toEqual(made);
    expect(JSON.stringify(made)).not.toMatch(/2345|mina|별빛고래/);
    expect(made.text).toContain('[전화번호]');
    expect(made.attributes).toMatchObject({ visits: 3 });
    expect(made.identifiers.map(({ kind, role }) => `${kind}/${role}`)).toEqual(
      expect.arrayContaining(['email/author', 'phone/author', 'nickname/author']),
    );
  });

  it('keeps nothing personal of a drop, a version, or the name or number of an attribute', () => {
    const made = record(
      {
        id: '010-2345-6789-2',
        appVersion: '4.12.1 mina.kim@example.com',
        attributes: { '메모 010-2345-6789': 'x', phone: 1_023_456_789, abroad: 821_023_456_789, visits: 3 },
      },
      { connector: 'answers 010-2345-6789' },
    );
    expect(JSON.stringify({ ...made, firstSeenAt: null })).not.toMatch(/2345|mina/);
    expect(made).toMatchObject({
      connector: 'answers [전화번호]',
      appVersion: '4.12.1 [이메일]',
      attributes: { phone: '[전화번호]', visits: 3 },
    });
    expect(record({ appVersion: '4.12.1.7', attributes: { at: 1_764_000_000 } })).toMatchObject({
      appVersion: '4.12.1.7',
      attributes: { at: 1_764_000_000 },
    });
  });

  it('does not take an address in the text as the own one of somebody who left another', () => {
    const roles = (input: object) =>
      record({ source: 'ticket', text: '제 메일은 byeol@example.com 입니다', ...input })
        .identifiers.filter(({ kind }) => kind === 'email')
        .map(({ role }) => role);
    expect(roles({})).toEqual(['author']);
    expect(roles({ author: { email: 'mina.kim@example.com' } })).toEqual(['author', 'unknown']);
    expect(roles({ author: { email: 'Byeol@example.com' } })).toEqual(['author']);
  });

  it('says how exactly the time is known, in the business zone', () => {
    expect(record({ date: '2026-11-02' })).toMatchObject({
      publishedAt: '2026-11-01T15:00:00.000Z',
      publishedAtPrecision: 'day',
    });
    expect(record({ publishedAt: '2026-11-02 09:30' })).toMatchObject({
      publishedAt: '2026-11-02T00:30:00.000Z',
      publishedAtPrecision: 'instant',
    });
    expect(record({})).toMatchObject({
      publishedAt: context.firstSeenAt,
      publishedAtPrecision: 'first-seen',
    });
  });

  it('keeps an ordinary id verbatim and replaces one that holds personal data', () => {
    expect(record({ id: '20261102-123456789012' }).id).toBe('20261102-123456789012');
    const replaced = record({ id: 'mina.kim@example.com/1' });
    expect(replaced.id).toMatch(/^hmac-[0-9a-f]{32}$/);
    expect(replaced.attributes?.[ID_REPLACED_ATTRIBUTE]).toBe(true);
  });

  it('drops the URL unless the connector declares it free of user ids', () => {
    const url = 'https://example.com/u/1';
    expect(record({ url }).url).toBeUndefined();
    expect(record({ url }, { keepUrl: true }).url).toBe(url);
  });

  it('gives an edit another content hash, and a redaction or another run none', () => {
    const first = record({ text: '제 번호 010-2345-6789' });
    expect(record({ text: '제 번호 010-2345-6780' }).contentHash).not.toBe(first.contentHash);
    expect(record({ text: '제 번호 010-2345-6789' }, { runId: 'run-2' }).contentHash).toBe(first.contentHash);
    const newKey = { current: 'k3', keys: { ...context.keys.keys, k3: 'third-secret' } };
    expect(record({ text: '제 번호 010-2345-6789' }, { keys: newKey }).contentHash).toBe(first.contentHash);
  });

  it('takes any text, and what it makes always fits the queue', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), (text) => {
        fc.pre(text.trim() !== '');
        const made = record({ text });
        expect(VocRecordSchema.safeParse(made).success).toBe(true);
        expect(made.text.isWellFormed()).toBe(true);
        expect(made.text).not.toMatch(/[\uFFFE\uFFFF]/);
      }),
    );
  });
});
