import type { DraftTool } from '../../domain/suggestion-record.ts';
import type { SinkConfig } from './sink-config.ts';

/** The tools in which the configured sinks make drafts, each once. */
export function draftToolsOf(sinks: readonly SinkConfig[]): DraftTool[] {
  const tools = sinks.flatMap((sink): DraftTool[] => {
    if (sink.type === 'braze-content-block') return ['braze'];
    if (sink.type === 'notion') return sink.carries.includes('draft') ? ['notion'] : [];
    return sink.type === 'csv' && sink.table === 'draft' ? ['csv'] : [];
  });
  return [...new Set(tools)];
}
