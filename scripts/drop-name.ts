import { basename } from 'node:path';

/**
 * The drop's name of a file: what its documents count under where they name no connector. Each file has its own, because
 * the ids of two files (`1`, `2`, …) need not be of the same documents.
 */
export function dropNameOf(file: string): string {
  const stem = basename(file)
    .replace(/\.gz$/i, '')
    .replace(/\.(ndjson|jsonl|json|csv|tsv|txt)$/i, '');
  const name = stem
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return name === '' ? 'drop' : name.slice(0, 100);
}
