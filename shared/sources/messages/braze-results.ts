import * as z from 'zod';

const CountSchema = z.number().min(0).nullish();

/** The results of a variation on a day; each channel has some of these. */
const StatsSchema = z.object({
  variation_name: z.string().nullish(),
  sent: CountSchema,
  delivered: CountSchema,
  bounces: CountSchema,
  errors: CountSchema,
  undelivered: CountSchema,
  delivery_failed: CountSchema,
  direct_opens: CountSchema,
  total_opens: CountSchema,
  unique_opens: CountSchema,
  opens: CountSchema,
  unique_clicks: CountSchema,
  clicks: CountSchema,
  body_clicks: CountSchema,
  conversions: CountSchema,
  unsubscribes: CountSchema,
  reported_spam: CountSchema,
});
type Stats = z.infer<typeof StatsSchema>;

/** The answer of `campaigns/data_series`. */
export const SeriesSchema = z.object({
  data: z.array(
    z.object({ time: z.string(), messages: z.record(z.string(), z.array(StatsSchema)).default({}) }),
  ),
});
export type Series = z.infer<typeof SeriesSchema>;

export interface Results {
  readonly sent: number;
  readonly delivered: number;
  readonly opened: number;
  readonly clicked: number;
  readonly converted: number;
  readonly unsubscribed: number;
  readonly complaints: number;
}

/**
 * The results of a variation over all days of a series. A push is clicked when it was opened directly. Where a channel
 * does not tell deliveries, they are what was sent less what bounced or failed. A variation without a name is the only
 * one of its channel.
 */
export function resultsOf(
  series: readonly Series['data'][number][],
  channel: string,
  variation: string,
): Results {
  const stats = series.flatMap(({ messages }) =>
    Object.entries(messages)
      .filter(([name]) => name === channel)
      .flatMap(([, list]) =>
        list.length === 1 ? list : list.filter(({ variation_name: name }) => (name ?? '') === variation),
      ),
  );
  const sum = (value: (one: Stats) => number) => stats.reduce((total, one) => total + value(one), 0);
  const sent = sum((one) => one.sent ?? 0);
  const lost = (one: Stats) =>
    (one.bounces ?? 0) + (one.errors ?? 0) + (one.undelivered ?? 0) + (one.delivery_failed ?? 0);
  const delivered = sum((one) => one.delivered ?? Math.max(0, (one.sent ?? 0) - lost(one)));
  return {
    sent,
    delivered: Math.min(sent, delivered),
    opened: sum((one) => one.unique_opens ?? one.opens ?? one.total_opens ?? 0),
    clicked: sum((one) => one.unique_clicks ?? one.clicks ?? one.direct_opens ?? one.body_clicks ?? 0),
    converted: sum((one) => one.conversions ?? 0),
    unsubscribed: sum((one) => one.unsubscribes ?? 0),
    complaints: sum((one) => one.reported_spam ?? 0),
  };
}
