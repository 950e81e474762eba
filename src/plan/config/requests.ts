import type { Login, RequestClass } from '../../model/scenario.js';
import type { Config, LoginConfig, RequestConfig } from './config.js';

/** The mix of requests that a checked config asks for. Names are unique: a second of the same name ends in ` 2`. */
export function requestClassesOf(requests: Config['requests']): RequestClass[] {
  const written = requests.map(requestOf);
  const taken = new Set(written.flatMap(({ name }) => (name === undefined ? [] : [name])));
  return written.map((request) => {
    const method = request.method ?? 'GET';
    const { contains, status = 200 } = request.expect ?? {};
    const content = contentOf(request);
    return {
      name: request.name ?? freeName(`${method} ${request.path}`, taken),
      weight: request.weight ?? 1,
      method,
      path: request.path,
      ...content,
      expect: { status, ...(contains !== undefined && { bodyContains: contains }) },
      ...variesOf(request),
      kind: request.stream ? 'stream' : 'plain',
    };
  });
}

/** What every arm is asked first. */
export function loginOf({ login }: Pick<Config, 'login'>): Login | undefined {
  if (!login) return undefined;
  const { method = 'POST', path, status = 200, token } = login;
  return { method, path, ...contentOf(login), status, ...(token === undefined ? {} : { token }) };
}

/** A request written as a text: `POST /items`, or a path alone, which is a GET. */
function requestOf(request: string | RequestConfig): RequestConfig {
  if (typeof request !== 'string') return request;
  const [, method, path] = /^(?:([A-Z]+)\s+)?(.*)$/s.exec(request.trim()) ?? [];
  return { ...(method && { method: method as NonNullable<RequestConfig['method']> }), path: path ?? request };
}

/** Nothing where a body is always the same. */
function variesOf({ varies }: RequestConfig): Pick<RequestClass, 'varies'> {
  return varies === undefined || varies === false ? {} : { varies };
}

/** Headers and body: what is no text is sent as JSON, and says so unless the user's headers name another type. */
function contentOf({
  headers,
  body,
}: Pick<RequestConfig | LoginConfig, 'headers' | 'body'>): Pick<RequestClass, 'headers' | 'body'> {
  if (body === undefined) return headers === undefined ? {} : { headers };
  if (typeof body === 'string') return headers === undefined ? { body } : { headers, body };
  const typed = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
  return {
    headers: typed ? { ...headers } : { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`;
  taken.add(name);
  return name;
}
