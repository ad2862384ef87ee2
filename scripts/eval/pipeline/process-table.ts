import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** What this process and all processes below it hold and have used. */
export interface ProcessTable {
  /** Resident memory in MB: of this process, and of all. */
  readonly ownMb: number;
  readonly allMb: number;
  /** Processor time in seconds, by what a process runs: `stack`, `dynamodb` or the name of a function's folder. */
  readonly processorSeconds: ReadonlyMap<string, number>;
}

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly mb: number;
  readonly seconds: number;
  readonly args: string;
}

/** @param nameOf the name of a process by its command line; that of this process is `stack` */
export function readProcessTable(nameOf: (args: string) => string): ProcessTable {
  const ownMb = process.memoryUsage.rss() / 1024 ** 2;
  let rows: Row[];
  try {
    rows = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? rowOf(Number(name)) : []));
  } catch {
    // Only Linux has /proc: elsewhere there is only what a process knows of itself.
    return { ownMb, allMb: ownMb, processorSeconds: new Map() };
  }
  const family = new Set([process.pid]);
  for (let known = 0; known < family.size; ) {
    known = family.size;
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid);
  }
  const processorSeconds = new Map<string, number>();
  let allMb = 0;
  for (const row of rows) {
    if (!family.has(row.pid)) continue;
    allMb += row.mb;
    const name = row.pid === process.pid ? 'stack' : nameOf(row.args);
    processorSeconds.set(name, (processorSeconds.get(name) ?? 0) + row.seconds);
  }
  return { ownMb, allMb, processorSeconds };
}

function rowOf(pid: number): Row[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // The name of the program stands in brackets and may hold spaces: what follows it has fixed places.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid, parent: number('PPid'), mb: number('VmRSS') / 1024, seconds, args }];
  } catch {
    // It has ended in the meantime.
    return [];
  }
}
