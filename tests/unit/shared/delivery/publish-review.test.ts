import { describe, expect, it } from 'vitest';
import { deliverToAll } from '../../../../shared/delivery/publish-review.ts';
import { createReportStore } from '../../../../shared/delivery/report-store.ts';
import type { Delivery, DeliveryContext } from '../../../../shared/delivery/sink.ts';
import { createEventBridgeSink } from '../../../../shared/delivery/sinks/eventbridge.ts';
import { createSesMailSink } from '../../../../shared/delivery/sinks/ses-mail.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import { makeReview, TAXONOMY } from './review-factory.ts';

const review = makeReview({ quote: '본인인증이 계속 실패해요' });
const delivery: Delivery = {
  kind: 'weekly-review',
  review,
  published: {
    week: review.week,
    reviewKey: 'reviews/2026-W46/review.json',
    pointIds: ['auth.verification'],
    suggestionIds: ['k1'],
  },
  files: [],
  url: 'https://voc.example.com/reviews/2026-W46',
};

const context: DeliveryContext = { deliveryId: 'd1', keep: () => undefined };

/** A client that records commands and answers with one value or error. */
function client(answer: object | Error) {
  const sent: { input: Record<string, unknown> }[] = [];
  const send = async (command: { input: Record<string, unknown> }) => {
    sent.push(command);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { sent, send: send as never };
}

function inputOf({ sent }: ReturnType<typeof client>): Record<string, unknown> {
  return sent[0]?.input ?? {};
}

const named = (name: string) => Object.assign(new Error('secret detail'), { name });

describe('deliverToAll', () => {
  it('brings a delivery to every sink, also when one of them fails', async () => {
    const seen: string[] = [];
    const outcome = await deliverToAll(
      delivery,
      [
        { id: 'broken', deliver: () => Promise.reject(new TypeError('boom')) },
        { id: 'good', deliver: async ({ kind }) => void seen.push(kind) },
      ],
      () => context,
    );
    expect(seen).toEqual(['weekly-review']);
    expect(outcome.delivered).toEqual(['good']);
    expect(outcome.failed[0]?.error).toMatchObject({
      code: 'delivery.failed',
      details: { sink: 'broken', reason: 'TypeError' },
    });
  });

  it('is stopped neither by a sink that throws at once', async () => {
    const outcome = await deliverToAll(
      delivery,
      [
        {
          id: 'broken',
          deliver: () => {
            throw named('ThrottlingException');
          },
        },
      ],
      () => context,
    );
    expect(outcome.failed[0]?.error).toMatchObject({ kind: 'transient' });
  });
});

describe('the EventBridge sink', () => {
  it('sends ids and keys, and no words of customers', async () => {
    const bus = client({ Entries: [{}] });
    await createEventBridgeSink({ client: bus, busName: 'voc' }).deliver(delivery, context);
    const [entry] = inputOf(bus).Entries as {
      DetailType: string;
      Detail: string;
      EventBusName: string;
    }[];
    expect(entry).toMatchObject({ DetailType: 'voc.insights.published', EventBusName: 'voc' });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual(delivery.published);
    expect(JSON.stringify(bus.sent[0]?.input)).not.toContain('실패해요');
  });

  it('takes a refused entry for a failure, although the call succeeded', async () => {
    const sink = createEventBridgeSink({
      client: client({ Entries: [{ ErrorCode: 'ThrottlingException' }] }),
      busName: 'voc',
    });
    await expect(sink.deliver(delivery, context)).rejects.toMatchObject({
      code: 'delivery.failed',
      kind: 'transient',
    });
  });
});

describe('the mail sink', () => {
  it('sends what changed, as text and as escaped HTML, with the link', async () => {
    const ses = client({});
    const mail = createSesMailSink({
      client: ses,
      language: 'ko',
      from: 'voc@example.com',
      to: ['cx@example.com'],
      taxonomy: TAXONOMY,
      timeZone: 'Asia/Seoul',
    });
    await mail.deliver(
      {
        ...delivery,
        review: makeReview({ brand: '<b>돌려받기</b>\r\nBcc: x@example.com' }),
      },
      context,
    );
    const { Simple } = inputOf(ses).Content as {
      Simple: { Subject: { Data: string }; Body: { Text: { Data: string }; Html: { Data: string } } };
    };
    expect(Simple.Subject.Data).not.toMatch(/[\r\n]/);
    expect(Simple.Body.Text.Data).toContain('고객 목소리는 203건');
    expect(Simple.Body.Text.Data).toContain(delivery.url);
    expect(Simple.Body.Html.Data).not.toContain('<b>');
  });

  it('tells a refusal that only a person can heal from one that heals itself', async () => {
    const sink = (error: Error) =>
      createSesMailSink({
        client: client(error),
        language: 'ko',
        from: 'a@example.com',
        to: ['b@example.com'],
        taxonomy: TAXONOMY,
        timeZone: 'Asia/Seoul',
      });
    await expect(sink(named('MessageRejected')).deliver(delivery, context)).rejects.toMatchObject({
      kind: 'permanent',
    });
    await expect(sink(named('TooManyRequestsException')).deliver(delivery, context)).rejects.toMatchObject({
      kind: 'transient',
    });
    const error = await sink(named('MessageRejected'))
      .deliver(delivery, context)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(VocError);
    expect((error as VocError).message).not.toContain('secret detail');
  });
});

describe('the report store', () => {
  it('writes privately, and reports a failure as one of delivery', async () => {
    const s3 = client({});
    await createReportStore({ client: s3, bucket: 'reports' }).write(
      'reviews/a/review.html',
      '<html>',
      'text/html; charset=utf-8',
    );
    expect(s3.sent[0]?.input).toMatchObject({
      Bucket: 'reports',
      Key: 'reviews/a/review.html',
      CacheControl: 'private, no-store',
    });
    const broken = createReportStore({ client: client(named('AccessDeniedException')), bucket: 'reports' });
    await expect(broken.write('k', 'x', 'text/plain')).rejects.toMatchObject({
      code: 'delivery.failed',
      kind: 'permanent',
    });
  });
});
