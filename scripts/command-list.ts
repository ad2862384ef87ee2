import type { Command } from './command.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const entry = (name: string, summary: string, load: () => Promise<Command>): Entry => ({
  name,
  summary,
  load,
});

/** Every command by its name; a command's file is loaded only when it runs. */
export const COMMANDS: readonly Entry[] = [
  entry(
    'up',
    'start everything on this machine, with demo data or your files',
    async () => (await import('./commands/up.ts')).up,
  ),
  entry('load', 'send files into the running stack', async () => (await import('./commands/load.ts')).load),
  entry(
    'status',
    'documents, totals with a recount, and queues of the running stack',
    async () => (await import('./commands/status.ts')).status,
  ),
  entry(
    'analyze',
    'customer voices in, readings out',
    async () => (await import('./commands/analyze.ts')).analyze,
  ),
  entry(
    'keywords',
    'what customers talk about: telling, sudden and new words',
    async () => (await import('./commands/keywords.ts')).keywords,
  ),
  entry(
    'link',
    'say which customer wrote which voice',
    async () => (await import('./commands/link.ts')).link,
  ),
  entry(
    'detect',
    'find the counts that are clearly more than usual',
    async () => (await import('./commands/detect.ts')).detect,
  ),
  entry(
    'report',
    'the weekly review from files, without any server',
    async () => (await import('./commands/report.ts')).report,
  ),
  entry(
    'train',
    'adapt the sentiment model to your own rated reviews',
    async () => (await import('./commands/train.ts')).train,
  ),
  entry(
    'collect',
    'run one configured source, or show what it would bring',
    async () => (await import('./commands/collect.ts')).collect,
  ),
  entry(
    'sources',
    'the configured sources and how they are doing',
    async () => (await import('./commands/sources.ts')).sources,
  ),
  entry(
    'imports',
    'what the imports of customers found',
    async () => (await import('./commands/imports.ts')).imports,
  ),
  entry(
    'check-copy',
    'check a message draft against the rules',
    async () => (await import('./commands/check-copy.ts')).checkCopyCommand,
  ),
  entry(
    'alerts',
    'what alerts would have been sent, incidents, and answers to them',
    async () => (await import('./commands/alerts.ts')).alerts,
  ),
  entry(
    'dlq',
    'show what could not be processed, and why',
    async () => (await import('./commands/dlq.ts')).dlq,
  ),
  entry(
    'reanalyze',
    'read stored voices again with the present settings',
    async () => (await import('./commands/reanalyze.ts')).reanalyze,
  ),
  entry(
    'corrections',
    'what people corrected, for evaluation and training',
    async () => (await import('./commands/corrections.ts')).corrections,
  ),
  entry(
    'settings',
    'export the settings; show, check and edit those of the running stack',
    async () => (await import('./commands/settings.ts')).settings,
  ),
  entry(
    'erase',
    "remove a customer's profile and links",
    async () => (await import('./commands/erase.ts')).erase,
  ),
  entry(
    'eval',
    'the quality table on the development sets',
    async () => (await import('./commands/eval.ts')).evaluate,
  ),
  entry(
    'bench',
    'the performance table of this machine',
    async () => (await import('./commands/bench.ts')).bench,
  ),
];
