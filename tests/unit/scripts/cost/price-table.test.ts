import { describe, expect, it } from 'vitest';
import { PRICES, type Price } from '../../../../scripts/cost/price-table.ts';

describe('the price table', () => {
  it('names for each figure an address of AWS and the day on which it was read', () => {
    for (const [name, price] of Object.entries<Price>(PRICES)) {
      expect
        .soft(price.source, name)
        .toMatch(/^https:\/\/(aws\.amazon\.com|pricing\.us-east-1\.amazonaws\.com)\//);
      expect.soft(price.readOn, name).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect.soft(price.usd, name).toBeGreaterThan(0);
    }
  });

  it('takes the list of Seoul, or says by which factor another was raised', () => {
    for (const [name, price] of Object.entries<Price>(PRICES)) {
      const global = /cloudwatch\/pricing|lambda\/pricing|AmazonCloudFront|cognito/.test(price.source);
      expect
        .soft(global || price.source.includes('ap-northeast-2') || (price.estimatedBy ?? 0) > 1, name)
        .toBe(true);
    }
  });
});
