import { isVocError } from '../../shared/domain/errors.ts';
import { configuredSources } from '../../shared/runtime/configured-sources.ts';
import { customerConnectors } from '../../shared/sources/customers/registry.ts';
import { funnelConnectors } from '../../shared/sources/funnel/registry.ts';
import { healthView } from '../../shared/sources/health/health-view.ts';
import { messageConnectors } from '../../shared/sources/messages/registry.ts';
import { connectors } from '../../shared/sources/registry.ts';
import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions } from '../parse-options.ts';
import { readProjectConfig } from '../project-files.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
The sources of voc.config.yaml and how they are doing.

Usage: npm run -s voc -- sources [--data DIR]

One JSON line per source: {"id","brings","connector","title","enabled","schedule","running","outcome","lastRunAt",
"lastSuccessAt","documents","rejected","errorCode","findings","recentDocuments","parkedUntil","quotaLeft",
"credentialExpiresAt"}. "outcome" is never
while the source has not run. "findings" is what needs a person, the most severe first: losing-data, stale, failing,
silent, selector-drift, credential-expired, … (docs/operations.md says what to do). Health needs a running stack. The
connectors that exist are listed on standard error.

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
    const known = new Map<string, { readonly id: string; readonly title: string }>(
      Object.entries({ ...connectors, ...customerConnectors, ...messageConnectors, ...funnelConnectors }),
    );
    const now = new Date();
    for (const { source, brings } of configuredSources(config)) {
      const state = stack?.repositories.state;
      const health = await state?.getHealth(source.id);
      const running = (await state?.isLeased(source.id, now.getTime())) === true;
      const view = healthView(source, { brings, health, running }, now);
      const title = known.get(source.connector)?.title ?? null;
      await io.out.write(JSON.stringify({ ...view, title }));
      for (const { code, severity } of view.findings) io.note(`sources: ${source.id}: ${severity}: ${code}`);
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
