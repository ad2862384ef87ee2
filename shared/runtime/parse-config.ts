import { type VocConfig, VocConfigSchema } from './config.ts';
import { parseYamlFile } from './yaml-file.ts';

/**
 * Parses the text of `voc.config.yaml`. Every problem comes in one message, with file and line.
 * @throws VocError `config.invalid` (config)
 */
export function parseConfig(yaml: string, fileName: string): VocConfig {
  return parseYamlFile(VocConfigSchema, yaml, fileName, 'config.invalid');
}
