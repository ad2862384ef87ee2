import type { SettingsPreview } from '../../shared/domain/settings-api.ts';
import type { SettingsContent } from '../../shared/domain/settings-edition.ts';
import { excerptOf } from '../../shared/insight/excerpt.ts';
import { previewEdit } from '../../shared/nlp/preview-edit.ts';
import { storedVoices } from './change-settings.ts';
import type { ApiContext } from './context.ts';
import { newestDocuments } from './newest-documents.ts';

const VOICES = 2_000;
const EXAMPLES = 10;
const EXCERPT_UNITS = 200;

/** What an edit would do to the newest voices. */
export async function settingsPreview(
  deps: ApiContext,
  before: SettingsContent,
  after: SettingsContent,
): Promise<SettingsPreview> {
  const preview = previewEdit(deps.deployed.settings, before, after);
  const [documents, { voices: history }] = await Promise.all([
    newestDocuments(deps, VOICES),
    storedVoices(deps),
  ]);
  const examples: SettingsPreview['examples'] = [];
  let changed = 0;
  for (const { record, reading } of documents) {
    const read = {
      codes: reading.hesitations.map(({ code }) => code),
      terms: reading.keywords.map(({ term }) => term),
    };
    const after = preview({ text: record.text, ...read });
    if (after === null) continue;
    changed += 1;
    if (examples.length < EXAMPLES)
      examples.push({
        documentKey: record.documentKey,
        text: excerptOf(record.text, [], EXCERPT_UNITS).text,
        before: read,
        after: { codes: [...after.codes], terms: [...after.terms] },
      });
  }
  return { voices: documents.length, changed, history, examples };
}
