import { describe, expect, it } from 'vitest';
import { LinkProfileSchema } from '../../../../shared/domain/link-profile.ts';
import { type VoiceTraits, weighHolders } from '../../../../shared/linking/weak-evidence.ts';

const STATISTICS = {
  customers: 5_000,
  nicknames: { hangul0: { once: 800, twice: 200, values: 1_100 } },
  names: { once: 500, twice: 200, values: 900 },
  devices: { s23: 0.05, iphone14: 0.03 },
  weeklyBuyers: 0.06,
};
const A = LinkProfileSchema.parse({
  device: 'iphone14',
  appVersion: '3.10.0',
  signupDay: '2026-01-05',
  purchaseDays: ['2026-06-01'],
  nicknameShape: 'hangul0',
});
const VOICE: VoiceTraits = { day: '2026-06-04', device: 'iphone14', appVersion: '3.9.1' };
const weigh = (voice: Partial<VoiceTraits>, more: Record<string, typeof A> = {}) =>
  weighHolders(
    { kind: 'nickname', customerIds: ['A', ...Object.keys(more)] },
    { ...VOICE, ...voice },
    new Map(Object.entries({ A, ...more })),
    STATISTICS,
  );

describe('weighHolders', () => {
  it('has enough in nickname, device and a purchase in the week before', () => {
    const found = weigh({});
    expect(found).toMatchObject({ customerId: 'A', sufficient: true, consistent: true, agreesOn: 'both' });
    expect(found?.lookAlikes).toBeLessThan(0.01);
  });

  it.each([
    ['the device alone', { day: '2026-07-04' }, 'device'],
    ['the purchase alone', { device: null }, 'purchase'],
    ['neither', { day: '2026-07-04', device: null }, 'nothing'],
  ])('has not enough in %s', (_, voice, agreesOn) => {
    expect(weigh(voice)).toMatchObject({ sufficient: false, agreesOn });
  });

  it('sees that another device speaks against it', () => {
    expect(weigh({ device: 's23' })).toMatchObject({ consistent: false });
  });

  it('rules out who had not signed up, and who never had so new an app', () => {
    expect(weigh({ day: '2026-01-04' })).toBeNull();
    expect(weigh({ appVersion: '3.11.0' })).toBeNull();
    expect(weigh({ appVersion: '3.10.0' })).not.toBeNull();
  });

  it('counts every holder that could be meant as well', () => {
    const twin = weigh({}, { B: { ...A } });
    expect(twin?.lookAlikes).toBeGreaterThan(0.9);
    expect(twin?.probability).toBeLessThan(0.55);
    expect(weigh({}, { B: { ...A, device: 's23' } })?.lookAlikes).toBeLessThan(0.05);
  });
});
