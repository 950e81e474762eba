import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../model/machine.js';

/** The two file systems in which Linux tells about itself. Tests hand in made ones. */
export interface MachineRoots {
  readonly proc: string;
  readonly sys: string;
}

export const realRoots: MachineRoots = { proc: '/proc', sys: '/sys' };

/** The text of a file, trimmed; undefined where there is none, or it cannot be read: this machine does not tell. */
export function textOf(...path: readonly string[]): string | undefined {
  try {
    return readFileSync(join(...path), 'utf8').trim();
  } catch {
    // Kernel files fail in many ways (ENOENT, EACCES, EINVAL, EOPNOTSUPP), and all of them mean the same here.
    return undefined;
  }
}

export function value<T>(found: T): Reading<T> {
  return { state: 'value', value: found };
}

export function absent(reason: string): { readonly state: 'absent'; readonly reason: string } {
  return { state: 'absent', reason };
}
