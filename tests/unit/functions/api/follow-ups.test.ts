import { describe, expect, it } from 'vitest';
import { customerRef } from '../../../../shared/domain/document-identity.ts';
import { FollowUpOverviewSchema, FollowUpPageSchema } from '../../../../shared/domain/follow-up-list.ts';
import { makeApi } from './api-world.ts';
import { fullWorld } from './full-world.ts';

describe('the overview of the lists of customers', () => {
  it('says how many stand on each, and why others do not, and names nobody', async () => {
    const { as, lookups } = makeApi(fullWorld());
    const overview = FollowUpOverviewSchema.parse(await (await as(['cx'])('/v1/follow-up-lists')).json());
    expect(overview.lists.map(({ list, customers }) => `${list} ${customers}`)).toEqual([
      'fast-follow 3',
      'repeat-complaints 0',
      'churn-risk 0',
      'hold 0',
      'audience 1',
    ]);
    expect(overview.lists.at(-1)?.files).toEqual(['audience.csv', 'audience-braze.ndjson']);
    expect(overview.notWrittenTo).toMatchObject({ withoutConsent: 4, onHold: 1 });
    expect(lookups).toEqual([]);
  });

  it('says so where nothing has been made yet', async () => {
    const overview = FollowUpOverviewSchema.parse(
      await (await makeApi().as(['cx'])('/v1/follow-up-lists')).json(),
    );
    expect(overview.lists.map(({ generatedAt }) => generatedAt)).toEqual([null, null, null, null, null]);
    expect((await makeApi().as(['cx'])('/v1/follow-up-lists/hold')).status).toBe(404);
  });
});

describe('a list of customers', () => {
  it('is read in pages, and only those who are shown are recorded as looked up', async () => {
    const { as, lookups } = makeApi(fullWorld());
    const first = FollowUpPageSchema.parse(
      await (await as(['cx'])('/v1/follow-up-lists/fast-follow?limit=2')).json(),
    );
    expect(first.entries.map(({ customerId }) => customerId)).toEqual(['C-7', 'C-3']);
    expect(lookups.map(({ action, customerRefs }) => [action, customerRefs])).toEqual([
      ['follow-ups', ['C-7', 'C-3'].map(customerRef)],
    ]);
    const second = FollowUpPageSchema.parse(
      await (await as(['cx'])(`/v1/follow-up-lists/fast-follow?limit=2&cursor=${first.nextCursor}`)).json(),
    );
    expect(second).toMatchObject({ entries: [{ customerId: 'C-5' }], nextCursor: null });
  });

  it('begins anew where it was made anew between two pages', async () => {
    const world = fullWorld();
    const read = world.overrides.followUps.read;
    let made = '2026-11-16T00:00:00.000Z';
    const followUps = {
      read: async (file: string) =>
        Buffer.from((await read(file)).toString('utf8').replaceAll('2026-11-16T00:00:00.000Z', made)),
    };
    const { as } = makeApi({ ...world, overrides: { ...world.overrides, followUps } });
    const page = async (query: string) =>
      FollowUpPageSchema.parse(
        await (await as(['cx'])(`/v1/follow-up-lists/fast-follow?limit=2${query}`)).json(),
      );
    const { nextCursor } = await page('');
    made = '2026-11-16T01:00:00.000Z';
    expect((await page(`&cursor=${nextCursor}`)).entries.map(({ customerId }) => customerId)).toEqual([
      'C-7',
      'C-3',
    ]);
  });

  it('as a file is a look-up of those who are in it, and of nobody else', async () => {
    const { as, lookups } = makeApi(fullWorld());
    expect((await as(['cx'])('/v1/follow-ups/hold.csv')).status).toBe(200);
    expect(lookups).toEqual([]);
    await as(['cx'])('/v1/follow-ups/fast-follow.csv');
    expect(lookups.map(({ customerRefs }) => customerRefs)).toEqual([['C-7', 'C-3', 'C-5'].map(customerRef)]);
  });

  it('of an audience says what to write; its file for Braze is a look-up of those who left as well', async () => {
    const { as, lookups } = makeApi(fullWorld());
    const page = FollowUpPageSchema.parse(await (await as(['admin'])('/v1/follow-up-lists/audience')).json());
    expect(page.entries[0]).toMatchObject({ customerId: 'C-7', code: 'price', guide: expect.any(String) });
    const file = await as(['admin'])('/v1/follow-ups/audience-braze.ndjson');
    expect(file.headers.get('content-type')).toContain('application/x-ndjson');
    expect(lookups.at(-1)?.customerRefs).toEqual(['C-7', 'C-9'].map(customerRef));
  });
});
