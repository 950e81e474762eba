// A server that knows nothing of any bench: node:http, a few routes, no database.
import { createServer } from 'node:http';

const items = Array.from({ length: 100 }, (_, id) => ({ id, name: `item ${id}` }));

function answer(path) {
  if (path === '/health') return { ok: true };
  if (path === '/items') return items;
  return items[Number(/^\/items\/(\d+)$/.exec(path)?.[1])];
}

const server = createServer(({ url }, response) => {
  const body = answer(url);
  response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body ?? { error: 'not found' }));
});

server.listen(Number(process.argv[2]), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
