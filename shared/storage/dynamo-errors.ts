import { VocError } from '../domain/errors.ts';

const THROTTLED: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'ThrottlingError',
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
]);
const UNAVAILABLE: ReadonlySet<string> = new Set([
  'InternalServerError',
  'InternalServerErrorException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
  'NetworkingError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Runs one call of a table and gives its failure a kind: what a wait heals becomes `storage.throttled` or
 * `storage.unavailable` (transient), everything else (a wrong request, a failed condition) passes through unchanged,
 * because it is either an answer or a bug.
 * @throws VocError `storage.throttled`, `storage.unavailable` (transient)
 */
export async function translated<Result>(tableName: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw translateStorageError(error, tableName);
  }
}

/** The {@link VocError} of a failed call, or the error itself where it is no transient failure. */
function translateStorageError(error: unknown, tableName: string): unknown {
  const names = errorNames(error);
  const details = { table: tableName, reason: names[0] ?? 'unknown' };
  if (names.some((name) => THROTTLED.has(name))) {
    return new VocError(
      'storage.throttled',
      'transient',
      'The table takes no more now; the input is tried again.',
      {
        details,
        cause: error,
      },
    );
  }
  if (names.some((name) => UNAVAILABLE.has(name))) {
    return new VocError(
      'storage.unavailable',
      'transient',
      'The table did not answer; the input is tried again.',
      {
        details,
        cause: error,
      },
    );
  }
  return error;
}

/** True where a conditional write lost: an answer about what is stored, not a failure. */
export function isConditionFailure(error: unknown): boolean {
  const names = errorNames(error);
  return names.includes('ConditionalCheckFailedException') || names.includes('ConditionalCheckFailed');
}

/** The error's name and network code, and the reasons of a cancelled transaction. */
function errorNames(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const names: string[] = [];
  if ('name' in error && typeof error.name === 'string') names.push(error.name);
  if ('code' in error && typeof error.code === 'string') names.push(error.code);
  if ('CancellationReasons' in error && Array.isArray(error.CancellationReasons)) {
    for (const reason of error.CancellationReasons) {
      if (typeof reason?.Code === 'string' && reason.Code !== 'None') names.push(reason.Code);
    }
  }
  return names;
}
