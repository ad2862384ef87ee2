/** A route of an HTTP API that fits a request, with the values of its path parameters. */
export interface RouteMatch<Route> {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Picks the route as API Gateway does: the most specific path first (literal before `{name}` before `{name+}`), then
 * the method before `ANY`, and `$default` last.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute<Route extends { readonly routeKey: string }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const candidates: (RouteMatch<Route> & { rank: string })[] = [];
  for (const route of routes) {
    const [routeMethod = '', routePath] = route.routeKey.split(' ');
    if (routePath === undefined || (routeMethod !== method && routeMethod !== 'ANY')) continue;
    const pathParameters = matchPath(routePath, path);
    if (pathParameters === undefined) continue;
    // Per segment: 0 literal, 1 parameter, 2 greedy; smaller is more specific. The method decides between equals.
    const rank = routePath
      .split('/')
      .map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0'))
      .join('');
    candidates.push({ route, pathParameters, rank: `${rank}${routeMethod === 'ANY' ? '1' : '0'}` });
  }
  const [best] = candidates.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  if (best !== undefined) return { route: best.route, pathParameters: best.pathParameters };
  const fallback = routes.find((route) => route.routeKey === '$default');
  return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const actual = path.split('/');
  const parameters: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const name = /^\{(.+?)\+?\}$/.exec(segment)?.[1];
    if (segment.endsWith('+}') && name !== undefined) {
      const rest = actual.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[name] = decode(rest);
      return parameters;
    }
    const value = actual[index];
    if (value === undefined || (name === undefined ? value !== segment : value === '')) return undefined;
    if (name !== undefined) parameters[name] = decode(value);
  }
  return actual.length === expected.length ? parameters : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
