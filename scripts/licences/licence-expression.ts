/**
 * Whether a licence expression of SPDX (`MIT OR (Apache-2.0 AND Zlib)`) is satisfied where `accepts` says which single
 * licences are. AND binds more tightly than OR. A text that is no such expression is not satisfied.
 * @see https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
 */
export function satisfies(expression: string, accepts: (licence: string) => boolean): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let position = 0;
  const next = () => tokens[position];

  function either(): boolean {
    let result = both();
    while (next() === 'OR') {
      position += 1;
      // Both sides are read, whatever the first one says.
      result = [both(), result].includes(true);
    }
    return result;
  }

  function both(): boolean {
    let result = single();
    while (next() === 'AND') {
      position += 1;
      result = ![single(), result].includes(false);
    }
    return result;
  }

  function single(): boolean {
    const token = next();
    position += 1;
    if (token === undefined || token === ')' || token === 'AND' || token === 'OR') return false;
    if (token !== '(') return accepts(token);
    const inner = either();
    const closed = next() === ')';
    position += 1;
    return inner && closed;
  }

  const result = either();
  return result && position === tokens.length;
}
