import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { configuredRoot, ofType, synthesize, withSources } from './synthesized-stack.ts';

const PolicySchema = z.object({
  Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() })),
});

describe('configured sources', () => {
  it('run on their schedule, may read exactly the secrets they name, and are missed after a day', async () => {
    const { template } = await synthesize(configuredRoot(withSources));
    const schedules = JSON.stringify(ofType(template, 'AWS::Scheduler::Schedule'));
    expect(schedules).toContain('{\\"sourceId\\":\\"play\\"}');
    expect(schedules).toContain('{\\"messageSourceId\\":\\"braze\\"}');
    expect(schedules).not.toContain('apple-kr');

    const readersOf = (secret: string) =>
      ofType(template, 'AWS::IAM::Policy')
        .flatMap(({ id, resource }) =>
          PolicySchema.parse(resource.Properties.PolicyDocument).Statement.some((statement) =>
            JSON.stringify(statement.Resource).includes(`:secret:${secret}-??????`),
          )
            ? [id.replace(/(Handler)?Role.*/, '')]
            : [],
        )
        .sort();
    expect(readersOf('voc/sources/play')).toEqual(['CollectionCollect', 'CollectionWebhook']);
    expect(readersOf('voc/sources/braze')).toEqual(['CollectionImportMessages']);

    const stale = ofType(template, 'AWS::CloudWatch::Alarm').find(
      ({ resource }) => resource.Properties.AlarmName === 'voc-source-stale-play',
    );
    expect(stale?.resource.Properties).toMatchObject({
      MetricName: 'SourceSuccess',
      Period: 86_400,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  }, 120_000);

  it.each([
    ['an unknown connector', 'connector: google-play', 'connector: google-pley', 'google-pley'],
    ['a field that the connector does not know', 'packageName:', 'packageNam:', 'packageNam'],
    ['a missing secret', '    secret: voc/sources/play\n', '', 'needs the name of a secret'],
    [
      'the value of a secret in place of its name',
      'secret: voc/sources/play',
      'secret: "{x: 1}"',
      'the name of a secret',
    ],
  ])('stop the synthesis on %s', async (_, good, bad, told) => {
    const root = configuredRoot((yaml) => withSources(yaml).replace(good, bad));
    await expect(synthesize(root)).rejects.toThrow(told);
  });
});
