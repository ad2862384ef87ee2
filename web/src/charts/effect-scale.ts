import type { ArchiveEffect } from '../../../shared/domain/message-effect.ts';

/** Wider scales would press every usual effect into one spot. */
const WIDEST = 4;
const NARROWEST = 1.5;

/** A feature in words; a word stands for itself. */
export function effectName(name: string, names: Readonly<Record<string, string>>): string {
  return names[name] ?? name;
}

/** Whether an effect stands beyond chance, and whether it is what one wants: fewer people leaving is better. */
export function judgementOf(
  { low, high }: ArchiveEffect['lift'],
  outcome: ArchiveEffect['outcome'],
): 'better' | 'worse' | 'unclear' {
  if (low <= 1 && high >= 1) return 'unclear';
  return low > 1 === (outcome !== 'leaving') ? 'better' : 'worse';
}

/** How far the scale goes up from 1, and down as its inverse. */
export function reachOf(effects: readonly Pick<ArchiveEffect, 'lift'>[]): number {
  const far = Math.max(1, ...effects.flatMap(({ lift }) => [lift.high, 1 / Math.max(lift.low, 1e-6)]));
  return Math.min(WIDEST, Math.max(NARROWEST, far));
}

/** The place of a ratio on the scale, 0…1; what lies beyond is at its end. */
export function placeOf(ratio: number, reach: number): number {
  const place = (Math.log(Math.max(ratio, 1e-6)) / Math.log(reach) + 1) / 2;
  return Math.min(1, Math.max(0, place));
}
