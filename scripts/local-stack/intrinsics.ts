import { VocError } from '../../shared/domain/errors.ts';

/** What `Ref` and `Fn::GetAtt` mean in this stack. Both throw VocError `stack.unsupported` for what they do not know. */
export interface References {
  ref(logicalId: string): string | undefined;
  getAtt(logicalId: string, attribute: string): string;
}

/**
 * Replaces the intrinsic functions in a template value: `Ref`, `Fn::GetAtt`, `Fn::Join` and `Fn::Sub`. A property whose
 * value is `AWS::NoValue` is left out, as CloudFormation does.
 * @throws VocError `stack.unsupported` (config) for any other intrinsic, naming the place
 */
export function resolveIntrinsics(value: unknown, references: References, place: string): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolveIntrinsics(item, references, `${place}[${index}]`))
      .filter((item) => item !== undefined);
  }
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  const [key] = keys;
  if (
    keys.length === 1 &&
    key !== undefined &&
    (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'))
  ) {
    return resolveOne(key, value[key], references, place);
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const plain = resolveIntrinsics(item, references, `${place}.${name}`);
    if (plain !== undefined) resolved[name] = plain;
  }
  return resolved;
}

function resolveOne(name: string, argument: unknown, references: References, place: string): unknown {
  const malformed = (): never => {
    throw unsupported(`${name} at ${place} has arguments the local stack cannot read.`);
  };
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? references.ref(argument) : malformed();
    case 'Fn::GetAtt': {
      const parts = typeof argument === 'string' ? argument.split(/\.(.*)/s) : argument;
      if (!Array.isArray(parts) || typeof parts[0] !== 'string' || typeof parts[1] !== 'string')
        return malformed();
      return references.getAtt(parts[0], parts[1]);
    }
    case 'Fn::Join': {
      if (!Array.isArray(argument) || typeof argument[0] !== 'string' || !Array.isArray(argument[1]))
        return malformed();
      const items: unknown = resolveIntrinsics(argument[1], references, place);
      return Array.isArray(items) ? items.map((item) => asText(item, place)).join(argument[0]) : malformed();
    }
    case 'Fn::Sub':
      return substitute(argument, references, place) ?? malformed();
    default:
      throw unsupported(
        `The template uses ${name} at ${place}. The local stack knows Ref, Fn::GetAtt, Fn::Join and Fn::Sub: ` +
          'express the value with these, or teach scripts/local-stack/intrinsics.ts the new one.',
      );
  }
}

function substitute(argument: unknown, references: References, place: string): string | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables)) return undefined;
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (name in variables) return asText(resolveIntrinsics(variables[name], references, place), place);
    const dot = name.indexOf('.');
    return dot === -1
      ? asText(references.ref(name), place)
      : references.getAtt(name.slice(0, dot), name.slice(dot + 1));
  });
}

function asText(value: unknown, place: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw unsupported(`A part of the text at ${place} does not resolve to a plain value.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error of everything in a template that the local stack does not carry out. */
export function unsupported(message: string): VocError {
  return new VocError('stack.unsupported', 'config', message);
}
