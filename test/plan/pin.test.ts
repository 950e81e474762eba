import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/model/machine.js';
import type { PinnedCores } from '../../src/model/pinning.js';
import { mistakesOf } from '../../src/plan/checked.js';
import { layOutCores, mistakesInRepinning } from '../../src/plan/pin.js';
import { madePlan } from '../stats/made-record.js';

const taskset: Reading<string> = { state: 'value', value: '/usr/bin/taskset' };
const allowed = (...cores: number[]) => ({ cores: { state: 'value', value: cores }, taskset }) as const;

describe('cores are laid out', () => {
  it.each([
    [[0, 1], { servers: [0], database: [1], load: [1] }],
    [[0, 1, 2], { servers: [0], database: [1], load: [2] }],
    [[0, 1, 2, 3], { servers: [0, 1], database: [2], load: [3] }],
    [[4, 6, 9], { servers: [4], database: [6], load: [9] }],
  ])('of %j', (cores, wanted) => {
    expect(layOutCores(allowed(...cores))).toEqual({ state: 'good', value: wanted });
  });

  it('not when there is one, or nothing to do it with: all of it told at once', () => {
    expect(layOutCores({ ...allowed(0), taskset: { state: 'absent', reason: 'no taskset on the PATH' } })).toEqual({
      state: 'mistaken',
      mistakes: [
        { where: '--pin', problem: 'no taskset on the PATH; install util-linux, or leave --pin out' },
        {
          where: '--pin',
          problem:
            'there is one core to run on, and nothing to keep apart; take a machine with 2 or more, or leave --pin out',
        },
      ],
    });
  });

  it('not where the platform does not tell', () => {
    const cores = { state: 'absent', reason: 'no Cpus_allowed_list in /proc/self/status' } as const;
    expect(mistakesOf(layOutCores({ cores, taskset }))).toEqual([
      {
        where: '--pin',
        problem: 'the cores cannot be told (no Cpus_allowed_list in /proc/self/status); use Linux, or leave --pin out',
      },
    ]);
  });
});

describe('a pinned run goes on', () => {
  const plan = (pinnedCores: PinnedCores | undefined) => ({ ...madePlan(), ...(pinnedCores ? { pinnedCores } : {}) });
  const pinned = plan({ servers: [0, 1], database: [2], load: [3] });

  it('on the same cores, and an unpinned one anywhere', () => {
    expect(mistakesInRepinning(pinned, () => allowed(0, 1, 2, 3))).toEqual([]);
    expect(mistakesInRepinning(plan(undefined), () => allowed(0))).toEqual([]);
  });

  it.each([[[0, 1, 2]], [[4, 5, 6, 7]], [[0]]])('not on %j', (cores) => {
    expect(mistakesInRepinning(pinned, () => allowed(...cores))).toEqual([
      { where: '--resume', problem: 'it was pinned to cores that are not laid out so any more; start a new run' },
    ]);
  });
});
