import { isVocError } from '../../shared/domain/errors.ts';
import { connectors } from '../../shared/sources/registry.ts';
import type { SourceHealth } from '../../shared/storage/source-state-repository.ts';
import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions } from '../parse-options.ts';
import { readProjectConfig } from '../project-files.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
The sources of voc.config.yaml and how they are doing.

Usage: npm run -s voc -- sources [--data DIR]

One JSON line per source: {"id","connector","title","enabled","schedule","health"}. Health is null while the source has
never run, else {"outcome","lastRunAt","lastSuccessAt","documents","rejected","durationMs","errorCode"}; it needs a
running stack. The connectors that exist are listed on standard error.

Example:
  npm run -s voc -- sources
`;

export const sources: Command = {
  name: 'sources',
  summary: 'the configured sources and how they are doing',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, STACK_OPTIONS);
    noOperands(positionals);
    const config = await readProjectConfig();
    const stack = await stackOrNull(values.data);
    const known = new Map(Object.entries(connectors));
    for (const { id, connector, enabled, schedule } of config.sources) {
      const found: SourceHealth | undefined = await stack?.repositories.state.getHealth(id);
      const { sourceId: _, ...health } = found ?? { sourceId: id };
      await io.out.write(
        JSON.stringify({
          id,
          connector,
          title: known.get(connector)?.title ?? null,
          enabled,
          schedule,
          health: found === undefined ? null : health,
        }),
      );
    }
    if (stack === null) io.note('sources: no stack runs here, so nothing is known of their health');
    const list = [...known.values()].map(({ id, title }) => `${id} (${title})`);
    io.note(`sources: connectors that can be configured: ${list.join(', ')}; files come in with "voc load"`);
    return EXIT.ok;
  },
};

async function stackOrNull(dataDir: string | undefined): Promise<RunningStack | null> {
  try {
    return await openRunningStack(dataDir);
  } catch (error) {
    if (isVocError(error) && error.code === 'stack.unavailable') return null;
    throw error;
  }
}
