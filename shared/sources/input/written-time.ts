const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendar; with its false leap day of 1900 behind, serial numbers count from here. */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30);
/** 1982-02-18 … 2064-04-08: no other number of a date column looks like one of these. */
const EXCEL_SERIAL = { from: 30_000, to: 60_000 };

/**
 * A day or time as Korean spreadsheets write it, in ISO 8601 without a zone: `2026. 11. 2. 오후 3:20`, `2026/11/02 9:30`,
 * `2026년 11월 2일`, `20261102`, Excel's serial number `46328.39`. Everything else comes back as it was.
 */
export function writtenTime(value: string): string {
  const text = value.trim();
  if (/^\d{5}(\.\d+)?$/.test(text)) return ofSerial(Number(text)) ?? value;
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact !== null) return compact.slice(1).join('-');
  const written =
    /^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:\s*(오전|오후|AM|PM)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?)?$/i.exec(
      text,
    );
  if (written === null) return value;
  const [, year = '', month = '', day = '', before, hour, minute = '', second = '00', after] = written;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (hour === undefined) return date;
  const half = (before ?? after ?? '').toUpperCase();
  const afternoon = half === '오후' || half === 'PM';
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (afternoon ? 12 : 0);
  return `${date}T${String(hours).padStart(2, '0')}:${minute}:${second}`;
}

function ofSerial(serial: number): string | null {
  if (serial < EXCEL_SERIAL.from || serial > EXCEL_SERIAL.to) return null;
  // Excel's times are binary fractions of a day: whole seconds are what was meant.
  const seconds = Math.round((serial * DAY_MS) / 1_000);
  const iso = new Date(EXCEL_EPOCH_MS + seconds * 1_000).toISOString().slice(0, 19);
  return Number.isInteger(serial) ? iso.slice(0, 10) : iso;
}
