import { describe, expect, it } from 'vitest';
import { deliverToSinks } from '../../../../functions/common/deliver-to-sinks.ts';
import type { Delivery, DeliveryContext, Sink } from '../../../../shared/delivery/sink.ts';
import { type ErrorKind, VocError } from '../../../../shared/domain/errors.ts';
import type { DeliveryState } from '../../../../shared/storage/insight-repository.ts';

const delivery = { kind: 'incident' } as Delivery;
const START = Date.parse('2026-11-16T00:00:00.000Z');

/** Two sinks, of which `mail` answers as the test says, and a clock that the test moves. */
function world() {
  const states = new Map<string, DeliveryState>();
  const told: string[] = [];
  const contexts: DeliveryContext[] = [];
  const now = { minutes: 0 };
  const mail: { fails?: { kind: ErrorKind; retryAfterMs?: number } } = {};
  const sinks: Sink[] = [
    { id: 'events', deliver: async () => void told.push('events') },
    {
      id: 'mail',
      deliver: async (_delivery, context) => {
        contexts.push(context);
        if (mail.fails !== undefined) {
          const { kind, ...wait } = mail.fails;
          context.keep({ half: 'done' });
          throw new VocError('delivery.failed', kind, 'No.', { details: { reason: 'why' }, ...wait });
        }
        told.push('mail');
      },
    },
    { id: 'drafts', carries: ['draft'], deliver: async () => void told.push('drafts') },
  ];
  const deps = {
    sinks,
    insights: {
      getDelivery: async (subject: string) => states.get(subject),
      putDelivery: async (subject: string, state: DeliveryState) => void states.set(subject, state),
    },
    clock: () => new Date(START + now.minutes * 60_000),
  };
  return { states, told, contexts, now, mail, deps };
}
const what = { subject: '2026-W46', content: 'one', delivery };
const stateOf = ({ states }: ReturnType<typeof world>) =>
  states.get('2026-W46|mail') ?? [...states.values()][1];

describe('deliverToSinks', () => {
  it('tells each sink once per content, and repeats only for the one that could not', async () => {
    const { deps, told, mail, now } = world();
    mail.fails = { kind: 'transient' };
    expect(await deliverToSinks(deps, what)).toMatchObject({ delivered: ['events'], failed: ['mail'] });
    delete mail.fails;
    now.minutes = 1;
    expect(await deliverToSinks(deps, what)).toMatchObject({ delivered: ['mail'], failed: [] });
    expect(await deliverToSinks(deps, what)).toMatchObject({ delivered: [], failed: [] });
    await deliverToSinks(deps, { ...what, content: 'two' });
    expect(told).toEqual(['events', 'mail', 'events', 'mail']);
  });

  it('gives a sink only the kinds that it carries', async () => {
    const { deps, told } = world();
    await deliverToSinks(deps, what);
    await deliverToSinks(deps, { ...what, subject: 'd', delivery: { kind: 'draft' } as Delivery });
    expect(told.sort()).toEqual(['drafts', 'events', 'events', 'mail', 'mail']);
  });

  it('waits twice as long each time, and never less than the sink asks for', async () => {
    const { deps, mail, now } = world();
    mail.fails = { kind: 'transient' };
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const { retryAt } = await deliverToSinks(deps, what);
      const next = ((retryAt?.getTime() ?? 0) - START) / 60_000;
      waits.push(next - now.minutes);
      now.minutes = next;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    mail.fails = { kind: 'rate', retryAfterMs: 2 * 3_600_000 };
    const { retryAt } = await deliverToSinks(deps, what);
    expect(((retryAt?.getTime() ?? 0) - START) / 60_000 - now.minutes).toBe(120);
  });

  it('leaves a sink alone until its wait is over', async () => {
    const { deps, mail, now, contexts } = world();
    mail.fails = { kind: 'rate', retryAfterMs: 600_000 };
    await deliverToSinks(deps, what);
    now.minutes = 9;
    expect(await deliverToSinks(deps, what)).toMatchObject({
      delivered: [],
      failed: [],
      retryAt: new Date(START + 600_000),
    });
    expect(contexts).toHaveLength(1);
  });

  it('gives up after a day', async () => {
    const box = world();
    box.mail.fails = { kind: 'transient' };
    for (let hour = 0; hour <= 25; hour += 1) {
      box.now.minutes = hour * 60;
      await deliverToSinks(box.deps, what);
    }
    expect(stateOf(box)).toMatchObject({ state: 'given-up', reason: 'why' });
    const attempts = box.contexts.length;
    expect(await deliverToSinks(box.deps, what)).toMatchObject({ delivered: [], failed: [] });
    expect(box.contexts).toHaveLength(attempts);
  });

  it.each(['permanent', 'auth', 'config'] as const)(
    'does not repeat a %s refusal by itself, only for other content or when a person asks',
    async (kind) => {
      const box = world();
      box.mail.fails = { kind };
      expect(await deliverToSinks(box.deps, what)).toMatchObject({ delivered: ['events'], failed: [] });
      box.now.minutes = 600;
      await deliverToSinks(box.deps, what);
      expect(box.contexts).toHaveLength(1);
      expect(stateOf(box)).toMatchObject({ state: 'refused' });
      delete box.mail.fails;
      expect(await deliverToSinks(box.deps, { ...what, askedAgain: true })).toMatchObject({
        delivered: ['mail'],
        failed: [],
      });
      expect(box.told).toEqual(['events', 'mail']);
    },
  );

  it('gives a sink back what it kept, also of an attempt that failed, under the same id', async () => {
    const { deps, mail, now, contexts } = world();
    mail.fails = { kind: 'transient' };
    await deliverToSinks(deps, what);
    delete mail.fails;
    now.minutes = 1;
    await deliverToSinks(deps, what);
    await deliverToSinks(deps, { ...what, content: 'two' });
    expect(contexts.map(({ receipt }) => receipt)).toEqual([undefined, { half: 'done' }, { half: 'done' }]);
    const [first, second, third] = contexts.map(({ deliveryId }) => deliveryId);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});
