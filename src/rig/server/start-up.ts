import type { StartupFacts } from '../../model/trial.js';
import type { Listener } from './report-channel.js';
import type { Marks } from './report-messages.js';

/** One start as the bench saw it; times in milliseconds of the monotonic clock. */
interface Start {
  readonly spawnedAtMs: number;
  readonly readyAtMs: number;
  readonly listener: Listener;
  readonly marks: Marks;
  /** When the marks had been told. */
  readonly toldAtMs: number;
}

/**
 * The times of a start. When it was ready is the bench's own observation. What the server says of its boot, its
 * listening and its marks is believed only where it lies between the spawn and the moment when the bench heard of it,
 * both by the bench's clock.
 */
export function startupFacts({ spawnedAtMs, readyAtMs, listener, marks, toldAtMs }: Start): StartupFacts {
  const { bootAtMs, atMs, heardAtMs, askedPort } = listener;
  const moved = askedPort === undefined ? {} : { movedFromPort: askedPort };
  const readyMs = readyAtMs - spawnedAtMs;
  const bootOrSpawn = bootAtMs ?? spawnedAtMs;
  if (!(spawnedAtMs <= bootOrSpawn && bootOrSpawn <= atMs && atMs <= heardAtMs)) {
    const untold = { bootMs: undefined, listeningMs: undefined, marksMs: {} };
    return { readyMs, ...untold, ...moved, clockFault: { kind: 'clocks-differ' } };
  }
  const all = Object.entries(marks.marksAtMs);
  const dated = all.filter(([, markMs]) => markMs >= spawnedAtMs && markMs <= toldAtMs);
  const [misdated] = all.find(([, markMs]) => !(markMs >= spawnedAtMs && markMs <= toldAtMs)) ?? [];
  return {
    readyMs,
    bootMs: bootAtMs === undefined ? undefined : bootAtMs - spawnedAtMs,
    listeningMs: atMs - spawnedAtMs,
    marksMs: Object.fromEntries(dated.map(([name, markMs]) => [name, markMs - spawnedAtMs])),
    ...moved,
    ...(misdated === undefined ? {} : { clockFault: { kind: 'misdated-mark', mark: misdated } }),
  };
}
