import type { Incident, InsightsPublished, WeeklyReview } from '../domain/insight.ts';

/** A file of a published review and where it lies in the report store. */
export interface ReportFile {
  readonly key: string;
  readonly contentType: string;
}

/** What a sink is asked to bring to people or systems. */
export type Delivery =
  | {
      readonly kind: 'weekly-review';
      readonly review: WeeklyReview;
      /** Detail of the event `voc.insights.published`. */
      readonly published: InsightsPublished;
      readonly files: readonly ReportFile[];
      /** Where a person opens the review; empty when there is no dashboard. */
      readonly url: string;
    }
  | { readonly kind: 'incident'; readonly incident: Incident; readonly url: string };

/**
 * One way out of the pipeline. A sink decides itself which kinds of delivery it carries; the others it ignores.
 * @example createEventBridgeSink({ client, busName })
 */
export interface Sink {
  readonly id: string;
  /** @throws VocError `delivery.failed` */
  deliver(delivery: Delivery): Promise<void>;
}
