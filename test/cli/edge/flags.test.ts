import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import browsing from '../../../scenarios/browsing.js';
import { addFlags, givenTo } from '../../../src/cli/edge/flags.js';
import type { Plan } from '../../../src/model/plan.js';
import { calibrateFlags } from '../../../src/plan/flags/calibrate-flags.js';
import { compareFlags } from '../../../src/plan/flags/compare-flags.js';
import { doctorFlags } from '../../../src/plan/flags/doctor-flags.js';
import { type FlagTable, type OptionsOf, spelling } from '../../../src/plan/flags/flag.js';
import { listFlags } from '../../../src/plan/flags/list-flags.js';
import { readFlags } from '../../../src/plan/flags/read-flags.js';
import { serveFlags } from '../../../src/plan/flags/serve-flags.js';
import { calibrationArms, makeCalibrationPlan } from '../../../src/plan/make-calibration-plan.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import { makeArms } from '../../../src/plan/variants/arms.js';
import { calibrateAgain, commandLine } from '../../../src/report/words/command-line.js';

const tables = { compareFlags, calibrateFlags, serveFlags, doctorFlags, listFlags };

function parsed(table: FlagTable, words: readonly string[], maxOperands = 9) {
  const command = addFlags(new Command('made').argument('[words...]'), table);
  command.exitOverride().action(() => undefined);
  command.parse([...words], { from: 'user' });
  return givenTo(command, maxOperands);
}

/** What a command line says, read as the program reads it. */
function optionsIn<Table extends FlagTable>(table: Table, line: string): OptionsOf<Table> {
  const [, , , ...words] = line.split(' ');
  const read = readFlags(table, parsed(table, words));
  if (read.state === 'mistaken') throw new Error(JSON.stringify(read.mistakes));
  return read.value;
}

/** The flags of a table that shape a plan, as they are typed. */
const shaping = (table: FlagTable) =>
  Object.entries(table).flatMap(([key, flag]) => (flag.shapesPlan ? [spelling(key, flag)] : []));
const flagsIn = (line: string) => [...new Set(line.split(' ').filter((word) => word.startsWith('--')))];

describe('the table of a command is its help', () => {
  it.each(Object.entries(tables))('%s: each flag under its heading, with its default', (_name, table: FlagTable) => {
    const help = addFlags(new Command('made'), table).helpInformation();
    for (const [key, flag] of Object.entries(table)) {
      expect(help).toContain(`${spelling(key, flag)}${flag.value === undefined ? '' : ` ${flag.value}`}`);
      expect(help).toContain(`${flag.group}:\n`);
      if (flag.otherwise !== undefined) expect(help.replace(/\s+/g, ' ')).toContain(`(default: ${flag.otherwise})`);
    }
  });
});

describe('what the user gave is sorted, and nothing is thrown', () => {
  it('words, flags as they were written, and what nobody knows', () => {
    const words = [
      'health',
      '--nope',
      'x',
      '--gate',
      '--arm',
      'a',
      '--arm',
      'b:c',
      '--other=1',
      'browsing',
      '--no-fail-fast',
    ];
    expect(parsed(compareFlags, words)).toEqual({
      operands: ['health', 'browsing'],
      flags: { gate: true, arm: ['a', 'b:c'], failFast: false },
      unexpected: ['--nope', '--other'],
    });
  });

  it('what is not given is not there, and a word too many is told', () => {
    expect(parsed(calibrateFlags, ['health', 'browsing'], 1)).toEqual({
      operands: ['health'],
      flags: {},
      unexpected: ['browsing'],
    });
  });
});

describe('the command that reproduces a run', () => {
  const surroundings = { randomSeed: 1, scenarioCount: 1 };
  const pinnedCores = { servers: [0], database: [1], load: [1] };
  const compareWords = [
    ...['--before default --after before,health-cache=after --arm mine:after --before-env A=1 --after-env B=2'],
    ...['--profile deep --rounds 20 --budget 600s --seed 5 --rate 50 --connections 4 --db embedded --pin'],
    ...['--metrics startupMs,rssBytes --limit startupMs=7 --no-fail-fast'],
    ...['--database-rtt 20 --database-bandwidth 100 --client-rtt 5 --client-bandwidth 10'],
  ].join(' ');

  it('of compare has every flag that shapes a plan, and plans the same', () => {
    const planFrom = (line: string): Plan => {
      const options = optionsIn(compareFlags, line);
      const plan = makePlan(options, browsing, makeArms(options, browsing), {
        ...surroundings,
        ...(options.pin ? { pinnedCores } : {}),
      });
      if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
      return plan.value;
    };
    const plan = planFrom(`npx lotus-bench compare ${compareWords}`);
    const line = commandLine(plan);
    expect(flagsIn(line).toSorted()).toEqual(shaping(compareFlags).toSorted());
    expect(planFrom(line)).toEqual(plan);
  });

  it('of calibrate too', () => {
    const planFrom = (line: string): Plan => {
      const options = optionsIn(calibrateFlags, line);
      const plan = makeCalibrationPlan(options, browsing, calibrationArms(options, browsing), {
        randomSeed: 1,
        ...(options.pin ? { pinnedCores } : {}),
      });
      if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
      return plan.value;
    };
    const plan = planFrom(
      'npx lotus-bench calibrate --setting default --rounds 8 --budget 90s --seed 3 --db mongod --profile deep --rate 50 --connections 4 --pin',
    );
    const line = calibrateAgain(plan);
    expect(flagsIn(line).toSorted()).toEqual(shaping(calibrateFlags).toSorted());
    expect(planFrom(line)).toEqual(plan);
  });
});
