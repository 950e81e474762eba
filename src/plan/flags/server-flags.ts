import type { FlagTable } from './flag.js';

/** Which server is asked, in which two versions or settings, and for what. */
export const serverFlags = {
  before: {
    group: 'Arms',
    reads: { kind: 'text' },
    value: '<what>',
    help: 'the `before` arm, the reference: a setting of the scenario, or with --start where its code is: git:REF, . or a folder',
    shapesPlan: true,
  },
  after: {
    group: 'Arms',
    reads: { kind: 'text' },
    value: '<what>',
    help: 'the `after` arm, which is compared with it (default: the last setting; with --start the folder as it is)',
    shapesPlan: true,
  },
  beforeEnv: {
    group: 'Arms',
    reads: { kind: 'variables' },
    value: '<NAME=VALUE>',
    help: 'an environment variable of the `before` arm; repeatable',
    shapesPlan: true,
  },
  afterEnv: {
    group: 'Arms',
    reads: { kind: 'variables' },
    value: '<NAME=VALUE>',
    help: 'an environment variable of the `after` arm; repeatable',
    shapesPlan: true,
  },
  config: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<file>',
    help: 'what describes it (default: lotus-bench.config.{ts,mjs,js,json} in this folder); flags go before it',
  },
  start: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<command>',
    help: 'your server\'s own command, without a shell: "node server.js"; it gets a free port in PORT, and as {port}',
  },
  ready: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<path>',
    help: 'the path whose answer 200 means that it is ready (default: the first --get)',
  },
  get: {
    group: 'Your own server',
    reads: { kind: 'texts' },
    value: '<path>',
    help: 'a path to ask for; repeatable',
  },
  har: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<file>',
    help: 'ask for what a browser recorded (a HAR file), as often as it did; personal headers and what changes data are left out',
  },
  accessLog: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<file>',
    help: 'ask for what an access log tells (common or combined format), as often as it does',
  },
  keepHeaders: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<names>',
    help: 'of a HAR file, take these headers along as well, separated by commas: authorization,cookie',
  },
  keepWrites: {
    group: 'Your own server',
    reads: { kind: 'switch' },
    help: 'of a HAR file, take POST, PUT, PATCH and DELETE along as well: they change data',
  },
  env: {
    group: 'Your own server',
    reads: { kind: 'variables' },
    value: '<NAME=VALUE>',
    help: 'an environment variable of your server; repeatable',
  },
  node: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<version>',
    help: 'the Node of all arms: a version that is installed (24), or its path',
  },
  beforeNode: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<version>',
    help: 'the Node of the `before` arm',
  },
  afterNode: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<version>',
    help: 'the Node of the `after` arm',
  },
  build: {
    group: 'Your own server',
    reads: { kind: 'text' },
    value: '<command>',
    help: 'builds a checkout of git:… (default: its `build` script)',
  },
  carry: {
    group: 'Your own server',
    reads: { kind: 'texts' },
    value: '<file>',
    help: 'a file that git ignores, copied into checkouts: .env; repeatable',
  },
} as const satisfies FlagTable;
