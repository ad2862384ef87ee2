const BYTE_ORDER_MARK = '\uFEFF';

export type CsvCell = string | number;

/**
 * Rows as CSV (RFC 4180, CRLF, UTF-8 with byte order mark, so that Excel reads Hangul). A cell that a spreadsheet would
 * take for a formula is prefixed by an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return BYTE_ORDER_MARK + rows.map(csvLine).join('');
}

/** One row of such a table with its end of line, for tables that are put together from rows made before. */
export function csvLine(row: readonly CsvCell[]): string {
  return `${row.map(toCell).join(',')}\r\n`;
}

function toCell(value: CsvCell): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[\s]*[=+\-@\t\r＝＋－＠]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
