import type { LocalHour } from './calendar.ts';

/** The last cells (hours, or days) of a series, in the order of time; old ones are overwritten. */
export class History {
  readonly cell: Uint8Array;
  readonly day: Int32Array;
  /** −1 for a day off. */
  readonly workday: Int8Array;
  readonly holiday: Uint8Array;
  /** Observed part of the cell, 0…1. */
  readonly observed: Float64Array;
  readonly count: Float64Array;
  /** The rest of the total; NaN where no total is known. */
  readonly others: Float64Array;
  /** Of the last fit: the count, outbreaks capped. */
  readonly cappedCount: Float64Array;
  /** Of the last fit: the whole activity, capped; NaN where a total is missing. */
  readonly cappedActivity: Float64Array;
  /** Of the last fit: what was expected at level 1. */
  readonly form: Float64Array;
  length = 0;
  /** Cells ever added. */
  added = 0;
  #next = 0;
  #hour = Number.NaN;

  readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.cell = new Uint8Array(capacity);
    this.day = new Int32Array(capacity);
    this.workday = new Int8Array(capacity);
    this.holiday = new Uint8Array(capacity);
    this.observed = new Float64Array(capacity);
    this.count = new Float64Array(capacity);
    this.others = new Float64Array(capacity);
    this.cappedCount = new Float64Array(capacity);
    this.cappedActivity = new Float64Array(capacity);
    this.form = new Float64Array(capacity);
  }

  /** Whether nearly all cells know their total. */
  get hasTotals(): boolean {
    let known = 0;
    for (let i = 0; i < this.length; i++)
      if (!Number.isNaN(this.others[this.position(i)] ?? Number.NaN)) known++;
    return known > 0.9 * this.length;
  }

  /** Position of the i-th oldest cell. */
  position(index: number): number {
    const position = this.#next - this.length + index;
    return position < 0 ? position + this.capacity : position;
  }

  /** Adds an interval, to the newest cell where it lies in that hour. */
  add(local: LocalHour, cell: number, part: number, count: number, others: number): void {
    const hour = local.day * 24 + local.hour;
    if (part < 1 && hour === this.#hour) {
      const last = this.position(this.length - 1);
      this.observed[last] = (this.observed[last] ?? 0) + part;
      this.count[last] = (this.count[last] ?? 0) + count;
      this.others[last] = (this.others[last] ?? 0) + others;
      return;
    }
    this.#hour = hour;
    const at = this.#next;
    this.cell[at] = cell;
    this.day[at] = local.day;
    this.workday[at] = local.workday;
    this.holiday[at] = local.holiday ? 1 : 0;
    this.observed[at] = part;
    this.count[at] = count;
    this.others[at] = others;
    this.#next = (at + 1) % this.capacity;
    this.length = Math.min(this.capacity, this.length + 1);
    this.added++;
  }
}
