// A server that keeps a kilobyte of every request: for good, or of as many as KEEPS says.
import { createServer } from 'node:http';

const most = Number(process.env.KEEPS ?? 0);
const kept = [];

const server = createServer((_, response) => {
  if (kept.length < most) kept.push(Buffer.alloc(1000, 'x').toString('latin1'));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"ok":true}');
});

server.listen(Number(process.argv[2]), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
