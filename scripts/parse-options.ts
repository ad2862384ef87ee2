import { type ParseArgsConfig, parseArgs } from 'node:util';
import { VocError } from '../shared/domain/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * The options and operands of a command.
 * @throws VocError `usage.invalid` that names the unknown or incomplete option
 */
export function parseOptions<const Given extends Options>(argv: readonly string[], options: Given) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'The call is not valid';
    throw usage(`${message}.`);
  }
}

/** An error about the call itself: exit code 2. */
export function usage(message: string): VocError {
  return new VocError('usage.invalid', 'config', message);
}

/** @throws VocError `usage.invalid` when operands are given to a command that takes none */
export function noOperands(positionals: readonly string[]): void {
  if (positionals.length > 0)
    throw usage(`Unexpected "${positionals[0]}". Files are given with --input FILE.`);
}

/** One of the allowed values. */
export function oneOf<const Value extends string>(
  name: string,
  given: string,
  allowed: readonly Value[],
): Value {
  const found = allowed.find((value) => value === given);
  if (found === undefined) throw usage(`--${name} takes ${allowed.join(', ')}, not "${given}".`);
  return found;
}

/** @throws VocError `usage.invalid` where the value of an option is no whole number above 0 */
export function wholeNumber(name: string, value: string): number {
  if (!/^[1-9]\d{0,11}$/.test(value)) throw usage(`--${name} takes a whole number above 0, not "${value}".`);
  return Number(value);
}
