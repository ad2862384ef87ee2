import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What a list or map costs beside its contents, and each of its elements. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/**
 * Size of an item in bytes, as DynamoDB reckons it.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name) + valueBytes(value), 0);
}

/** Write units of an item: one per kilobyte that it begins. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return utf8(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + utf8(text), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, text) => sum + numberBytes(text), 0);
  if (value.BS !== undefined) return value.BS.reduce((sum, bytes) => sum + bytes.length, 0);
  if (value.L !== undefined)
    return value.L.reduce((sum, one) => sum + valueBytes(one) + ELEMENT_BYTES, CONTAINER_BYTES);
  if (value.M !== undefined)
    return Object.entries(value.M).reduce(
      (sum, [name, one]) => sum + utf8(name) + valueBytes(one) + ELEMENT_BYTES,
      CONTAINER_BYTES,
    );
  return 1;
}

/** Two digits a byte, leading and trailing zeros left out, and one byte more. */
function numberBytes(text: string): number {
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

function utf8(text: string): number {
  return Buffer.byteLength(text);
}
