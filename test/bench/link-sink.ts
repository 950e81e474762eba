import { createServer } from 'node:net';

/** Reads whatever it is sent, and ends when the sender does: the far end of the link's bench, a process of its own. */
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume();
  socket.on('end', () => socket.end());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.(address?.port);
});
process.on('disconnect', () => process.exit());
