import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../../src/plan/checked.js';
import { compareFlags } from '../../src/plan/flags/compare-flags.js';
import { readFlags } from '../../src/plan/flags/read-flags.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { makeArms } from '../../src/plan/variants/arms.js';
import { commandLine } from '../../src/report/words/command-line.js';
import { asksDatabase } from '../targets/asks-database.js';
import { plainHttp } from '../targets/plain-http.js';

function planOf(flags: Readonly<Record<string, string>>, scenario = asksDatabase) {
  const options = readFlags(compareFlags, { flags, unexpected: [] });
  if (options.state === 'mistaken') throw new Error(JSON.stringify(options.mistakes));
  return makePlan(options.value, scenario, makeArms(options.value, scenario), { randomSeed: 1, scenarioCount: 1 });
}

const conditionOf = (flags: Readonly<Record<string, string>>) => {
  const plan = planOf(flags);
  if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
  return { condition: plan.value.condition, line: commandLine(plan.value) };
};

describe('the network of a plan', () => {
  it('is what the flags ask for, and the command that measures again asks for it too', () => {
    const { condition, line } = conditionOf({ databaseRtt: '20', databaseBandwidth: '10', clientBandwidth: '100' });
    expect(condition).toEqual({
      name: 'database-rtt=20,database-bandwidth=10,client-bandwidth=100',
      databaseLink: { roundTripMs: 20, bytesPerSecond: 1_250_000 },
      clientLink: { bytesPerSecond: 12_500_000 },
    });
    expect(line).toContain('--database-rtt 20 --database-bandwidth 10 --client-bandwidth 100');
  });

  it('is none where they ask for none', () => {
    const { condition, line } = conditionOf({});
    expect(condition).toBeUndefined();
    expect(line).not.toMatch(/rtt|bandwidth/);
  });

  it.each([
    ['several hosts', { databaseRtt: '5', db: 'mongodb://a:1,b:2/' }, asksDatabase, '--database-rtt', 'one host'],
    [
      'a name that is looked up',
      { databaseBandwidth: '5', db: 'mongodb+srv://a/' },
      asksDatabase,
      '--database-bandwidth',
      'one host',
    ],
    ['no database', { databaseRtt: '5' }, plainHttp, '--database-rtt', 'no arm of plain-http asks for a database'],
    ['bytes without a link', { metrics: 'databaseBytesPerRequest' }, asksDatabase, '--metrics', 'add --database-rtt'],
  ])('is refused in one line: %s', (_what, flags, scenario, where, problem) => {
    expect(mistakesOf(planOf(flags, scenario))).toEqual([{ where, problem: expect.stringContaining(problem) }]);
  });
});
