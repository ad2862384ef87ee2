import { createHash } from 'node:crypto';
import type { Platform } from './composition.ts';

const BODIES = ['not json at all', '{"half":', '{"unknown":{"shape":1}}', '[]', 'null'];
const QUEUES = [
  'records',
  'analyses',
  'dirty',
  'relinks',
  'urgent',
  'erasures',
  'reanalyses',
  'drops',
  'customers-import',
  'publish',
];

/** Puts messages that nobody can read into queues. */
export function plantPoison({ faults, queues }: Platform): void {
  for (const name of QUEUES) {
    if (!faults.strikes('poison')) continue;
    const body = faults.chance.pick(BODIES);
    faults.struck('poison', `${name} ${body}`);
    queues.put(name, body, name === 'dirty' ? { groupId: 'poison' } : {});
  }
}

/** The hashes under which poison lies in quarantine. */
export const POISON_HASHES: ReadonlySet<string> = new Set(
  BODIES.map((body) => createHash('sha256').update(body, 'utf8').digest('hex')),
);
