import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VocError } from '../../../../shared/domain/errors.ts';
import { parseConfig } from '../../../../shared/runtime/config.ts';

function problemsOf(yaml: string): string {
  try {
    parseConfig(yaml, 'voc.config.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(VocError);
    expect((error as VocError).kind).toBe('config');
    return (error as VocError).message;
  }
  throw new Error('the configuration was accepted');
}

describe('configuration', () => {
  it('of the repository is valid and Korean business time by default', () => {
    const config = parseConfig(readFileSync('voc.config.yaml', 'utf8'), 'voc.config.yaml');
    expect(config.timeZone).toBe('Asia/Seoul');
    expect(config.language).toBe('ko');
  });

  it('names file, line and path of every problem in one message', () => {
    const message = problemsOf(
      'brand:\n  name: x\nsources:\n  - id: Aaa\n    connector: z\n    schedule: often\n',
    );
    expect(message).toContain('voc.config.yaml:4 sources.0.id');
    expect(message).toContain('voc.config.yaml:6 sources.0.schedule');
  });

  it('refuses an unknown option instead of ignoring it', () => {
    expect(problemsOf('brand:\n  name: x\nbrnad: y\n')).toContain('voc.config.yaml:3 brnad');
  });

  it('refuses two sources of one id and a time zone that does not exist', () => {
    const source = '  - { id: aa, connector: apple-feed, schedule: rate(1 hour) }\n';
    expect(problemsOf(`brand: { name: x }\nsources:\n${source}${source}`)).toContain('share an id');
    expect(problemsOf('brand: { name: x }\ntimeZone: Asia/Soul\n')).toContain('time zone');
  });

  it('reports broken YAML with its line', () => {
    expect(problemsOf('brand:\n  name: [x\n')).toMatch(/voc\.config\.yaml:\d/);
  });
});
