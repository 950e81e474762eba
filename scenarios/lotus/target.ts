import type { Launch } from '../../src/model/arm.js';
import type { Population, Promised, Scenario, Switches } from '../../src/model/scenario.js';
import type { Target } from '../../src/model/target.js';

const launch: Launch = {
  source: { kind: 'folder', path: '{repository}/dist/src/lotus' },
  command: ['node', '{source}/main.js'],
  nodeArguments: [],
};

/** How every scenario on the Lotus server has it filled, and knows that it is ready. */
const target: Target = {
  env: { MONGODB_URI: '{database}', LOTUS_MEDIA: '{folder}' },
  measuredEnv: { LOTUS_RATE_LIMIT: 'off', LOTUS_JWT_SECRET: 'lotus-bench-is-no-secret' },
  ready: { path: '/health', status: 200 },
  readyTimeoutMs: 30_000,
  seed: {
    command: ['node', '{source}/seed.js'],
    env: { MONGODB_URI: '{database}', LOTUS_MEDIA: '{folder}', LOTUS_SEED: '{seed}' },
  },
  queryChannel: 'lotus.database.query',
  poolChannel: 'lotus.database.pool',
};

const switches: Switches = {
  env: 'LOTUS_OPTIMIZATIONS',
  settings: ['before', 'default', 'after'],
  names: [
    'logger-buffering',
    'logger-prefixes',
    'logger-banner',
    'database-pooling',
    'database-compression',
    'database-reconnection',
    'routes-lazy',
    'health-cache',
    'server-keep-alive',
    'server-timeouts',
    'services-parallel',
    'services-timeout',
    'bootstrap-listeners',
  ],
};

/** The seeded data by its ids (`src/lotus/data/identities.ts`): video 0 is the most popular one. */
const populations: Readonly<Record<string, Population>> = {
  video: { kind: 'numbered', prefix: '6b6f74757300000001', digits: 6, base: 16, count: 2000, zipfExponent: 0.9 },
  user: {
    kind: 'numbered',
    prefix: 'user',
    digits: 3,
    base: 10,
    suffix: '@lotus.example',
    count: 500,
    zipfExponent: 0.5,
  },
  page: { kind: 'listed', members: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'], zipfExponent: 1.5 },
  topic: {
    kind: 'listed',
    members: [
      'travel',
      'cooking',
      'music',
      'science',
      'history',
      'nature',
      'sports',
      'gaming',
      'fashion',
      'education',
      'comedy',
      'technology',
      'gardening',
      'photography',
    ],
    zipfExponent: 0.8,
  },
  offset: { kind: 'listed', members: ['0-65535', '65536-131071', '131072-196607'], zipfExponent: 1 },
};

/** The report's headline numbers. Absolute ones are quoted, never judged: that machine is not this one. */
const promises: Scenario['promises'] = {
  startupMs: promised('40 % faster (500 to 300 ms)', 0.6),
  responseTimeUs: promised('42 % lower (120 to 70 ms)', 70 / 120),
  throughputPerSecond: promised('50 % higher (100 to 150 a second)', 1.5),
  rssBytes: promised('30 % lower (150 to 105 MB)', 0.7),
  databaseQueryUs: promised('100 times faster (100 to 1 ms)', 0.01),
};

function promised(text: string, ratio: number): Promised {
  return { text, ratio };
}

/** What the scenarios on the Lotus server share, the report's promises for it too. */
export const lotus = { launch, target, switches, populations, promises } as const;
