import type { RequestClass } from '../../model/scenario.js';
import type { Config, RequestConfig } from './config.js';

/** `GET /items`, or its path alone, as a request. */
function spelledOut(request: string | RequestConfig): RequestConfig {
  if (typeof request !== 'string') return request;
  const [, method = 'GET', path = request] = /^([A-Z]+)\s+(.*)$/.exec(request) ?? [];
  return { method: method as NonNullable<RequestConfig['method']>, path };
}

/** The request classes of a config. */
export function requestClassesOf(requests: Config['requests']): RequestClass[] {
  return requests.map(spelledOut).map(({ method = 'GET', path, name = `${method} ${path}`, ...rest }) => ({
    name,
    weight: rest.weight ?? 1,
    method: method as RequestClass['method'],
    path,
    expect: { status: rest.expect?.status ?? 200 },
    kind: rest.stream ? 'stream' : 'plain',
  }));
}
