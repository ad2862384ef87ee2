import type { HttpFetch } from '../../sources/access/http.ts';
import type { BriefOptions } from '../brief.ts';
import type { ReportStore } from '../report-store.ts';
import type { Sink } from '../sink.ts';
import type { SinkConfig } from './sink-config.ts';

/** What sinks are made with. */
export interface SinkDeps extends BriefOptions {
  readonly http: HttpFetch;
  /** The text of a secret by its name. */
  readonly secretText: (name: string) => Promise<string>;
  /** Where CSV sinks write; absent where no CSV is to be written. */
  readonly exports: ReportStore | undefined;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => Date;
}

/** Makes the sink of one kind from its part of voc.config.yaml. */
export type MakeSink<Type extends SinkConfig['type']> = (
  config: Extract<SinkConfig, { type: Type }>,
  deps: SinkDeps,
) => Sink;
