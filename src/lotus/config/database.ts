import { channel } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, type ConnectOptions, createConnection } from 'mongoose';
import { type Models, modelsOf } from '../models.js';
import type { OptimizationSetting, Optimizations, Variants } from '../optimizations.js';

/**
 * Publishes `{name, durationMs}` for every query, connecting and retrying included. Costs nothing while nobody listens.
 */
const queries = channel('lotus.database.query');

/**
 * Publishes how the pools change: `{ waiting: 1 }`, `{ checkedOut: -1 }`, `{ created: 1 }`, `{ closed: 1 }`.
 */
const pools = channel('lotus.database.pool');

const poolChanges = {
  connectionCheckOutStarted: { waiting: 1 },
  connectionCheckedOut: { waiting: -1, checkedOut: 1 },
  connectionCheckOutFailed: { waiting: -1 },
  connectionCheckedIn: { checkedOut: -1 },
  connectionCreated: { created: 1 },
  connectionClosed: { closed: 1 },
} as const;

function publishPool(connection: Connection): void {
  const client = connection.getClient();
  for (const [event, change] of Object.entries(poolChanges))
    client.on(event as keyof typeof poolChanges, () => {
      if (pools.hasSubscribers) pools.publish(change);
    });
}

/** The one door to the data: every access goes through `query`, whichever way connections are had. */
export interface Database {
  /** Proves that the database answers. */
  connect(): Promise<void>;
  query<T>(name: string, run: (models: Models) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * A door closes by `destroy`: unlike `close` it takes a connection out of mongoose's own list too, where it would stay.
 */
type Door = Omit<Database, 'query'> & { query<T>(run: (models: Models) => Promise<T>): Promise<T> };

/** database-pooling. */
const doors: Variants<(uri: string, options: ConnectOptions) => Door> = {
  before: connectionPerQuery,
  default: (uri, options) => pooled(uri, options),
  after: (uri, options) => pooled(uri, { ...options, maxPoolSize: 10, minPoolSize: 2 }),
};

/** A new connection for every query, closed after it. */
function connectionPerQuery(uri: string, options: ConnectOptions): Door {
  const query: Door['query'] = async (run) => {
    const connection = await createConnection(uri, { ...options, maxPoolSize: 1 }).asPromise();
    publishPool(connection);
    try {
      return await run(modelsOf(connection));
    } finally {
      await connection.destroy();
    }
  };
  return { connect: () => query(ping), query, close: async () => undefined };
}

/** One client with the driver's pool, for as long as the server runs. */
function pooled(uri: string, options: ConnectOptions): Door {
  let connection: Connection | undefined;
  let models: Models | undefined;
  return {
    async connect() {
      connection = await createConnection(uri, options).asPromise();
      publishPool(connection);
      models = modelsOf(connection);
      await ping(models);
    },
    async query(run) {
      if (!models) throw new Error('the database is not connected yet');
      return run(models);
    },
    async close() {
      await connection?.destroy();
    },
  };
}

async function ping(models: Models): Promise<void> {
  await models.users.db.db?.command({ ping: 1 });
}

/** database-compression. */
const compression: Variants<ConnectOptions> = {
  before: {},
  default: {},
  after: { compressors: ['zlib'] },
};

/** Runs a query until it is answered, or given up. */
type Recovery = <T>(attempt: () => Promise<T>) => Promise<T>;

const lostConnection =
  /^Mongo(Network|ServerSelection|PoolCleared|NotConnected|TopologyClosed)|^MongooseServerSelectionError/;
const isLost = (error: unknown) => error instanceof Error && lostConnection.test(error.name);

/** database-reconnection. */
const recoveries: Variants<(timeoutScale: number) => Recovery> = {
  before: () => firstLossIsFinal(),
  default: () => (attempt) => attempt(),
  after: (timeoutScale) => backOff(timeoutScale),
};

function firstLossIsFinal(): Recovery {
  let lost = false;
  return async (attempt) => {
    if (lost) throw new Error('the database connection was lost');
    try {
      return await attempt();
    } catch (error) {
      lost = isLost(error);
      throw error;
    }
  };
}

/** Tries again after 1, 2, 4, 8 and 16 s. */
function backOff(timeoutScale: number): Recovery {
  return async (attempt) => {
    for (let retry = 0; ; retry++) {
      try {
        return await attempt();
      } catch (error) {
        if (!isLost(error) || retry === 5) throw error;
        await delay(2 ** retry * 1000 * timeoutScale);
      }
    }
  };
}

/** The database as the three optimizations make it. */
export function openDatabase(uri: string, optimizations: Optimizations, timeoutScale: number): Database {
  const setting = (id: 'database-pooling' | 'database-compression' | 'database-reconnection'): OptimizationSetting =>
    optimizations[id];
  const options: ConnectOptions = { ...compression[setting('database-compression')], serverSelectionTimeoutMS: 5000 };
  const door = doors[setting('database-pooling')](uri, options);
  const recover = recoveries[setting('database-reconnection')](timeoutScale);
  return {
    connect: () => door.connect(),
    close: () => door.close(),
    async query(name, run) {
      const startedMs = performance.now();
      try {
        return await recover(() => door.query(run));
      } finally {
        if (queries.hasSubscribers) queries.publish({ name, durationMs: performance.now() - startedMs });
      }
    },
  };
}
