import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../../../src/plan/checked.js';
import { checkConfig } from '../../../src/plan/config/check-config.js';

/** The least that is a config. */
const good = { start: 'node server.js', requests: ['GET /items'] };

const told = (config: unknown) =>
  mistakesOf(checkConfig(config, 'c.mjs')).map(({ where, problem }) => `${where.replace(/^c\.mjs: /, '')} ${problem}`);

const request = (given: object) => ({ ...good, requests: [{ path: '/items', ...given }] });

/** What is wrong, the key, and the remedy. */
const table: readonly (readonly [config: object, line: string | RegExp])[] = [
  [{ ...good, start: undefined }, /^start is missing; it must be a command such as "node server.js"/],
  [{ ...good, start: '' }, /^start must be a command such as/],
  [
    { ...good, start: 'cd app && node .' },
    /^start is run without a shell, to which "&&" would belong; give one program/,
  ],
  [{ ...good, start: 'PORT=1 node .' }, /^start begins with the variable PORT; put it into env$/],
  [{ ...good, strat: 'node .' }, /^strat no such key; did you mean start\?$/],
  [{ ...good, requests: [] }, /^requests must be a list of requests, as in \["GET \/items"\], got an empty list$/],
  [{ ...good, requests: 'GET /' }, /^requests must be a list of requests/],
  [{ ...good, requests: ['FETCH /items'] }, /^requests\[0\] "FETCH" is not one of GET, HEAD/],
  [{ ...good, requests: ['GET items'] }, /^requests\[0\] its path must begin with "\/", got "items"; write "\/items"$/],
  [request({ path: 'http://127.0.0.1:3000/items' }), /^requests\[0\]\.path must be a path alone.*write "\/items"$/],
  [request({ wieght: 2 }), /^requests\[0\]\.wieght no such key; did you mean weight\?$/],
  [request({ weight: 0 }), /^requests\[0\]\.weight must be a number above 0, got 0$/],
  [request({ method: 'get' }), /^requests\[0\]\.method "get" is not one of GET.*did you mean GET\?$/],
  [request({ expect: { status: 42 } }), /^requests\[0\]\.expect\.status must be a status from 100 to 599, got 42$/],
  [request({ body: {} }), /^requests\[0\]\.body a GET has no body; leave it out, or name another method$/],
  [
    request({ method: 'HEAD', expect: { contains: 'x' } }),
    /^requests\[0\]\.expect\.contains the answer to HEAD has no body/,
  ],
  [request({ headers: { host: 'x' } }), /^requests\[0\]\.headers\.host is set by the load generator; leave it out$/],
  [request({ headers: { 'x-a': 'a\nb' } }), /^requests\[0\]\.headers\["x-a"\] must be a text on one line/],
  [
    request({ varies: 'time' }),
    /^requests\[0\]\.varies must be true, or a list of the JSON fields that vary, got "time"$/,
  ],
  [
    {
      ...good,
      requests: [
        { name: 'a', path: '/' },
        { name: 'a', path: '/b' },
      ],
    },
    /^requests\[1\]\.name another request is named/,
  ],
  [
    { ...good, requests: ['GET /items/{id}'] },
    /^requests\[0\] \{id\} stands for nothing; add values: \{ id: \[1, 2, 3\] \}$/,
  ],
  [
    { ...good, requests: ['GET /{itm}', 'GET /{item}'], values: { item: [1] } },
    /^requests\[0\] \{itm\} .*did you mean item\?$/,
  ],
  [{ ...good, values: { id: [1] } }, /^values\.id no request uses it; write \{id\} in a path/],
  [{ ...good, requests: ['GET /{id}'], values: { id: { from: 9, to: 1 } } }, /^values\.id from 9 to 1 holds nothing/],
  [{ ...good, requests: ['GET /{id}'], values: { id: { list: [1], from: 1 } } }, /^values\.id has a list and a range/],
  [
    { ...good, requests: ['GET /{id}'], values: { id: { file: 'a.csv', to: 1 } } },
    /^values\.id has a file and a range/,
  ],
  [{ ...good, requests: ['GET /{id}'], values: { id: { skew: 1 } } }, /^values\.id must have a list, a file, or from/],
  [
    { ...good, requests: ['GET /{id}'], values: { id: { list: [1], column: 'id' } } },
    /^values\.id\.column is of a file; name one, or leave it out$/,
  ],
  [
    { ...good, requests: ['GET /{id}'], values: { id: { list: [1], skew: 1, each: 'new' } } },
    /^values\.id is skewed, and new each time; leave one of them out$/,
  ],
  [
    { ...good, requests: ['GET /{id}'], values: { id: { list: [1], each: 'nw' } } },
    /^values\.id\.each "nw" .*did you mean new/,
  ],
  [{ ...good, login: { token: 'token' } }, /^login\.path is missing; it must be a path such as/],
  [
    { ...good, login: { path: '/login', token: 'jwt' } },
    /^login\.token no request uses it; write \{token\} in a header/,
  ],
  [{ ...good, login: { path: '/login', method: 'GET', body: 'x' } }, /^login\.body a GET has no body; leave it out$/],
  [
    { ...good, ready: { path: '/', timeout: '30' } },
    /^ready\.timeout must be a duration such as "30s" or "2m", got "30"$/,
  ],
  [{ ...good, arms: { before: 'git:main' } }, /^arms has one arm, which needs another to be compared with$/],
  [{ ...good, arms: { before: 'branch:main', after: '.' } }, /^arms\.before "branch:" is not known; write "git:main"/],
  [{ ...good, arms: { 'a b': '.', after: '.' } }, /^arms\["a b"\] the name "a b" must be 1 to 24 letters/],
  [{ ...good, env: { PORT: 3000 } }, /^env\.PORT must be a text, got 3000; write "3000"$/],
  [{ ...good, database: { variable: 'mongo url' } }, /^database\.variable "mongo url" is not the name of a variable/],
  [{ ...good, node: 'twenty' }, /^node "twenty" is neither a version such as "24" nor the path of a Node$/],
  [{ ...good, carry: ['../.env'] }, /^carry\[0\] "\.\.\/\.env" is not within your project/],
];

