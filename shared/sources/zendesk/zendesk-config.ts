import * as z from 'zod';
import { IsoTimeSchema } from '../../domain/input-document.ts';

/** The `config` of a Zendesk source in `voc.config.yaml`. */
export const ZendeskConfigSchema = z.strictObject({
  /** `{subdomain}.zendesk.com` */
  subdomain: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'the name before .zendesk.com'),
  /** The name under which the product appears in reports. */
  app: z.string().min(1).max(200).optional(),
  /** A day or an ISO 8601 time from which the first run collects; default: 90 days before it. */
  since: IsoTimeSchema.optional(),
  /** Tickets per request of the export; fewer where answers are too large or too slow. */
  perPage: z.int().min(1).max(1_000).default(1_000),
  /** `all`: the requester's later public comments too; `first`: the description alone, with no request per ticket. */
  comments: z.enum(['all', 'first']).default('all'),
  /** Tickets that came in by these channels (`via.channel`) are left out. */
  excludeChannels: z.array(z.string().min(1)).default([]),
  /** Tickets with any of these tags are left out. */
  excludeTags: z.array(z.string().min(1)).default([]),
  /** For comments; the plan's limit is shared with everything else that uses the account. */
  requestsPerMinute: z.int().min(1).max(2_500).default(200),
  /** For the export: 10, or 30 with the High Volume add-on. */
  exportRequestsPerMinute: z.int().min(1).max(30).default(10),
  /** For tests and proxies. */
  baseUrl: z.url().optional(),
});
export type ZendeskConfig = z.infer<typeof ZendeskConfigSchema>;
