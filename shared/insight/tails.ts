import { incompleteBeta } from '../alerting/incomplete-beta.ts';

/** Beyond this many degrees of freedom Student's t is the normal distribution to every reader. */
const LARGE = 1e5;

/** P(T > t) of Student's t for t ≥ 0; infinite degrees give the normal distribution. */
export function studentTail(t: number, degrees: number): number {
  // The normal tail comes from the same function: t with very many degrees.
  const nu = Math.min(degrees, LARGE);
  return incompleteBeta(nu / (nu + t * t), nu / 2, 0.5) / 2;
}

/** P(Z > z) of the normal distribution for z ≥ 0. */
export function normalTail(z: number): number {
  return studentTail(z, Number.POSITIVE_INFINITY);
}

/** The t ≥ 0 beyond which `tail` (0…0.5) of Student's t lies. */
export function studentQuantile(tail: number, degrees: number): number {
  if (tail >= 0.5) return 0;
  let low = 0;
  let high = 60;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The z ≥ 0 beyond which `tail` (0…0.5) of the normal distribution lies. */
export function normalQuantile(tail: number): number {
  return studentQuantile(tail, Number.POSITIVE_INFINITY);
}
