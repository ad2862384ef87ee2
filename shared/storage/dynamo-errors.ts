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

const PASSING_STATEMENT_ERRORS: ReadonlySet<string> = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingError',
  'TransactionConflict',
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

/**
 * Whether a wait heals what one statement of a batch failed of.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html
 */
export function isPassing(code: string): boolean {
  return PASSING_STATEMENT_ERRORS.has(code);
}

/** True where a conditional write lost: an answer about what is stored, not a failure. */
export function isConditionFailure(error: unknown): boolean {
  const names = errorNames(error);
  return names.includes('ConditionalCheckFailedException') || names.includes('ConditionalCheckFailed');
}

/** The positions in a cancelled transaction whose condition did not hold. */
export function conditionFailures(error: unknown): number[] {
  return reasonCodes(error).flatMap((code, at) => (code === 'ConditionalCheckFailed' ? [at] : []));
}

/** True where a transaction met another one on the same item: it may be tried again at once. */
export function isCollision(error: unknown): boolean {
  return reasonCodes(error).includes('TransactionConflict');
}

/** The error's name and network code, and the reasons of a cancelled transaction. */
function errorNames(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const names: string[] = [];
  if ('name' in error && typeof error.name === 'string') names.push(error.name);
  if ('code' in error && typeof error.code === 'string') names.push(error.code);
  names.push(...reasonCodes(error).filter((code) => code !== 'None'));
  return names;
}

/** Why each write of a cancelled transaction was refused; `None` for the ones that were not the reason. */
function reasonCodes(error: unknown): string[] {
  if (typeof error !== 'object' || error === null || !('CancellationReasons' in error)) return [];
  if (!Array.isArray(error.CancellationReasons)) return [];
  return error.CancellationReasons.map((reason) => (typeof reason?.Code === 'string' ? reason.Code : 'None'));
}
