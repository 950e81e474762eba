import type { Express, NextFunction, Request, RequestHandler, Response, Router } from 'express';
import type { Variants } from '../optimizations.js';
import type { RouteContext } from '../route-context.js';

interface RouteModule {
  readonly path: string;
  load(): Promise<{ createRouter(context: RouteContext): Router }>;
}

/** The four route modules. Comments come before videos: their path lies below a video's. */
const modules: readonly RouteModule[] = [
  { path: '/api/auth', load: () => import('../routes/auth.js') },
  { path: '/api/videos/:videoId/comments', load: () => import('../routes/comments.js') },
  { path: '/api/videos', load: () => import('../routes/videos.js') },
  { path: '/video', load: () => import('../routes/streaming.js') },
];

/** routes-lazy. */
const mounts: Variants<(app: Express, module: RouteModule, context: RouteContext) => Promise<void>> = {
  before: mountAtOnce,
  default: mountAtOnce,
  after: mountAtFirstRequest,
};

async function mountAtOnce(app: Express, module: RouteModule, context: RouteContext): Promise<void> {
  const { createRouter } = await module.load();
  app.use(module.path, createRouter(context));
}

async function mountAtFirstRequest(app: Express, module: RouteModule, context: RouteContext): Promise<void> {
  let router: Promise<Router> | undefined;
  app.use(module.path, async (request, response, next) => {
    router ??= module.load().then(({ createRouter }) => createRouter(context));
    (await router)(request, response, next);
  });
}

/** health-cache. */
const healthChecks: Variants<(check: () => Promise<object>) => () => Promise<object>> = {
  before: (check) => check,
  default: (check) => check,
  after: cachedForOneSecond,
};

function cachedForOneSecond(check: () => Promise<object>): () => Promise<object> {
  let answer: object | undefined;
  let answeredMs = 0;
  return async () => {
    const nowMs = performance.now();
    if (answer && nowMs - answeredMs < 1000) return answer;
    answer = await check();
    answeredMs = nowMs;
    return answer;
  };
}

function health(context: RouteContext): RequestHandler {
  const check = healthChecks[context.settings.optimizations['health-cache']](async () => {
    await context.database.query('health', async ({ users }) => users.db.db?.command({ ping: 1 }));
    return { status: 'ok', database: 'connected' };
  });
  return async (_request: Request, response: Response) => {
    try {
      response.json(await check());
    } catch {
      // The reason is in the log of whoever runs the database; a load balancer needs only the status.
      response.status(503).json({ status: 'unavailable', database: 'disconnected' });
    }
  };
}

/** Mounts every route, and the answer to all that is none. */
export async function mountRoutes(app: Express, context: RouteContext): Promise<void> {
  app.get('/health', health(context));
  const mount = mounts[context.settings.optimizations['routes-lazy']];
  for (const module of modules) await mount(app, module, context);
  app.use((_request: Request, response: Response, _next: NextFunction) => {
    response.status(404).json({ error: 'not found' });
  });
}
