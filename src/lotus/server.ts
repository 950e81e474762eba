import { createServer, type Server, type ServerOptions } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { mountRoutes } from './config/routes.js';
import type { Variants } from './optimizations.js';
import type { RouteContext } from './route-context.js';
import type { Logger } from './utils/logger.js';

const seconds = 1000;

/**
 * Node's own time-outs (documentation of http.createServer), scaled like all others. Without the interval of its
 * checks, scaled-down ones would be noticed 30 s late.
 */
function nodesOwn(timeoutScale: number): ServerOptions {
  return {
    keepAliveTimeout: 5 * seconds * timeoutScale,
    headersTimeout: 60 * seconds * timeoutScale,
    requestTimeout: 300 * seconds * timeoutScale,
    connectionsCheckingInterval: 30 * seconds * Math.min(1, timeoutScale),
  };
}

/** server-keep-alive. */
const keepAlives: Variants<(app: Express, server: Server, timeoutScale: number) => void> = {
  before: (app) => {
    app.use((_request, response, next) => {
      response.set('Connection', 'close');
      next();
    });
  },
  // 5 s.
  default: () => undefined,
  after: (_app, server, timeoutScale) => {
    server.keepAliveTimeout = 65 * seconds * timeoutScale;
    server.headersTimeout = 66 * seconds * timeoutScale;
  },
};

/** server-timeouts. */
const timeouts: Variants<(server: Server, timeoutScale: number) => void> = {
  before: (server) => {
    server.timeout = 0;
    server.requestTimeout = 0;
    server.headersTimeout = 0;
  },
  // No socket time-out, 60 s for the headers, 300 s for the request.
  default: () => undefined,
  after: (server, timeoutScale) => {
    server.timeout = 120 * seconds * timeoutScale;
  },
};

function logRequests(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction) => {
    const startedMs = performance.now();
    response.on('finish', () =>
      logger.request(request.method, request.originalUrl, response.statusCode, performance.now() - startedMs),
    );
    next();
  };
}

interface HttpError extends Error {
  readonly status?: number;
  readonly expose?: boolean;
}

function answerErrors(logger: Logger) {
  return (error: HttpError, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 500;
    if (status >= 500) logger.error(`${request.method} ${request.originalUrl}: ${error.stack ?? error.message}`);
    // What went wrong inside is for the log; a client learns of its own mistakes only.
    response.status(status).json({ error: status < 500 ? error.message : 'internal error' });
  };
}

/** The HTTP server, listening. */
export interface RunningHttpServer {
  readonly port: number;
  /** Takes no new connection, lets every request under way be answered, then resolves. */
  close(): Promise<void>;
}

/** Builds the application and listens. Rejects when the port is taken. */
export async function listen(context: RouteContext, logger: Logger): Promise<RunningHttpServer> {
  const { settings } = context;
  const app = express();
  const server = createServer(nodesOwn(settings.timeoutScale), app);
  app.disable('x-powered-by');
  app.use(logRequests(logger));
  keepAlives[settings.optimizations['server-keep-alive']](app, server, settings.timeoutScale);
  timeouts[settings.optimizations['server-timeouts']](server, settings.timeoutScale);
  app.use(helmet());
  if (settings.rateLimit !== undefined)
    app.use(
      rateLimit({
        windowMs: 60 * seconds,
        limit: settings.rateLimit,
        standardHeaders: 'draft-8',
        legacyHeaders: false,
      }),
    );
  app.use(express.json({ limit: '100kb' }));
  await mountRoutes(app, context);
  app.use(answerErrors(logger));
  performance.mark('routes-mounted');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeGracefully(server) };
}

/**
 * A client that is at work sends its next request within this time, and learns from the answer that it was the last.
 */
const lastRequestsMs = 500;

/**
 * Takes no new connection and answers every request. A connection that is idle for the moment may have a request under
 * way to us: closing it at once, as Node's own close() does, would lose that. So first all are told, with their next
 * answer, to go; only those still idle after a while are closed.
 */
function closeGracefully(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.prependListener('request', (_request, response: Response) => response.setHeader('Connection', 'close'));
    let closing: NodeJS.Timeout | undefined;
    const goodbye = setTimeout(() => {
      server.closeIdleConnections();
      closing = setInterval(() => server.closeIdleConnections(), 50);
    }, lastRequestsMs);
    NetServer.prototype.close.call(server, () => {
      clearTimeout(goodbye);
      clearInterval(closing);
      // Only the server's own close() ends the interval of its time-out checks, which would keep all of it in memory.
      server.close();
      resolve();
    });
  });
}
