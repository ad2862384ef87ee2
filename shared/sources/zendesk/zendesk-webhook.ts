import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import { readConfig } from '../access/read-config.ts';
import { parseJson, readItem } from '../access/read-json.ts';
import type { SourceWebhook, WebhookDelivery } from '../contract.ts';
import { ZendeskConfigSchema } from './zendesk-config.ts';
import { readTicket, TicketSchema, ZendeskIdSchema, ZendeskTimeSchema } from './zendesk-ticket.ts';

const MAX_AGE_MS = 5 * 60_000;
const NOTHING = { documents: [] } as const;

const SigningSecretSchema = z.object({ webhookSigningSecret: z.string().min(1) });

const EventSchema = z.object({
  type: z.string(),
  /** `zen:ticket:123` */
  subject: z.string().nullish().catch(null),
  time: ZendeskTimeSchema.nullish().catch(null),
  detail: z.unknown(),
});
type TicketEvent = z.infer<typeof EventSchema>;

const DeletedTicketSchema = z.object({
  id: ZendeskIdSchema.nullish().catch(null),
  created_at: ZendeskTimeSchema.nullish().catch(null),
});

/**
 * Reads one ticket event. A new ticket comes at once, without its author, whom an event does not name; the next run
 * brings it with its author, and brings everything that the other events tell.
 * @see https://developer.zendesk.com/documentation/webhooks/verifying
 */
export const zendeskWebhook: SourceWebhook = {
  receive(delivery, config, secret) {
    const settings = readConfig(ZendeskConfigSchema, config);
    verify(delivery, secret);
    if (delivery.body.length === 0) return NOTHING;
    const body = parseJson(new TextDecoder().decode(delivery.body));
    if (body === undefined) {
      throw new VocError(
        'record.bad-json',
        'permanent',
        'The body is not JSON. Choose JSON for the webhook.',
      );
    }
    const event = EventSchema.safeParse(body).data;
    if (event === undefined) return NOTHING;
    switch (event.type.replace(/^zen:event-type:/, '')) {
      case 'ticket.created':
        return created(event, settings);
      case 'ticket.soft_deleted':
      case 'ticket.permanently_deleted':
        return deleted(event, settings.app, delivery.now);
      default:
        return NOTHING;
    }
  },
};

function created(
  event: TicketEvent,
  settings: z.infer<typeof ZendeskConfigSchema>,
): ReturnType<SourceWebhook['receive']> {
  const read = readItem(TicketSchema, event.detail);
  if (!read.ok)
    return { documents: [], problems: [{ ...read.problem, field: `detail.${read.problem.field}` }] };
  const { document, erasure, problem } = readTicket(read.item, settings);
  return {
    documents: document === undefined ? [] : [document],
    ...(erasure === undefined ? {} : { erasures: [erasure] }),
    ...(problem === undefined ? {} : { problems: [problem] }),
  };
}

function deleted(
  event: TicketEvent,
  app: string | undefined,
  now: Date,
): ReturnType<SourceWebhook['receive']> {
  const detail = DeletedTicketSchema.safeParse(event.detail).data;
  const id = detail?.id ?? /^zen:ticket:(\d{1,20})$/.exec(event.subject ?? '')?.[1];
  if (id === undefined) {
    const message = 'The event of a deleted ticket names no ticket.';
    return { documents: [], problems: [{ field: 'detail.id', message }] };
  }
  const erasure = {
    id,
    ...(app === undefined ? {} : { app }),
    ...(typeof detail?.created_at === 'string' ? { publishedAt: detail.created_at } : {}),
    erasedAt: event.time ?? now.toISOString(),
  };
  return { documents: [], erasures: [erasure] };
}

/** The signature covers the time and the raw body with nothing between: base64 of HMAC-SHA-256. */
function verify({ headers, body, now }: WebhookDelivery, secret: unknown): void {
  const signingSecret = SigningSecretSchema.safeParse(secret).data?.webhookSigningSecret;
  if (signingSecret === undefined) {
    throw new VocError(
      'webhook.bad-signature',
      'permanent',
      'The secret of this source has no webhookSigningSecret. Add it as docs/connectors/zendesk.md says.',
    );
  }
  const timestamp = headers['x-zendesk-webhook-signature-timestamp'] ?? '';
  const given = Buffer.from(headers['x-zendesk-webhook-signature'] ?? '', 'base64');
  const expected = createHmac('sha256', signingSecret).update(timestamp).update(body).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new VocError(
      'webhook.bad-signature',
      'permanent',
      'The signature of the webhook does not fit. Check webhookSigningSecret in the secret of this source.',
    );
  }
  const sentAt = ZendeskTimeSchema.safeParse(timestamp).data;
  if (sentAt === undefined || Math.abs(now.getTime() - Date.parse(sentAt)) > MAX_AGE_MS) {
    throw new VocError(
      'webhook.stale',
      'permanent',
      'The webhook was signed more than five minutes away from now. It is not taken.',
    );
  }
}
