import { type CopyFinding, checkCopy } from '../../shared/insight/check-copy.ts';
import { channelRule } from '../../shared/insight/messages/channel-rules.ts';
import type { CopyRules } from '../../shared/nlp/nlp-settings.ts';
import { loadSettings } from '../../shared/runtime/settings.ts';
import type { Command, CommandIo } from '../command.ts';
import { EXIT } from '../command.ts';
import { oneOf, parseOptions, usage } from '../parse-options.ts';
import { SETTINGS_DIRECTORY } from '../project-files.ts';

const help = `
Checks the draft of a message: words that frighten or promise too much, and what the law and the channel want to see.

Usage: npm run -s voc -- check-copy [TEXT] [OPTIONS]

  --channel NAME    how it goes out: SMS, LMS, 알림톡, 브랜드메시지, 푸시, 이메일, 인앱; with it come length, label and
                    night rules of that channel (shared/settings/copy-rules.yaml)
  --at HH:MM        when it goes out, where the reader is: advertising by night needs a separate consent
  --language ko|en

Without TEXT the draft comes from standard input. One JSON line per finding, none for a clean draft:
{"rule","severity": error|warning|notice,"match","reason","instead","legalSource"}
What the law asks is a warning with its article, no legal advice.

Examples:
  npm run -s voc -- check-copy "(광고) 100% 환급 보장! 지금 신청하세요"
  npm run -s voc -- check-copy --channel LMS --at 21:30 < draft.txt
`;

const OPTIONS = {
  language: { type: 'string', default: 'ko' },
  channel: { type: 'string' },
  at: { type: 'string' },
} as const;

export const checkCopyCommand: Command = {
  name: 'check-copy',
  summary: 'check a message draft against the rules',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, OPTIONS);
    const language = oneOf('language', values.language, ['ko', 'en']);
    if (values.at !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(values.at))
      throw usage(`--at takes a time HH:MM, not "${values.at}".`);
    const text = positionals.length > 0 ? positionals.join(' ') : await allOf(io);
    if (text.trim() === '') throw usage('check-copy needs a text, as operand or on standard input.');
    const { copyRules } = await loadSettings(SETTINGS_DIRECTORY);
    const channel = knownChannel(values.channel, copyRules);
    const findings = checkCopy(text, copyRules, { channel, at: values.at });
    for (const finding of findings) await io.out.write(lineOf(finding, language));
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    io.note(`check-copy: ${findings.length} findings, ${errors} of them errors`);
    return EXIT.ok;
  },
};

function lineOf({ reason, instead, ...rest }: CopyFinding, language: 'ko' | 'en'): string {
  return JSON.stringify({ ...rest, reason: reason[language], instead: instead[language] });
}

/** A mistyped channel must not pass as one without rules. */
function knownChannel(channel: string | undefined, rules: CopyRules): string | undefined {
  if (channel === undefined || channelRule(rules, channel) !== undefined) return channel;
  const known = (rules.channels ?? []).map(({ names }) => names[0]).join(', ');
  throw usage(`--channel does not know "${channel}". Known: ${known}.`);
}

async function allOf(io: CommandIo): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of io.stdin) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks)).trim();
}