describe('a mistake in a config has its key and its remedy', () => {
  it.each(table.map(([config, line]) => [String(line), config, line] as const))('%s', (_, config, line) => {
    expect(told(config)).toEqual([expect.stringMatching(line)]);
  });
});

it('all of one file are told at once', () => {
  const lines = told({
    strat: 'node .',
    start: 'node . | cat',
    requests: ['GET items', { path: '/a', wieght: 1, weight: -1 }],
    env: { PORT: 3000 },
    arms: { before: 'https://example.org/x.git', after: '.' },
    ready: { status: 200 },
  });
  expect(lines.map((line) => line.split(' ')[0]).toSorted()).toEqual([
    ...['arms.before', 'env.PORT', 'ready.path', 'requests[0]', 'requests[1].weight', 'requests[1].wieght'],
    ...['start', 'strat'],
  ]);
});

it('a config that says all that can be said is good', () => {
  const config = {
    ...{ name: 'shop', start: ['node', 'server.js'], workingDirectory: 'api', env: { LOG: 'off' }, node: '24' },
    ...{ nodeArguments: ['--max-old-space-size=256'], build: 'npm run build', carry: ['.env'] },
    ready: { path: '/health', status: 204, timeout: '1m' },
    database: { variable: 'MONGO_URL', seed: 'node seed.js' },
    arms: { main: 'git:main', mine: { from: '.', env: { CACHE: 'on' } } },
    requests: [
      'GET /items/{item}',
      { name: 'order', method: 'POST', path: '/orders', weight: 2, body: { item: '{item}' }, expect: { status: 201 } },
      { path: '/feed', varies: ['at'], headers: { accept: 'application/json' } },
    ],
    values: { item: { from: 1, to: 50, skew: 1 } },
  };
  expect(checkConfig(config, 'c.mjs')).toEqual({ state: 'good', value: config });
});
