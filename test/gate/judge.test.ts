import { describe, expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import {
  analysisOf,
  costlier,
  errors,
  hopeful,
  info,
  invalid,
  missing,
  noWorse,
  ominous,
  open,
  same,
  sooner,
} from './made-comparisons.js';

describe('judge', () => {
  it.each([
    // comparisons, with inconclusive: fail, with inconclusive: pass
    ['nothing', [], 'undecided', 'undecided'],
    ['information only', [info('regressed'), info('improved')], 'undecided', 'undecided'],
    ['all the same', [same], 'passed', 'passed'],
    ['better, the same and no worse', [sooner, same, noWorse], 'passed', 'passed'],
    ['one worse', [sooner, same, costlier], 'regressed', 'regressed'],
    ['one open', [sooner, open], 'undecided', 'passed'],
    ['one open that looks better', [sooner, hopeful], 'undecided', 'passed'],
    ['one open that looks like a regression', [sooner, ominous], 'undecided', 'undecided'],
    ['all open', [open], 'undecided', 'undecided'],
    ['one not measured', [sooner, missing], 'undecided', 'undecided'],
    ['one invalid', [sooner, invalid], 'invalid', 'invalid'],
    ['worse outweighs invalid', [costlier, invalid, open], 'regressed', 'regressed'],
    ['invalid outweighs open', [open, invalid], 'invalid', 'invalid'],
    ['failures, though nobody asked', [same, errors], 'regressed', 'regressed'],
    ['failures of an arm that is otherwise invalid', [invalid, errors], 'regressed', 'regressed'],
    ['information that regressed', [same, info('regressed')], 'passed', 'passed'],
  ] as const)('%s', (_, comparisons, strict, lenient) => {
    expect(judge(analysisOf(comparisons), { inconclusive: 'fail' }).state).toBe(strict);
    expect(judge(analysisOf(comparisons), { inconclusive: 'pass' }).state).toBe(lenient);
  });

  it('gives one finding for each rule, in the order of the comparisons', () => {
    const { findings } = judge(analysisOf([sooner, costlier, open, noWorse, missing, info('improved')]), {
      inconclusive: 'pass',
    });
    expect(findings.map(({ state, comparison: { metric } }) => [state, metric])).toEqual([
      ['met', 'startupMs'],
      ['broken', 'cpuPerRequestUs'],
      ['waived', 'throughputPerSecond'],
      ['met', 'cpuPerRequestUs'],
      ['undecided', 'throughputPerSecond'],
    ]);
  });
});
