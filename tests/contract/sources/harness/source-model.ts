/** A request as a model of an outside API sees it. */
export interface ModelRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ModelReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The time of a test. Waiting moves it, nothing else does, so that a test with long waits ends at once. */
export interface TestClock {
  now: Date;
}

/**
 * An outside API as it is documented, with what it holds. The harness asks it as a connector would, changes what it
 * holds, and compares what a connector has collected with its `truth`.
 */
export interface SourceModel {
  config(baseUrl: string): Record<string, unknown>;
  readonly secret?: unknown;
  /** Items per page of its answers; the harness sets it (and a model may cap it, as the API does). */
  pageSize: number;
  handle(request: ModelRequest): ModelReply;
  /** A new item, newer than all others; gives the id of its document. */
  add(text: string): string;
  /** Where the API shows edits. */
  edit?(id: string, text: string): void;
  /** Where the API tells of deletions. */
  erase?(id: string): void;
  /** What a complete collection holds: id of the document → its text. */
  truth(): ReadonlyMap<string, string>;
}
