import type { Bundle } from '../common/bundle.ts';

export const bundle = { nodeModules: ['playwright-core', '@sparticuz/chromium'] } as const satisfies Bundle;
