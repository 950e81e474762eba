import { expect, it } from 'vitest';
import type { Listener } from '../../../src/rig/server/report-channel.js';
import { startupFacts } from '../../../src/rig/server/start-up.js';

// By the bench's clock: spawned at 1000, heard of its listening at 1090, ready at 1100.
const facts = (bootAtMs: number, atMs: number) =>
  startupFacts({
    spawnedAtMs: 1000,
    readyAtMs: 1100,
    listener: { bootAtMs, atMs, heardAtMs: 1090 } as Listener,
    marks: { marksAtMs: { loaded: 1050 } },
    toldAtMs: 1110,
  });

it.each([
  ['boot, listening, heard', 1030, 1080],
  ['all at once', 1000, 1000],
])('times in order (%s) are believed', (_name, boot, listening) => {
  expect(facts(boot, listening)).toEqual({
    readyMs: 100,
    bootMs: boot - 1000,
    listeningMs: listening - 1000,
    marksMs: { loaded: 50 },
  });
});

it.each([
  ['booted before it was spawned', 999, 1080],
  ['listened before it booted', 1060, 1030],
  ['listened after the bench heard of it', 1030, 1091],
  ['an hour ahead', 3_601_030, 3_601_080],
  ['no time at all', Number.NaN, 1080],
])('a server that, by its word, %s: the start-up stands, its phases are not told', (_name, boot, listening) => {
  expect(facts(boot, listening)).toEqual({
    readyMs: 100,
    bootMs: undefined,
    listeningMs: undefined,
    marksMs: {},
    clockFault: { kind: 'clocks-differ' },
  });
});
