import type { Bundle } from '../common/bundle.ts';

export const bundle = { config: true } as const satisfies Bundle;
