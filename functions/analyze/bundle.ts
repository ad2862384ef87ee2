import { ENGLISH_PACKAGES } from '../../shared/nlp/english-tokens.ts';
import type { Bundle } from '../common/bundle.ts';

export const bundle = {
  settings: true,
  config: true,
  lindera: true,
  model: true,
  nodeModules: ENGLISH_PACKAGES,
} as const satisfies Bundle;
