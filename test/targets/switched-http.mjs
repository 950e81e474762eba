// A server with switches: KEEP holds that many MiB, SPIN works that long for every request unless LIGHT is 1, IDLE
// does nothing, and SAY is what is said at the end of every answer.
import { createServer } from 'node:http';

const held = Buffer.alloc(Number(process.env.KEEP ?? 0) * 2 ** 20, 1);
const units = process.env.LIGHT === '1' ? 0 : Number(process.env.SPIN ?? 0);

function work() {
  let sum = 0;
  for (let i = 0; i < units * 10_000; i++) sum = (sum * 31 + i) | 0;
  return typeof sum;
}

createServer((_request, response) => {
  response.end(`${work()} ${typeof held.length} ${process.env.SAY ?? ''}`);
}).listen(Number(process.env.PORT), '127.0.0.1');
