import { describe, expect, it } from 'vitest';
import { CustomerRowSchema } from '../../../../shared/domain/customer.ts';
import { LearntSchema } from '../../../../shared/domain/learnt.ts';
import { expectedOutside } from '../../../../shared/linking/expected-holders.ts';
import { CustomerFileLearner } from '../../../../shared/linking/learn-statistics.ts';

const row = (id: string, given: Record<string, unknown>) =>
  CustomerRowSchema.parse({ customerId: id, consentAnalytics: 'true', ...given });

describe('CustomerFileLearner', () => {
  it('learns how often values are held, by people rather than accounts', () => {
    const learner = new CustomerFileLearner();
    learner.add(row('1', { name: '한지민', nickname: '푸른바다', deviceModel: 'Galaxy S23' }));
    learner.add(row('2', { name: '한 지민', nickname: '푸른 바다', deviceModel: 'SM-S911N' }));
    learner.add(row('3', { name: '고은별', nickname: '푸른바다😊', deviceModel: '아이폰 14' }));
    learner.add(row('4', { name: '나도윤', nickname: 'tiger8391', deviceModel: '' }));
    const { statistics } = learner.learnt();
    expect(statistics.nicknames.hangul0).toEqual({ once: 0, twice: 1, values: 1 });
    expect(statistics.nicknames.latin4).toEqual({ once: 1, twice: 0, values: 1 });
    expect(statistics.devices).toEqual({ s23: 2 / 3, iphone14: 1 / 3 });
  });

  it('keeps to its memory, counts a sample of more, and the same one in any order', () => {
    const rows = Array.from({ length: 6_000 }, (_, index) =>
      // One nickname of three is held by two people.
      row(String(index), { nickname: `tiger${1_000 + (index % 4_500)}`, name: '' }),
    );
    const teach = (given: typeof rows) => {
      const learner = new CustomerFileLearner(500);
      for (const one of given) learner.add(one);
      return learner.learnt().statistics.nicknames.latin4;
    };
    const counts = teach(rows);
    expect(teach([...rows].reverse())).toEqual(counts);
    expect(counts?.values).toBeGreaterThan(3_600);
    expect(counts?.values).toBeLessThan(5_400);
    expect((counts?.twice ?? 0) / (counts?.values ?? 1)).toBeCloseTo(1 / 3, 1);
  });

  it('teaches nothing that tells of anybody', () => {
    const learner = new CustomerFileLearner();
    for (let index = 0; index < 60; index += 1) {
      const no = `AB-${240_900_000 + index * 7_919}`;
      learner.add(
        row(String(index), {
          name: '한지민',
          nickname: `tiger${1_000 + index}`,
          orders: [{ no, date: '2026-01-01' }],
        }),
      );
    }
    const learnt = learner.learnt();
    expect(LearntSchema.parse(learnt)).toEqual(learnt);
    expect(JSON.stringify(learnt)).not.toMatch(/한지민|jimin|tiger|24090/);
  });
});

describe('expectedOutside', () => {
  it('expects few others with a handle of a shape that is hardly ever seen twice', () => {
    expect(expectedOutside(1, { once: 1_000, twice: 1, values: 1_001 })).toBeLessThan(0.01);
    expect(expectedOutside(1, { once: 800, twice: 200, values: 1_100 })).toBeGreaterThan(0.1);
    expect(expectedOutside(9, undefined)).toBeGreaterThan(4);
  });

  it('takes nothing for rare that was hardly seen', () => {
    expect(expectedOutside(1, undefined)).toBeGreaterThan(0.1);
  });
});
