/** An attribute value of the DynamoDB API, as it stands on the wire. */
export type Value = {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly M?: Attributes;
  readonly L?: readonly Value[];
};
export type Attributes = { [name: string]: Value };

/** Names and values that an expression refers to. */
export interface Terms {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
}

const TOKEN = /\s*(<=|>=|<>|[()=<>,+-]|[A-Za-z0-9_#:.[\]]+)/y;

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const found = TOKEN.exec(expression);
    if (found?.[1] === undefined) throw new Error(`cannot read the expression ${expression}`);
    tokens.push(found[1]);
  }
  return tokens;
}

function pathOf(token: string, terms: Terms): string[] {
  return token.split('.').map((part) => {
    if (!part.startsWith('#')) return part;
    const name = terms.ExpressionAttributeNames?.[part];
    if (name === undefined) throw new Error(`the name ${part} is not given`);
    return name;
  });
}

function read(item: Attributes, path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((value, part) => value?.M?.[part], { M: item });
}

/** Equal values give equal texts: sets are sorted, numbers are numbers. */
export function textOfValue(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value.SS !== undefined) return `SS${JSON.stringify([...value.SS].sort())}`;
  if (value.N !== undefined) return `N${Number(value.N)}`;
  if (value.M !== undefined) {
    const fields = Object.entries(value.M).sort(([a], [b]) => (a < b ? -1 : 1));
    return `M{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${textOfValue(inner)}`).join()}}`;
  }
  if (value.L !== undefined) return `L[${value.L.map(textOfValue).join()}]`;
  return JSON.stringify(value);
}

/** Below, equal or above zero; undefined for values that have no order. */
export function compareValues(a: Value | undefined, b: Value | undefined): number | undefined {
  if (a?.S !== undefined && b?.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  // Unsigned bytes, as DynamoDB orders them.
  if (a?.B !== undefined && b?.B !== undefined)
    return Buffer.compare(Buffer.from(a.B, 'base64'), Buffer.from(b.B, 'base64'));
  if (a?.N !== undefined && b?.N !== undefined) return Number(a.N) - Number(b.N);
  return undefined;
}

/** Whether an item fulfils a condition, key condition or filter. */
export function holds(expression: string | undefined, item: Attributes, terms: Terms): boolean {
  if (expression === undefined) return true;
  const tokens = tokensOf(expression);
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const take = (wanted?: string) => {
    const token = peek();
    if (wanted !== undefined && token !== wanted) throw new Error(`${wanted} is missing in ${expression}`);
    at += 1;
    return token;
  };

  function operand(): Value | undefined {
    const token = take();
    if (token === 'size') {
      take('(');
      const value = operand();
      take(')');
      const size =
        value?.S?.length ?? value?.SS?.length ?? value?.L?.length ?? Object.keys(value?.M ?? {}).length;
      return value === undefined ? undefined : { N: String(size) };
    }
    if (token.startsWith(':')) return givenValue(token, terms);
    return read(item, pathOf(token, terms));
  }

  function primary(): boolean {
    const token = peek();
    if (token === 'NOT') {
      take();
      return !primary();
    }
    if (token === '(') {
      take();
      const result = either();
      take(')');
      return result;
    }
    if (['attribute_exists', 'attribute_not_exists', 'begins_with', 'contains'].includes(token)) {
      take();
      take('(');
      const first = operand();
      let result = (first !== undefined) === (token === 'attribute_exists');
      if (token === 'begins_with' || token === 'contains') {
        take(',');
        const second = operand()?.S ?? '';
        result =
          token === 'begins_with'
            ? first?.S?.startsWith(second) === true
            : (first?.SS?.includes(second) ?? first?.S?.includes(second)) === true;
      }
      take(')');
      return result;
    }
    const left = operand();
    const sign = take();
    const right = operand();
    if (sign === 'BETWEEN') {
      take('AND');
      const high = operand();
      return (compareValues(left, right) ?? -1) >= 0 && (compareValues(left, high) ?? 1) <= 0;
    }
    if (sign === '=') return left !== undefined && textOfValue(left) === textOfValue(right);
    if (sign === '<>') return textOfValue(left) !== textOfValue(right);
    const order = compareValues(left, right);
    if (order === undefined) return false;
    if (sign === '<') return order < 0;
    if (sign === '<=') return order <= 0;
    if (sign === '>') return order > 0;
    if (sign === '>=') return order >= 0;
    throw new Error(`cannot read ${sign} in ${expression}`);
  }

  function both(): boolean {
    let result = primary();
    while (peek() === 'AND') {
      take();
      result = primary() && result;
    }
    return result;
  }

  function either(): boolean {
    let result = both();
    while (peek() === 'OR') {
      take();
      result = both() || result;
    }
    return result;
  }

  const result = either();
  if (at < tokens.length) throw new Error(`cannot read the end of ${expression}`);
  return result;
}

/** The item after an update expression. */
export function updated(expression: string, item: Attributes, terms: Terms): Attributes {
  const next = structuredClone(item);
  const tokens = tokensOf(expression);
  let at = 0;
  const take = () => tokens[at++] ?? '';

  function operand(): Value | undefined {
    const token = take();
    if (token === 'if_not_exists') {
      take();
      const present = read(item, pathOf(take(), terms));
      take();
      const other = operand();
      take();
      return present ?? other;
    }
    return token.startsWith(':') ? givenValue(token, terms) : read(item, pathOf(token, terms));
  }

  let clause = '';
  while (at < tokens.length) {
    const token = take();
    if (token === ',') continue;
    if (['SET', 'REMOVE', 'ADD', 'DELETE'].includes(token)) {
      clause = token;
      continue;
    }
    const path = pathOf(token, terms);
    if (clause === 'SET') {
      take();
      let value = operand();
      while (tokens[at] === '+' || tokens[at] === '-') {
        const sign = take() === '+' ? 1 : -1;
        value = { N: String(Number(value?.N ?? 0) + sign * Number(operand()?.N ?? 0)) };
      }
      write(next, path, value);
    } else if (clause === 'REMOVE') write(next, path, undefined);
    else {
      const given = operand();
      const before = read(next, path);
      if (given?.N !== undefined) write(next, path, { N: String(Number(before?.N ?? 0) + Number(given.N)) });
      else {
        const members = new Set(before?.SS ?? []);
        for (const member of given?.SS ?? []) {
          if (clause === 'ADD') members.add(member);
          else members.delete(member);
        }
        write(next, path, members.size === 0 ? undefined : { SS: [...members] });
      }
    }
  }
  return next;
}

function write(item: Attributes, path: readonly string[], value: Value | undefined): void {
  const parent = path.slice(0, -1).reduce<Attributes | undefined>((inner, part) => inner?.[part]?.M, item);
  const name = path.at(-1) ?? '';
  if (parent === undefined) throw new Error(`there is nothing at ${path.join('.')}`);
  if (value === undefined) delete parent[name];
  else parent[name] = value;
}

function givenValue(token: string, terms: Terms): Value {
  const value = terms.ExpressionAttributeValues?.[token];
  if (value === undefined) throw new Error(`the value ${token} is not given`);
  return value;
}

/** The named attributes of an item. */
export function projected(expression: string | undefined, item: Attributes, terms: Terms): Attributes {
  if (expression === undefined) return item;
  const names = tokensOf(expression).filter((token) => token !== ',');
  return Object.fromEntries(
    names.flatMap((token) => {
      const [name = ''] = pathOf(token, terms);
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
