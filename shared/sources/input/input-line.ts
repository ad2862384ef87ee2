import type { ErrorCode } from '../../domain/errors.ts';

/** Why a line could not be read. `field` is `line` where the whole line is the trouble. Never holds the value. */
export interface LineError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field: string;
  readonly id?: string;
}

/** One logical line of an input: its value, or why it has none. `line` is the physical line where it starts, from 1. */
export type InputLine =
  | { readonly line: number; readonly raw: string; readonly value: unknown }
  | { readonly line: number; readonly raw: string; readonly error: LineError };

/** The field name of an error that concerns the line as a whole. */
export const WHOLE_LINE = 'line';
