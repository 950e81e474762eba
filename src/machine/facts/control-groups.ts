import { join } from 'node:path';
import type { CpuQuota, Reading } from '../../model/machine.js';
import { absent, type MachineRoots, textOf, value } from './files.js';

type Controller = 'cpu' | 'memory';

/** A folder of a control group, below /sys. */
interface Group {
  readonly version: 1 | 2;
  readonly folder: string;
}

/** `/a/b` as `/a/b`, `/a`, ``: a limit of any ancestor holds too. */
function withAncestors(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '..');
  return Array.from({ length: names.length + 1 }, (_, index) => names.slice(0, names.length - index).join('/'));
}

/**
 * Every folder in which a limit on this process may stand. In a container the path in /proc/self/cgroup can be the
 * host's, which is not there; the ancestors end at the mount itself, which is then the container's own group.
 */
function groupsOf({ proc }: MachineRoots, controller: Controller): Group[] {
  const lines = (textOf(proc, 'self/cgroup') ?? '').split('\n');
  return lines.flatMap((line): Group[] => {
    const [, id = '', controllers = '', path = ''] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (id === '0') return withAncestors(path).map((each) => ({ version: 2, folder: join('fs/cgroup', each) }));
    if (!controllers.split(',').includes(controller)) return [];
    // Version 1 mounts `cpu,cpuacct` under both names or either.
    return [controllers, controller].flatMap((mount) =>
      withAncestors(path).map((each): Group => ({ version: 1, folder: join('fs/cgroup', mount, each) })),
    );
  });
}

/** Cores' worth of CPU time that one group allows; undefined when it has no such file. */
function quotaOf(sys: string, { version, folder }: Group): CpuQuota | undefined {
  const file = version === 2 ? 'cpu.max' : 'cpu.cfs_quota_us';
  const text = textOf(sys, folder, file);
  if (text === undefined) return undefined;
  const [quota = '', period = textOf(sys, folder, 'cpu.cfs_period_us') ?? ''] = text.split(' ');
  const unlimited = quota === 'max' || Number(quota) <= 0;
  return {
    quotaCores: unlimited ? 'unlimited' : Number(quota) / Number(period),
    source: join('/sys', folder, file),
  };
}

/** Version 2 has no cpu.max in the root group, which nothing can limit. */
function isUnlimitedRoot(sys: string): boolean {
  return (textOf(sys, 'fs/cgroup/cgroup.controllers') ?? '').split(' ').includes('cpu');
}

/** The narrowest CPU limit on this process, version 1 or 2. */
export function cpuQuota(roots: MachineRoots): Reading<CpuQuota> {
  const quotas = groupsOf(roots, 'cpu').flatMap((group) => quotaOf(roots.sys, group) ?? []);
  const size = ({ quotaCores }: CpuQuota) => (quotaCores === 'unlimited' ? Number.POSITIVE_INFINITY : quotaCores);
  const [narrowest] = quotas.toSorted((a, b) => size(a) - size(b));
  if (narrowest) return value(narrowest);
  return isUnlimitedRoot(roots.sys)
    ? value({ quotaCores: 'unlimited', source: '/sys/fs/cgroup' })
    : absent('no control group with a CPU limit in /sys/fs/cgroup');
}

/** The narrowest memory limit on this process in bytes; undefined without one. */
export function memoryLimitBytes(roots: MachineRoots): number | undefined {
  const limits = groupsOf(roots, 'memory').flatMap(({ version, folder }) => {
    const text = textOf(roots.sys, folder, version === 2 ? 'memory.max' : 'memory.limit_in_bytes');
    return text === undefined || text === 'max' ? [] : [Number(text)];
  });
  return limits.length === 0 ? undefined : Math.min(...limits);
}
