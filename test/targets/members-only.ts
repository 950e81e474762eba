import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running server that answers only who has logged in. */
export interface Members {
  readonly target: { readonly host: string; readonly port: number };
  /** Those that it gave. */
  readonly tokens: readonly string[];
  close(): void;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/** `POST /login` with the password gives a token in JSON and another in a cookie; `/token` and `/cookie` want them. */
export async function startMembersOnly(password: string): Promise<Members> {
  const tokens: string[] = [];
  const server = createServer(async (request, response) => {
    const asked = await bodyOf(request);
    const answer = (status: number, body: string) => {
      response.statusCode = status;
      response.end(body);
    };
    if (request.url === '/plain') return answer(200, 'welcome');
    if (request.url === '/login') {
      if (!asked.includes(`"${password}"`)) return answer(403, 'no');
      const token = `t${tokens.length}-${(server.address() as AddressInfo).port}`;
      tokens.push(token);
      response.setHeader('set-cookie', [`sid=${token}; HttpOnly; Path=/`, 'theme=dark']);
      return answer(200, JSON.stringify({ session: { token } }));
    }
    const { authorization = '', cookie = '' } = request.headers;
    const given = request.url === '/token' ? authorization.replace('Bearer ', '') : cookie.match(/sid=([^;]+)/)?.[1];
    return tokens.includes(given ?? '') ? answer(200, 'hello') : answer(401, 'who?');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { target: { host: '127.0.0.1', port }, tokens, close: () => void server.close() };
}
