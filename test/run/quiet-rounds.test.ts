import { describe, expect, it } from 'vitest';
import type { PilotFacts, Quietness } from '../../src/model/record.js';
import { redoneText } from '../../src/report/words/rounds.js';
import { disturbance, medianQuietness } from '../../src/run/quiet-rounds.js';
import { madeRound } from '../stats/made-record.js';

const quiet: Quietness = { foreignCpuShare: 0.02, stealShare: 0, cpuPressureShare: 0.3 };
const blind: Quietness = { foreignCpuShare: undefined, stealShare: undefined, cpuPressureShare: undefined };

function told(quietness: Quietness, usual: Quietness): string | undefined {
  const found = disturbance(madeRound(0, [], { quietness }), { quietness: usual } as PilotFacts);
  return found && redoneText(found);
}

describe('a round is done again', () => {
  it.each<[string, Quietness, Quietness, string | undefined]>([
    ['not when it is as quiet as the pilot', quiet, quiet, undefined],
    ['not for a little foreign work', { ...quiet, foreignCpuShare: 0.14 }, quiet, undefined],
    ['for foreign work', { ...quiet, foreignCpuShare: 0.16 }, quiet, 'other programs used 16 % of a core'],
    [
      'not where twice that is usual',
      { ...quiet, foreignCpuShare: 0.16 },
      { ...quiet, foreignCpuShare: 0.1 },
      undefined,
    ],
    ['for stolen time', { ...quiet, stealShare: 0.2 }, quiet, 'the hypervisor took 20 % of a core'],
    [
      'for pressure far above the pilot',
      { ...quiet, cpuPressureShare: 0.7 },
      quiet,
      'programs waited for a core 70 % of the time',
    ],
    ['not for pressure of its own kind', { ...quiet, cpuPressureShare: 0.55 }, quiet, undefined],
    ['not where the platform cannot tell', blind, quiet, undefined],
    ['not for pressure that no pilot can be held against', { ...quiet, cpuPressureShare: 0.7 }, blind, undefined],
  ])('%s', (_name, round, usual, wanted) => {
    expect(told(round, usual)).toBe(wanted);
  });
});

it('the usual quietness is the median of each reading, where there is one', () => {
  expect(
    medianQuietness([
      { foreignCpuShare: 0.1, stealShare: 0, cpuPressureShare: undefined },
      { foreignCpuShare: 0.9, stealShare: 0.2, cpuPressureShare: undefined },
      { foreignCpuShare: 0.2, stealShare: 0.1, cpuPressureShare: undefined },
    ]),
  ).toEqual({ foreignCpuShare: 0.2, stealShare: 0.1, cpuPressureShare: undefined });
});
