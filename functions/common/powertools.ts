import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { isVocError } from '../../shared/domain/errors.ts';
import type { LogEvent } from '../../shared/runtime/log-events.ts';

/** One of each per process; service name and namespace come from the environment. */
export const logger = new Logger();
export const metrics = new Metrics();

/** Facts that go with a log line: counts, codes, run IDs. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Logs an event of the vocabulary with its counts. */
export function logInfo(event: LogEvent, facts: LogFacts = {}): void {
  logger.info(event.sentence, { event: event.code, ...facts });
}

/** Logs a failure by code and kind. The error itself stays out: its message or cause could quote input. */
export function logFailure(event: LogEvent, error: unknown, facts: LogFacts = {}): void {
  const known = isVocError(error);
  logger.error(event.sentence, {
    event: event.code,
    ...facts,
    errorCode: known ? error.code : 'unexpected',
    errorKind: known ? error.kind : 'bug',
    errorName: error instanceof Error ? error.name : typeof error,
    ...(known ? { details: error.details } : { at: stackLines(error) }),
  });
}

/** Adds to a counter; see the names in infra's observability. */
export function count(name: string, value: number): void {
  if (value > 0) metrics.addMetric(name, MetricUnit.Count, value);
}

/** Adds to a counter of one source, so that an alarm can watch each source by itself. */
export function countOf(source: string, name: string, value: number): void {
  const single = metrics.singleMetric();
  single.addDimension('source', source);
  single.addMetric(name, MetricUnit.Count, value);
}

/** Where a bug happened: the lines of the stack without the message. */
function stackLines(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' | ');
}
