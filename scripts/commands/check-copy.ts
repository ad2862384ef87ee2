import { checkCopy } from '../../shared/insight/check-copy.ts';
import { loadSettings } from '../../shared/runtime/settings.ts';
import type { Command, CommandIo } from '../command.ts';
import { EXIT } from '../command.ts';
import { oneOf, parseOptions, usage } from '../parse-options.ts';
import { SETTINGS_DIRECTORY } from '../project-files.ts';

const help = `
Checks the draft of a message: words that frighten or promise too much, and what the law wants to see.

Usage: npm run -s voc -- check-copy [TEXT] [--language ko|en]

Without TEXT the draft comes from standard input. One JSON line per finding, none for a clean draft:
{"rule","severity": error|warning|notice,"match","reason","instead","legalSource"}

Examples:
  npm run -s voc -- check-copy "(광고) 100% 환급 보장! 지금 신청하세요"
  npm run -s voc -- check-copy < draft.txt
`;

export const checkCopyCommand: Command = {
  name: 'check-copy',
  summary: 'check a message draft against the rules',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { language: { type: 'string', default: 'ko' } });
    const language = oneOf('language', values.language, ['ko', 'en']);
    const text = positionals.length > 0 ? positionals.join(' ') : await allOf(io);
    if (text.trim() === '') throw usage('check-copy needs a text, as operand or on standard input.');
    const { copyRules } = await loadSettings(SETTINGS_DIRECTORY);
    const findings = checkCopy(text, copyRules);
    for (const finding of findings) {
      const { reason, instead, ...rest } = finding;
      await io.out.write(JSON.stringify({ ...rest, reason: reason[language], instead: instead[language] }));
    }
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    io.note(`check-copy: ${findings.length} findings, ${errors} of them errors`);
    return EXIT.ok;
  },
};

async function allOf(io: CommandIo): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of io.stdin) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks)).trim();
}
