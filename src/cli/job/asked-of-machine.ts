import type { PinnedCores } from '../../model/pinning.js';
import type { Mistake } from '../../plan/checked.js';
import { mistakesInConnections } from '../../plan/connections.js';
import { layOutCores } from '../../plan/pin.js';
import { connectionLimits, pinningGround } from '../../run/this-machine.js';

/** What `--pin` comes to on this machine. */
export interface Pinning {
  /** Absent: it was not asked for, or cannot be had. */
  readonly pinnedCores: PinnedCores | undefined;
  readonly mistakes: readonly Mistake[];
}

/** Which cores `--pin` keeps the parts of a run on; none where it was not given. */
export function askedPinning(flags: Readonly<Record<string, unknown>>): Pinning {
  if (flags.pin !== true) return { pinnedCores: undefined, mistakes: [] };
  const laidOut = layOutCores(pinningGround());
  return laidOut.state === 'good'
    ? { pinnedCores: laidOut.value, mistakes: [] }
    : { pinnedCores: undefined, mistakes: laidOut.mistakes };
}

/** Why this machine cannot have so many connections. */
export function mistakesInAskedConnections(connections: number): Mistake[] {
  return mistakesInConnections(connections, connectionLimits());
}
