import diagnostics from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { MongoClient } from 'mongodb';

/** A server that asks its database once for every request, over one connection. */
const queries = diagnostics.channel('asks-database.query');
const [uri, port] = process.argv.slice(2);
const client = await MongoClient.connect(uri, { maxPoolSize: 1, minPoolSize: 1 });
const items = client.db().collection('items');

const server = createServer(async ({ url }, response) => {
  if (url === '/health') return response.end('well');
  const startMs = performance.now();
  const found = await items.countDocuments({});
  queries.publish({ durationMs: performance.now() - startMs });
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ found }));
});
server.listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void client.close();
});
