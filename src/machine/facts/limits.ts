import type { Reading } from '../../model/machine.js';
import { absent, realRoots, textOf, value } from './files.js';
import { openFileLimit } from './memory.js';

/** How many connections this machine lets one process have. */
export interface ConnectionLimits {
  /** Files that this process, and whatever it starts, may have open; a connection is one. */
  readonly openFiles: Reading<number | 'unlimited'>;
  /**
   * Ports that are given to connections to one address; each is free again a minute after its connection was closed.
   */
  readonly localPorts: Reading<number>;
}

/** What limits the connections of a load generator on this machine. */
export function connectionLimits(roots = realRoots): ConnectionLimits {
  const [first, last] = (textOf(roots.proc, 'sys/net/ipv4/ip_local_port_range') ?? '').split(/\s+/).map(Number);
  return {
    openFiles: openFileLimit(roots),
    localPorts:
      first === undefined || last === undefined
        ? absent('no port range in /proc/sys/net/ipv4/ip_local_port_range')
        : value(last - first + 1),
  };
}
