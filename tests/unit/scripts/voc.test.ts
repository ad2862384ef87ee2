import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../scripts/command-list.ts';
import { runVoc } from './run-voc.ts';

describe('voc', () => {
  it('lists every command and ends as a wrong call without one', async () => {
    const { code, out } = await runVoc([]);
    expect(code).toBe(2);
    for (const { name, summary } of COMMANDS)
      expect(out.join('\n')).toMatch(new RegExp(`  ${name} +${summary}`));
  });

  it('says how a command is called, without doing anything', async () => {
    const { code, out, err } = await runVoc(['analyze', '--input', 'absent.ndjson', '--help']);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out.join('\n')).toContain('Usage: npm run -s voc -- analyze');
  });

  it('ends with 2 on an unknown command, and guesses which one was meant', async () => {
    const { code, err } = await runVoc(['analyse']);
    expect(code).toBe(2);
    expect(err.join('\n')).toMatch(/no command "analyse".*analyze/);
  });

  it.each(COMMANDS)('$name teaches itself: usage, options, an example', async ({ name, summary, load }) => {
    const command = await load();
    expect(command).toMatchObject({ name, summary });
    expect(command.help).toContain(name === 'up' ? 'npm start' : `npm run -s voc -- ${name}`);
    expect(command.help).toMatch(/Examples?:/);
    expect(Math.max(...command.help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(125);
  });
});
