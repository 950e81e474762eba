import type { FlagTable, OptionsOf } from './flag.js';
import { serverFlags } from './server-flags.js';
import { sharedFlags } from './shared-flags.js';

const { profile, budget, seed, rate, connections, db, pin, out, metricsPort, json } = sharedFlags;

/** The flags of `compare`. */
export const compareFlags = {
  ...serverFlags,
  arm: {
    group: 'Arms',
    reads: { kind: 'texts' },
    value: '<name:what>',
    help: 'a further arm; repeatable',
    shapesPlan: true,
  },
  profile,
  rounds: {
    group: 'Run',
    reads: { kind: 'whole-number', least: 2, most: 48 },
    value: '<n>',
    help: 'the most rounds to judge (default: as many as the profile has)',
    shapesPlan: true,
  },
  budget,
  resume: {
    group: 'Run',
    reads: { kind: 'text' },
    value: '<run>',
    help: 'resume an interrupted run: its folder, or its name under reports',
    mayChangeOnResume: true,
  },
  seed,
  rate,
  connections,
  db,
  pin,
  databaseRtt: {
    group: 'Network',
    reads: { kind: 'whole-number', least: 1, most: 1000 },
    value: '<ms>',
    help: 'put the database so far away: milliseconds of round trip',
    shapesPlan: true,
  },
  databaseBandwidth: {
    group: 'Network',
    reads: { kind: 'whole-number', least: 1, most: 10_000 },
    value: '<Mbit/s>',
    help: 'give each server so wide a line to its database, in each direction',
    shapesPlan: true,
  },
  clientRtt: {
    group: 'Network',
    reads: { kind: 'whole-number', least: 1, most: 1000 },
    value: '<ms>',
    help: 'put the clients so far away from the server: milliseconds of round trip',
    shapesPlan: true,
  },
  clientBandwidth: {
    group: 'Network',
    reads: { kind: 'whole-number', least: 1, most: 10_000 },
    value: '<Mbit/s>',
    help: 'give the clients together so wide a line to each server, in each direction',
    shapesPlan: true,
  },
  metrics: {
    group: 'Verdict',
    reads: { kind: 'metrics' },
    value: '<ids>',
    help: 'metrics to judge, separated by commas (default: those marked in `lotus-bench list`)',
    shapesPlan: true,
  },
  limit: {
    group: 'Verdict',
    reads: { kind: 'limits' },
    value: '<METRIC=PERCENT>',
    help: 'the smallest regression of a metric to catch; repeatable',
    shapesPlan: true,
  },
  failFast: {
    group: 'Verdict',
    reads: { kind: 'switch-off' },
    help: 'keep measuring after a confirmed regression',
    shapesPlan: true,
  },
  gate: {
    group: 'Verdict',
    reads: { kind: 'switch' },
    help: 'exit with 3 when regressed, 4 when undecided or invalid',
    mayChangeOnResume: true,
  },
  inconclusive: {
    group: 'Verdict',
    reads: { kind: 'one-of', words: ['pass', 'fail'] },
    value: '<how>',
    help: 'with --gate, a metric that could not be decided: pass leaves it to the others, fail does not',
    otherwise: 'pass',
    mayChangeOnResume: true,
  },
  out,
  calibrations: {
    group: 'Output',
    reads: { kind: 'folder' },
    value: '<folder>',
    help: 'where `calibrate` keeps them (default: reports/calibrations)',
  },
  format: {
    group: 'Output',
    reads: { kind: 'one-of', words: ['terminal', 'markdown', 'json'] },
    value: '<name>',
    help: 'what is printed: terminal, markdown or json',
    otherwise: 'terminal',
    mayChangeOnResume: true,
  },
  metricsPort,
  json: { ...json, help: 'the same as --format json' },
} as const satisfies FlagTable;

export type CompareOptions = OptionsOf<typeof compareFlags>;
