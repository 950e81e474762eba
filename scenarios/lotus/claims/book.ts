import type { ClaimBook } from '../../../src/model/claims-record.js';
import type { RequestClass } from '../../../src/model/scenario.js';
import browsing from '../../browsing.js';
import health from '../../health.js';
import { lotus } from '../target.js';
import { bootstrapListeners } from './bootstrap-listeners.js';
import { databaseCompression } from './database-compression.js';
import { databasePooling } from './database-pooling.js';
import { databaseReconnection } from './database-reconnection.js';
import { growth } from './growth.js';
import { headlines } from './headlines.js';
import { healthCache } from './health-cache.js';
import { keyMetrics } from './key-metrics.js';
import { loggerBanner } from './logger-banner.js';
import { loggerBuffering } from './logger-buffering.js';
import { loggerPrefixes } from './logger-prefixes.js';
import type { ClaimsPart } from './part.js';
import { routesLazy } from './routes-lazy.js';
import { serverKeepAlive } from './server-keep-alive.js';
import { serverTimeouts } from './server-timeouts.js';
import { services } from './services.js';

/** In the order of the report. */
const parts: readonly ClaimsPart[] = [
  headlines,
  loggerBuffering,
  loggerPrefixes,
  loggerBanner,
  databasePooling,
  databaseCompression,
  databaseReconnection,
  routesLazy,
  healthCache,
  serverKeepAlive,
  serverTimeouts,
  services,
  bootstrapListeners,
  growth,
  keyMetrics,
];

const plain = { weight: 1, kind: 'plain', method: 'GET' } as const;

/** What only experiments ask for. */
const requests: readonly RequestClass[] = [
  // An answer that costs next to nothing beside its line in the log.
  { ...plain, name: 'missing', path: '/nothing', expect: { status: 404 } },
  { ...plain, name: 'long-list', path: '/api/videos?limit=50', expect: { status: 200, bodyContains: '"page":1,' } },
  { ...plain, name: 'film', path: '/video/{video}', kind: 'stream', expect: { status: 200, minimumBodyBytes: 65_536 } },
];

/** Every promise of the report on the Lotus server, and what is done to find out. */
const book: ClaimBook = {
  subject: {
    ...lotus,
    name: 'claims',
    description: '',
    requests: [...browsing.requests, ...health.requests, ...requests],
  },
  experiments: parts.flatMap(({ experiments }) => experiments),
  claims: parts.flatMap(({ claims }) => claims),
};

export default book;
