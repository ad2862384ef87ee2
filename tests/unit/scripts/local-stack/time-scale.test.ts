import { expect, it } from 'vitest';
import { queueAttributes } from '../../../../scripts/local-stack/queue-server.ts';
import { QueueProperties } from '../../../../scripts/local-stack/resource-schemas.ts';
import { scaleEnvironment } from '../../../../scripts/local-stack/time-scale.ts';

const attributes = (properties: object, timeScale: number): Record<string, string> =>
  queueAttributes(
    { logicalId: 'Q', name: 'Q', url: '', arn: '', properties: QueueProperties.parse(properties) },
    timeScale,
  );

it('divides visibility and delay, keeps no wait as no wait and any wait at a second at least', () => {
  expect(attributes({ VisibilityTimeout: 360, DelaySeconds: 60 }, 1)).toMatchObject({
    VisibilityTimeout: '360',
    DelaySeconds: '60',
  });
  expect(attributes({ VisibilityTimeout: 360, DelaySeconds: 60 }, 100)).toMatchObject({
    VisibilityTimeout: '4',
    DelaySeconds: '1',
  });
  expect(attributes({}, 1000)).toMatchObject({ VisibilityTimeout: '1', DelaySeconds: '0' });
});

it('divides the windows that functions know by the same rule as the delay they must equal', () => {
  expect(scaleEnvironment({ DIRTY_WINDOW_SECONDS: '60', TABLE: 'Documents' }, 100)).toEqual({
    DIRTY_WINDOW_SECONDS: '1',
    TABLE: 'Documents',
  });
});
