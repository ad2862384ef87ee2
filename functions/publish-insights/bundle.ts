import type { Bundle } from '../common/bundle.ts';

export const bundle = { settings: true, config: true, font: true } as const satisfies Bundle;
