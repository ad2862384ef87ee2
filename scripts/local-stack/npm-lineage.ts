import { readFileSync } from 'node:fs';

/**
 * The processes between this one and the npm that started it, as a text that changes when npm is gone: the parent, and
 * behind a shell that npm put in between, its parent too (where the system tells, that is on Linux).
 */
export function npmLineage(): string {
  const parent = process.ppid;
  const stat = statOf(parent);
  return stat !== undefined && /^(ba|da|z)?sh$/.test(stat.name) ? `${parent} ${stat.parent}` : String(parent);
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statOf(pid: number): { name: string; parent: string } | undefined {
  try {
    const match = /^\d+ \((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return match === null ? undefined : { name: match[1] ?? '', parent: match[2] ?? '' };
  } catch {
    return undefined;
  }
}
