import type { Bundle } from '../common/bundle.ts';

export const bundle = { settings: true, config: true, lindera: true, model: true } as const satisfies Bundle;
