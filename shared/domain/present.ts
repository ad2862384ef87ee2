/** A field where it has a value, nothing where it has none: to be spread into an object. */
export function present<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [K in Name]?: Value } {
  const result: { [K in Name]?: Value } = {};
  if (value !== undefined) result[name] = value;
  return result;
}
