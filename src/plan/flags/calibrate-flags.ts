import { compareFlags } from './compare-flags.js';
import type { FlagTable, OptionsOf } from './flag.js';
import { sharedFlags } from './shared-flags.js';

const { profile, budget, seed, rate, connections, db, pin, out, json } = sharedFlags;
const { start, ready, get, env, node } = compareFlags;

/** Of fewer rounds a standard deviation is a guess: with 6 it is off by a third, one time in three. */
export const fewestCalibrationRounds = 6;

/** The flags of `calibrate`. */
export const calibrateFlags = {
  setting: {
    group: 'Arms',
    reads: { kind: 'text' },
    value: '<setting>',
    help: 'setting of the server that is measured against itself (default: the last in `lotus-bench list`)',
    shapesPlan: true,
  },
  start,
  ready,
  get,
  env,
  node: { ...node, help: 'the Node that runs it: a version that is installed (24), or its path' },
  profile: { ...profile, help: 'the profile of later runs: quick, standard, deep' },
  rounds: {
    group: 'Run',
    reads: { kind: 'whole-number', least: fewestCalibrationRounds, most: 48 },
    value: '<n>',
    help: 'measures all n, with no early stop',
    otherwise: '16',
    shapesPlan: true,
  },
  budget,
  seed,
  rate,
  connections,
  db,
  pin,
  out,
  calibrations: {
    group: 'Output',
    reads: { kind: 'folder' },
    value: '<folder>',
    help: 'where later runs look for it (default: reports/calibrations)',
  },
  json,
} as const satisfies FlagTable;

export type CalibrateOptions = OptionsOf<typeof calibrateFlags>;
