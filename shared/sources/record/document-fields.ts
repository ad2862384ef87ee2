const MAX_TAGS_UNITS = 1_000;

/** A value that fits into a field of a document; what is empty or too long is left out, never cut to something else. */
export function within(units: number, value: string | null | undefined): string | undefined {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' || trimmed.length > units ? undefined : trimmed;
}

/** The fields that have a value. */
export function present<Value>(fields: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value;
  return kept;
}

/** Tags as one attribute, always in the same order, so that the same tags are the same document. */
export function joinedTags(tags: readonly string[], maxUnits = MAX_TAGS_UNITS): string | undefined {
  const sorted = [...tags].sort();
  while (sorted.join(',').length > maxUnits) sorted.pop();
  return sorted.length === 0 ? undefined : sorted.join(',');
}
