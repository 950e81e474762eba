import { createApplication } from './bootstrap.js';
import { readSettings, SettingsError } from './settings.js';

/** Starts the server from the environment, and stops it at SIGTERM or SIGINT. */
async function run(): Promise<void> {
  const application = createApplication(readSettings(process.env));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void application.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  await application.start();
}

try {
  await run();
} catch (error) {
  const known =
    error instanceof SettingsError ||
    (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ||
    (error as Error).name?.startsWith('Mongo');
  for (const line of (known ? (error as Error).message : String((error as Error).stack)).split('\n'))
    process.stderr.write(`lotus: ${line}\n`);
  process.exit(error instanceof SettingsError ? 2 : 1);
}
