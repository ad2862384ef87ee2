import type { AlertMessage } from '../domain/alert.ts';
import type { MessageDraft } from '../domain/draft.ts';
import type { InsightsPublished, WeeklyReview } from '../domain/insight.ts';
import type { DraftTool } from '../domain/suggestion-record.ts';

/** A file of a published review and where it lies in the report store. */
export interface ReportFile {
  readonly key: string;
  readonly contentType: string;
}

export const DELIVERY_KINDS = ['weekly-review', 'incident', 'draft'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

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
      /**
       * False where a later week was published before.
       * @default true
       */
      readonly isNewest?: boolean;
    }
  | { readonly kind: 'incident'; readonly alert: AlertMessage; readonly url: string }
  | { readonly kind: 'draft'; readonly draft: MessageDraft; readonly url: string };

/**
 * What a sink remembers of a delivery: ids of messages and pages on the other side, never content. Of a draft that it
 * made, `reference` is what the tool calls it, and `url` where a person opens it.
 */
export type Receipt = Readonly<Record<string, string>>;

/** What a sink knows beside the delivery itself. */
export interface DeliveryContext {
  /** The same for every attempt to bring the same content: receivers tell repetitions by it. */
  readonly deliveryId: string;
  /** What the sink kept of this subject: of an attempt that failed half way, or of earlier content. */
  readonly receipt?: Receipt | undefined;
  /** Keeps a receipt, also where the attempt fails afterwards. */
  keep(receipt: Receipt): void;
}

/**
 * One way out of the pipeline.
 * @example createEventBridgeSink({ client, busName })
 */
export interface Sink {
  readonly id: string;
  /** The kinds it takes; the others are never given to it. Absent: every kind. */
  readonly carries?: readonly DeliveryKind[];
  /** The tool in which its drafts are found; absent where it only tells of them. */
  readonly draftTool?: DraftTool;
  /** @throws VocError `delivery.failed` */
  deliver(delivery: Delivery, context: DeliveryContext): Promise<void>;
  /**
   * Makes the files anew that it keeps of a review, telling nobody: quotes of it are gone.
   * @throws VocError `delivery.failed`
   */
  rewrite?(review: WeeklyReview, of: { readonly isNewest: boolean }): Promise<void>;
}
