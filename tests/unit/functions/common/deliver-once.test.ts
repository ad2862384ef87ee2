import { expect, it } from 'vitest';
import { deliverOnce } from '../../../../functions/common/deliver-once.ts';
import type { Delivery } from '../../../../shared/delivery/sink.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import type { DeliveryState } from '../../../../shared/storage/insight-repository.ts';

it('tells each sink once per content, and repeats only for the one that could not', async () => {
  const states = new Map<string, DeliveryState>();
  const told: string[] = [];
  let mailWorks = false;
  const deps = {
    insights: {
      getDelivery: async (subject: string) => states.get(subject),
      putDelivery: async (subject: string, state: DeliveryState) => void states.set(subject, state),
    },
    sinks: [
      { id: 'events', deliver: async () => void told.push('events') },
      {
        id: 'mail',
        deliver: async () => {
          if (!mailWorks) throw new VocError('delivery.failed', 'transient', 'Later.');
          told.push('mail');
        },
      },
    ],
  };
  const say = (content: string) =>
    deliverOnce(deps, { subject: '2026-W46', content, delivery: { kind: 'incident' } as Delivery });
  await expect(say('one')).rejects.toMatchObject({ code: 'delivery.failed', kind: 'transient' });
  mailWorks = true;
  expect(await say('one')).toBe(true);
  expect(told).toEqual(['events', 'mail']);
  expect(await say('one')).toBe(false);
  expect(await say('two')).toBe(true);
  expect(told).toEqual(['events', 'mail', 'events', 'mail']);
});
