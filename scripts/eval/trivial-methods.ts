import type { CountPoint } from '../../shared/domain/count-point.ts';
import { CustomerRowSchema } from '../../shared/domain/customer.ts';
import type { Author } from '../../shared/domain/input-document.ts';
import type { CommandIo } from '../command.ts';
import { emptyTally } from '../process-lines.ts';
import { readInputLines } from '../read-input.ts';
import { goodRows } from '../read-rows.ts';

const WINDOW_HOURS = 168;

/** Links where an author field equals exactly one customer's e-mail address (lower case) or phone number (digits). */
export async function trivialLinker(
  customersFile: string,
  io: CommandIo,
): Promise<(author: Author | undefined) => string | null> {
  const owners = new Map<string, Set<string>>();
  const lines = readInputLines(customersFile, io);
  for await (const { row } of goodRows(
    lines,
    CustomerRowSchema,
    'customer.schema-mismatch',
    io,
    emptyTally(),
  )) {
    for (const key of plainKeys(row)) owners.set(key, (owners.get(key) ?? new Set()).add(row.customerId));
  }
  return (author) => {
    for (const key of author === undefined ? [] : plainKeys(author)) {
      const [only, ...others] = owners.get(key) ?? [];
      if (only !== undefined && others.length === 0) return only;
    }
    return null;
  };
}

/** Alerts where a count exceeds mean + 3 standard deviations of the series' last 7 days, when it did not just before. */
export function trivialAlerts(points: readonly CountPoint[]): Map<string, string[]> {
  const past = new Map<string, number[]>();
  const high = new Set<string>();
  const alerts = new Map<string, string[]>();
  for (const { series, timestamp, count } of points) {
    const window = past.get(series) ?? [];
    const mean = window.reduce((sum, value) => sum + value, 0) / Math.max(1, window.length);
    const variance = window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, window.length);
    const unusual = window.length >= WINDOW_HOURS && count > mean + 3 * Math.sqrt(variance);
    if (unusual && !high.has(series)) alerts.set(series, [...(alerts.get(series) ?? []), timestamp]);
    if (unusual) high.add(series);
    else high.delete(series);
    past.set(series, [...window, count].slice(-WINDOW_HOURS));
  }
  return alerts;
}

function plainKeys(fields: { email?: string | undefined; phone?: string | undefined }): string[] {
  const email = fields.email?.trim().toLowerCase();
  const phone = fields.phone?.replace(/\D/g, '');
  return [...(email ? [`email ${email}`] : []), ...(phone ? [`phone ${phone}`] : [])];
}
