/** `{ "S": "text" }` and the like. */
type AttributeValue = object;

/**
 * Bytes of an item (DynamoDB JSON) as DynamoDB counts them, without the 100 bytes of index overhead.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((bytes, [name, value]) => bytes + utf8(name) + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  const [[type, content] = ['NULL', true]]: [string, unknown][] = Object.entries(value);
  switch (type) {
    case 'S':
      return utf8(String(content));
    case 'N':
      return numberSize(String(content));
    case 'B':
      // As bytes from the client, in base64 on the wire.
      return content instanceof Uint8Array ? content.length : Buffer.byteLength(String(content), 'base64');
    case 'SS':
      return (content as string[]).reduce((bytes, text) => bytes + utf8(text), 0);
    case 'NS':
      return (content as string[]).reduce((bytes, text) => bytes + numberSize(text), 0);
    // A list or map costs three bytes, and one for each element in it.
    case 'L':
      return (content as AttributeValue[]).reduce((bytes, one) => bytes + 1 + valueSize(one), 3);
    case 'M':
      return Object.entries(content as Record<string, AttributeValue>).reduce(
        (bytes, [name, one]) => bytes + 1 + utf8(name) + valueSize(one),
        3,
      );
    default:
      return 1;
  }
}

/** One byte for two significant digits, one more, and one for a sign. */
function numberSize(text: string): number {
  const digits = text
    .replace(/e.*$/i, '')
    .replaceAll(/[^0-9]/g, '')
    .replaceAll(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

function utf8(text: string): number {
  return Buffer.byteLength(text);
}
