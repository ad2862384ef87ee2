import { pick } from './seeded.ts';

const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  'null',
  '<b>&amp;</b>',
  '=1+1',
  '\ud800',
  '\u0000',
  '2026-13-45T99:99:99Z',
  'ㅋ'.repeat(30_000),
  [],
  {},
  [[[]]],
  { label: null },
  '__proto__',
];

/** A body that is a little or badly wrong: JSON with something taken out, put in or of another kind, or damaged bytes. */
export function mutate(body: Uint8Array, random: () => number): Uint8Array {
  const value = jsonOf(body);
  if (value === undefined || random() < 0.2) return damagedBytes(body, random);
  const copy: unknown = structuredClone(value);
  const holder = { root: copy };
  const times = 1 + Math.floor(random() * 3);
  for (let time = 0; time < times; time += 1) mutateOnce(holder, random);
  return Buffer.from(JSON.stringify(holder.root) ?? 'null');
}

function mutateOnce(holder: { root: unknown }, random: () => number): void {
  let parent: Record<string, unknown> | unknown[] = holder as Record<string, unknown>;
  let key: string | number = 'root';
  for (let depth = 0; depth < 12; depth += 1) {
    const child: unknown = (parent as Record<string | number, unknown>)[key];
    if (typeof child !== 'object' || child === null || random() < 0.12) break;
    const keys = Array.isArray(child) ? [...child.keys()] : Object.keys(child);
    if (keys.length === 0) break;
    parent = child as Record<string, unknown>;
    key = pick(random, keys as (string | number)[]);
  }
  const target = parent as Record<string | number, unknown>;
  const kind = random();
  if (kind < 0.3) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete target[key];
  } else if (kind < 0.9) target[key] = pick(random, STRANGE);
  else if (Array.isArray(parent)) parent.push(...structuredClone(parent.slice(0, 3)));
  else target[`${key}x`] = target[key];
}

function damagedBytes(body: Uint8Array, random: () => number): Uint8Array {
  const kind = random();
  const at = Math.floor(random() * body.length);
  if (kind < 0.3) return body.subarray(0, at);
  if (kind < 0.4) return Buffer.from('<html><body>점검 중입니다</body></html>');
  if (kind < 0.5) return new Uint8Array();
  const copy = Uint8Array.from(body);
  const times = 1 + Math.floor(random() * 8);
  for (let time = 0; time < times; time += 1) {
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  }
  if (kind < 0.6) {
    const end = at + Math.floor(random() * 200);
    return Buffer.concat([copy.subarray(0, at), copy.subarray(end)]);
  }
  return copy;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
