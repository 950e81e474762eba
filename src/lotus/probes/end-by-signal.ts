/**
 * Loaded into a server (`--import`), so that an experiment can end it as a fault of its own would: SIGUSR2 throws an
 * exception that nobody catches, SIGHUP leaves at once.
 */
process.on('SIGUSR2', () => {
  throw new Error('thrown by the experiment');
});
process.on('SIGHUP', () => process.exit(0));
