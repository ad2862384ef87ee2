import type { CodeEdit } from '../../../../shared/domain/settings-edition.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

export const deployed = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));

export function codeEdit(code: string, overrides: Partial<CodeEdit> = {}): CodeEdit {
  return {
    code,
    name: { ko: `이름 ${code}`, en: `Name ${code}` },
    what: { ko: '무엇인지', en: 'what it is' },
    phrases: [],
    ...overrides,
  };
}

/** The deployed code as an edit that changes nothing. */
export function asDeployed(code: string, overrides: Partial<CodeEdit> = {}): CodeEdit {
  const { name, what } = deployed.taxonomy.codes.find((entry) => entry.code === code) ?? codeEdit(code);
  return codeEdit(code, { name, what, ...overrides });
}
