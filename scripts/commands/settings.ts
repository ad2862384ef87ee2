import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SETTINGS_FILES } from '../../shared/nlp/nlp-settings.ts';
import { loadSettings } from '../../shared/runtime/settings.ts';
import { type Command, EXIT } from '../command.ts';
import { parseOptions, usage } from '../parse-options.ts';
import { SETTINGS_DIRECTORY } from '../project-files.ts';

const help = `
The settings that a marketer edits: reasons and stages, cues, word lists, copy rules.

Usage: npm run -s voc -- settings export [--out DIR]

  --out DIR   writes the YAML files there; without it the settings are printed as one JSON object

Checks them on the way: a mistake is named with file and line. The files in use are in shared/settings/.

Examples:
  npm run -s voc -- settings export > settings.json
  npm run -s voc -- settings export --out backup/
`;

export const settings: Command = {
  name: 'settings',
  summary: 'export the settings',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { out: { type: 'string' } });
    if (positionals.length !== 1 || positionals[0] !== 'export') throw usage('settings takes "export".');
    const loaded = await loadSettings(SETTINGS_DIRECTORY);
    if (values.out === undefined) {
      await io.out.write(JSON.stringify(loaded, null, 2));
      return EXIT.ok;
    }
    await mkdir(values.out, { recursive: true });
    for (const { file } of Object.values(SETTINGS_FILES)) {
      const copy = join(values.out, file);
      await copyFile(new URL(file, SETTINGS_DIRECTORY), copy);
      await io.out.write(copy);
    }
    io.note(`settings: version ${loaded.version}`);
    return EXIT.ok;
  },
};
