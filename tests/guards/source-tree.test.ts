import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
const sources = tracked.filter((file) => /^(shared|functions|infra|scripts|web)\/.*\.tsx?$/.test(file));

function importsOf(file: string): string[] {
  const specifiers = [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier,
  );
}

describe('source tree', () => {
  it('is there to be checked', () => {
    expect(sources.length).toBeGreaterThan(60);
  });

  it('keeps the vocabulary free of everything of ours', () => {
    const domain = sources.filter((file) => file.startsWith('shared/domain/'));
    expect(domain.length).toBeGreaterThan(10);
    const violations = domain.flatMap((file) =>
      importsOf(file)
        .filter((target) => /^(functions|infra|scripts|web|shared\/(?!domain\/))/.test(target))
        .map((target) => `${file} → ${target}`),
    );
    expect(violations).toEqual([]);
  });

  it('keeps pure folders away from files, network, clock, chance and environment', () => {
    const pure = sources.filter((file) => /^shared\/(privacy|nlp|linking|insight|alerting)\//.test(file));
    expect(pure.length).toBeGreaterThan(15);
    const impure = pure.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const calls = [
        /\bDate\.now\(/,
        /\bMath\.random\(/,
        /\bprocess\.env\b/,
        /\bnew Date\(\)/,
        /\bfetch\(/,
      ].filter((pattern) => pattern.test(text));
      const edges = importsOf(file).filter((target) =>
        /^(@aws-sdk|@middy|@aws-lambda-powertools|node:(fs|http|https|net|child_process)|functions|infra|scripts|shared\/(sources|delivery|storage|runtime))/.test(
          target,
        ),
      );
      return [...calls.map(String), ...edges].map((what) => `${file}: ${what}`);
    });
    expect(impure).toEqual([]);
  });

  it('makes clients only in the composition roots', () => {
    const roots = /^(functions\/[^/]+\/deps\.ts|functions\/common\/|shared\/runtime\/clients\.ts|scripts\/)/;
    const makers = sources.filter(
      (file) => !roots.test(file) && /new [A-Z]\w*Client\(/.test(readFileSync(file, 'utf8')),
    );
    expect(makers).toEqual([]);
  });

  it('knows key formats in one place', () => {
    const gluers = sources.filter(
      (file) =>
        /^(shared|functions)\//.test(file) &&
        file !== 'shared/storage/keys.ts' &&
        /\b[ps]k: `/.test(readFileSync(file, 'utf8')),
    );
    expect(gluers).toEqual([]);
  });

  it('has no file that says nothing and no unfinished business', () => {
    const vague = sources.filter((file) => /\/(utils?|helpers?|misc|index)\.tsx?$/.test(file));
    const unfinished = sources.filter((file) => /\b(TODO|FIXME|XXX|HACK)\b/.test(readFileSync(file, 'utf8')));
    expect({ vague, unfinished }).toEqual({ vague: [], unfinished: [] });
  });

  it('says `any`, `!` and `@ts-ignore` nowhere', () => {
    const loose = sources.filter((file) =>
      /@ts-(ignore|nocheck|expect-error)|: any\b|as any\b/.test(readFileSync(file, 'utf8')),
    );
    expect(loose).toEqual([]);
  });

  it('has a test for every module of the pure core', () => {
    const pure = sources.filter((file) =>
      /^shared\/(domain|privacy|nlp|linking|insight|alerting)\//.test(file),
    );
    const tests = tracked
      .filter((file) => file.startsWith('tests/'))
      .map((file) => readFileSync(file, 'utf8'));
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file) || !existsSync(file)) return;
      reached.add(file);
      for (const target of importsOf(file)) if (target.startsWith('shared/')) visit(target);
    };
    for (const file of pure) if (tests.some((text) => text.includes(file))) visit(file);
    expect(pure.filter((file) => !reached.has(file))).toEqual([]);
  });

  it('carries no text of the development data', ({ skip }) => {
    const data = '../shared/data';
    if (!existsSync(data)) skip('the development data is not on this machine');
    const texts = readdirSync(data)
      .filter((name) => /\.ndjson(\.gz)?$/.test(name))
      .flatMap((name) => {
        const bytes = readFileSync(join(data, name));
        const lines = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
        return lines.filter((line) => line !== '').map((line) => (JSON.parse(line) as { text: string }).text);
      })
      .filter((text) => text !== undefined && text.length >= 24)
      .map((text) => text.slice(0, 24));
    expect(texts.length).toBeGreaterThan(10_000);
    const starts = new Set(texts);
    const copied = tracked
      .filter(
        (file) => /\.(ts|tsx|ndjson|csv|yaml|md|json|txt|html)$/.test(file) && file !== 'package-lock.json',
      )
      .filter((file) => {
        const text = readFileSync(file, 'utf8');
        if (!/[가-힣]/.test(text)) return false;
        for (let start = 0; start + 24 <= text.length; start += 1)
          if (starts.has(text.slice(start, start + 24))) return true;
        return false;
      });
    expect(copied).toEqual([]);
  });
});
