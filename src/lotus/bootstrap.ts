import { type Database, openDatabase } from './config/database.js';
import { prepareServices, type Services } from './config/services.js';
import { type Optimizations, optimizationIds, type Variants } from './optimizations.js';
import { listen, type RunningHttpServer } from './server.js';
import type { Settings } from './settings.js';
import { Logger, type WriteLine } from './utils/logger.js';

/** One Lotus server, from start to shutdown. */
export interface Application {
  /** Resolves with the port when the server listens. */
  start(): Promise<number>;
  /** Answers what is under way, writes what waits, closes everything. */
  stop(): Promise<void>;
}

type ProcessEvent = 'unhandledRejection' | 'uncaughtException' | 'exit';
type Handlers = Readonly<Record<ProcessEvent, (reason: unknown) => void>>;

/** bootstrap-listeners: how process handlers are attached; the function given back detaches them. */
const listeners: Variants<(handlers: Handlers) => () => void> = {
  before: neverRemoved,
  default: neverRemoved,
  after: (handlers) => {
    for (const [event, handler] of Object.entries(handlers)) process.on(event, handler);
    return () => {
      for (const [event, handler] of Object.entries(handlers)) process.removeListener(event, handler);
    };
  },
};

/** Anonymous functions around the handlers: nobody can name them, so nobody can remove them. */
function neverRemoved(handlers: Handlers): () => void {
  for (const [event, handler] of Object.entries(handlers)) process.on(event, (reason: unknown) => handler(reason));
  return () => undefined;
}

function bannerLines(settings: Settings, port: number): string[] {
  const shown = (optimizations: Optimizations) =>
    optimizationIds.map((id) => `  ${id.padEnd(22)} ${optimizations[id]}`);
  return [
    '========================================',
    ' Lotus video streaming platform',
    '========================================',
    ` listening on http://${settings.host}:${port}`,
    ` media in ${settings.mediaFolder}`,
    ' optimizations:',
    ...shown(settings.optimizations),
    '========================================',
  ];
}

/** Puts a server together. Nothing happens before `start`. */
export function createApplication(settings: Settings, write?: WriteLine): Application {
  const logger = new Logger(settings.optimizations, write);
  let database: Database | undefined;
  let services: Services | undefined;
  let server: RunningHttpServer | undefined;
  let detach: () => void = () => undefined;
  let stopped = false;

  const fatal = (kind: string) => (reason: unknown) => {
    logger.error(`${kind}: ${reason instanceof Error ? reason.stack : reason}`);
    logger.flush();
    process.exit(1);
  };

  return {
    async start() {
      performance.mark('modules-loaded');
      detach = listeners[settings.optimizations['bootstrap-listeners']]({
        unhandledRejection: fatal('unhandled rejection'),
        uncaughtException: fatal('uncaught exception'),
        exit: () => logger.flush(),
      });
      database = openDatabase(settings.databaseUri, settings.optimizations, settings.timeoutScale);
      await database.connect();
      // Without its index an address could be registered twice. Videos' indexes are the search service's.
      await database.query('indexes', ({ users, comments }) =>
        Promise.all([users.createIndexes(), comments.createIndexes()]),
      );
      performance.mark('database-connected');
      services = prepareServices(settings, database, logger);
      await services.start();
      performance.mark('services-ready');
      if (stopped) throw new Error('stopped before it was up');
      server = await listen({ settings, database }, logger);
      logger.banner(bannerLines(settings, server.port));
      return server.port;
    },
    async stop() {
      stopped = true;
      services?.stop();
      await server?.close();
      await database?.close();
      logger.info('stopped');
      logger.flush();
      detach();
    },
  };
}
