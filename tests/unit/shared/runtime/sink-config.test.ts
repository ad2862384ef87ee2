import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../shared/runtime/parse-config.ts';

const parse = (sinks: string) =>
  parseConfig(`brand: { name: 돌려받기 }\nsinks:\n${sinks}`, 'voc.config.yaml').sinks;

describe('the sinks of voc.config.yaml', () => {
  it('name their secret, what they carry, and what their kind needs', () => {
    expect(
      parse(`  - { id: cx-slack, type: slack, secret: voc/sinks/slack, channel: C0123456, carries: [weekly-review] }
  - { id: bigin, type: csv, table: keywords, columns: [{ header: 키워드, field: phrase }] }`),
    ).toHaveLength(2);
    expect(parse('  []')).toEqual([]);
  });

  it.each([
    ['{ id: a1, type: slack, secret: s, channel: "#cx", carries: [incident] }', 'sinks.0.channel'],
    ['{ id: a1, type: teams, carries: [incident] }', 'sinks.0.secret'],
    ['{ id: a1, type: teams, secret: s, carries: [] }', 'sinks.0.carries'],
    ['{ id: a1, type: teams, secret: s, carries: [gossip] }', 'sinks.0.carries.0'],
    ['{ id: a1, type: webhook, secret: s, url: "http://example.com", carries: [incident] }', 'sinks.0.url'],
    ['{ id: a1, type: pager, secret: s }', 'sinks.0.type'],
    [
      '{ id: a1, type: csv, table: keywords, columns: [{ header: x, field: price }] }',
      'sinks.0.columns.0.field',
    ],
    ['{ id: a1, type: braze-content-block, secret: s, restHost: "https://example.com" }', 'sinks.0.restHost'],
  ])('are refused with the field that is wrong: %s', (sink, field) => {
    expect(() => parse(`  - ${sink}`)).toThrow(field);
  });

  it('have ids of their own', () => {
    const one = '  - { id: a1, type: csv, table: avoid }';
    expect(() => parse(`${one}\n${one}`)).toThrow('two sinks share an id');
  });
});
