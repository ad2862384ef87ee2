import { describe, expect, it } from 'vitest';
import { configuredRoot, ofType, synthesize } from './synthesized-stack.ts';

const SINKS = `sinks:
  - { id: oncall, type: slack, secret: voc/sinks/oncall, channel: C0123456, carries: [incident] }
  - { id: braze, type: braze-content-block, secret: voc/sinks/braze, restHost: "https://rest.kr-01.braze.com" }
  - { id: bigin, type: csv, table: keywords }
`;

describe('configured sinks', () => {
  it('let each function read exactly the secrets of what it brings, and write exports only for CSV', async () => {
    const { template } = await synthesize(configuredRoot((yaml) => yaml.replace('sinks: []\n', SINKS)));
    const readersOf = (needle: string) =>
      ofType(template, 'AWS::IAM::Policy')
        .filter(({ resource }) => JSON.stringify(resource.Properties.PolicyDocument).includes(needle))
        .map(({ id }) => id.replace(/(Handler)?Role.*/, ''));
    expect(readersOf(':secret:voc/sinks/oncall-??????')).toEqual(['InsightDetectSpikes']);
    expect(readersOf(':secret:voc/sinks/braze-??????')).toEqual(['DeliveryPublishInsights']);
    expect(readersOf('/exports/*')).toEqual(['DeliveryPublishInsights']);
  }, 120_000);

  it('stop the synthesis on a field that is wrong', async () => {
    const root = configuredRoot((yaml) =>
      yaml.replace('sinks: []\n', SINKS.replace('channel: C0123456', 'channel: "#on-call"')),
    );
    await expect(synthesize(root)).rejects.toThrow('sinks.0.channel');
  });
});
