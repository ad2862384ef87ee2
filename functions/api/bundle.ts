import type { Bundle } from '../common/bundle.ts';

export const bundle = { settings: true, config: true } as const satisfies Bundle;
