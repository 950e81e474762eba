import type { ProfileName } from '../../src/model/plan.js';
import { defaultGate, madePlan, madeProfile } from '../stats/made-record.js';
import { type FamilyWorld, runFamily } from './worlds-family.js';
import { sharedRunner, simulatedMachine } from './worlds-machine.js';
import { seededRandom } from './worlds-random.js';
import { runRecords } from './worlds-records.js';
import {
  type Call,
  compareR,
  lotusBench,
  naivePeeking,
  type Rule,
  sequentialBlocks,
  tachometer,
} from './worlds-rules.js';

type Print = (line: string) => void;

const seed = 20_261_124;
const familyRuns = 10_000;
const ruleRuns = 3000;
const recordRuns = 600;

function percent(count: number, of: number): string {
  return `${((100 * count) / of).toFixed(1)} %`.padStart(9);
}

function held(holds: boolean): string {
  return holds ? 'holds' : 'DOES NOT HOLD';
}

interface FamilyCounts {
  readonly falseAlarms: number;
  readonly found: number;
  readonly allSame: number;
  readonly meanRounds: number;
}

function countFamily(world: FamilyWorld): FamilyCounts {
  const random = seededRandom(seed);
  const runs = Array.from({ length: familyRuns }, () => runFamily(world, random));
  const isFalse = (outcome: string, i: number) =>
    outcome === 'improved' || (outcome === 'regressed' && (i > 0 || world.effectRatio === 0));
  return {
    falseAlarms: runs.filter(({ outcomes }) => outcomes.some(isFalse)).length,
    found: runs.filter(({ outcomes }) => outcomes[0] === 'regressed').length,
    allSame: runs.filter(({ outcomes }) => outcomes.every((each) => each === 'no difference')).length,
    meanRounds: runs.reduce((sum, { roundCount }) => sum + roundCount, 0) / familyRuns,
  };
}

type FamilyRow = readonly [profile: ProfileName, correlation: number, noiseRatio: number, effectRatio: number];

const familyRows: readonly FamilyRow[] = [
  ['standard', 0.5, 0.5, 0],
  ['standard', 0.5, 1, 0],
  ['standard', 0.5, 2, 0],
  ['standard', 0.5, 4, 0],
  ['standard', 0, 4, 0],
  ['standard', 0.5, 1, 1.33],
  ['standard', 0.5, 1, 2],
  ['standard', 0.5, 2, 2],
  ['quick', 0.5, 1, 0],
  ['quick', 0, 4, 0],
  ['quick', 0.5, 1, 2],
  ['deep', 0.5, 1, 0],
  ['deep', 0, 4, 0],
  ['deep', 0.5, 2, 2],
];

function familyLine([profile, correlation, noiseRatio, effectRatio]: FamilyRow, counts: FamilyCounts): string {
  return [
    profile.padEnd(9),
    correlation.toFixed(1).padStart(11),
    noiseRatio.toFixed(2).padStart(14),
    effectRatio.toFixed(2).padStart(13),
    percent(counts.falseAlarms, familyRuns).padStart(16),
    effectRatio === 0 ? '        —' : percent(counts.found, familyRuns),
    percent(counts.allSame, familyRuns).padStart(14),
    counts.meanRounds.toFixed(1).padStart(8),
  ].join(' ');
}

/** Error rates of the gate family, by noise and true effect. */
function printFamily(print: Print): void {
  print(
    `The default gate family (${defaultGate.length} metrics, alpha 0.05 shared), ${familyRuns} simulated runs a row`,
  );
  print('profile   correlation   noise/effect   true effect   false verdicts     found   all the same   rounds');
  const counted = familyRows.map((row) => {
    const [name, correlation, noiseRatio, effectRatio] = row;
    const world = { profile: madeProfile(name), metrics: defaultGate, correlation, noiseRatio, effectRatio };
    const counts = countFamily(world);
    print(familyLine(row, counts));
    return { ...world, ...counts };
  });
  const worst = Math.max(...counted.map(({ falseAlarms }) => falseAlarms));
  const found = counted.find(({ effectRatio }) => effectRatio === 1.33)?.found ?? 0;
  print(
    `at most 5 % false verdicts over the family: ${held(worst <= 0.05 * familyRuns)} (worst row ${percent(worst, familyRuns).trim()})`,
  );
  print(
    `noise = effect of interest, 1.33 times it found at least 95 %: ${held(found >= 0.95 * familyRuns)} (${percent(found, familyRuns).trim()})`,
  );
}

function countRule(
  rule: Rule,
  factor: number,
): { readonly calls: Readonly<Record<Call, number>>; readonly meanSeconds: number } {
  const random = seededRandom(seed);
  const calls: Record<Call, number> = { slower: 0, faster: 0, same: 0, undecided: 0 };
  let seconds = 0;
  for (let run = 0; run < ruleRuns; run++) {
    const machine = simulatedMachine(sharedRunner, random);
    calls[rule(machine, factor, random)]++;
    seconds += machine.elapsedSeconds();
  }
  return { calls, meanSeconds: seconds / ruleRuns };
}

/** Our rule and others' rules, re-implemented, on the same simulated machine. */
function printRules(print: Print): void {
  print('');
  print(
    `One metric on a simulated shared runner (drift 5 %, process 2 %, slice 5 %, 5 % outliers x2), ${ruleRuns} runs a cell`,
  );
  print('rule                     identical: false    +5 %: found   +10 %: found    mean s (identical, +10 %)');
  const rules: readonly (readonly [string, Rule])[] = [
    ['lotus-bench', lotusBench],
    ['peek every round (t)', naivePeeking],
    ['A block, then B block', sequentialBlocks],
    ['tachometer', tachometer],
    ['compare.js + compare.R', compareR],
  ];
  for (const [name, rule] of rules) {
    const same = countRule(rule, 1);
    const five = countRule(rule, 1.05);
    const ten = countRule(rule, 1.1);
    print(
      `${name.padEnd(24)} ${percent(same.calls.slower + same.calls.faster, ruleRuns).padStart(16)} ${percent(five.calls.slower, ruleRuns).padStart(14)} ${percent(ten.calls.slower, ruleRuns).padStart(14)} ${same.meanSeconds.toFixed(0).padStart(14)} ${ten.meanSeconds.toFixed(0).padStart(8)}`,
    );
  }
  print('Rivals are re-implemented rules on simulated one-second samples, not the tools themselves.');
}

/** The whole way: synthetic records through `decide` and `analyse`. */
function printRecords(print: Print): void {
  const plan = madePlan({ gateMetrics: defaultGate });
  const noise = { processSd: 0.015, sliceSd: 0.04, startupSd: 0.03, memorySd: 0.008 };
  const count = (cpuFactor: number) => {
    const random = seededRandom(seed);
    const runs = Array.from({ length: recordRuns }, () => runRecords(plan, cpuFactor, noise, random));
    const called = (metric: string, outcomes: readonly string[]) => (analysis: (typeof runs)[number]) =>
      analysis.comparisons.some(
        (each) => each.gate && (metric === '' || each.metric === metric) && outcomes.includes(each.outcome),
      );
    return {
      called: runs.filter(called('', ['regressed', 'improved'])).length,
      found: runs.filter(called('cpuPerRequestUs', ['regressed'])).length,
    };
  };
  print('');
  print(`Whole records through decide and analyse, ${recordRuns} runs`);
  print(`identical arms called different:  ${percent(count(1).called, recordRuns)}`);
  print(`+10 % CPU per request found:      ${percent(count(1.1).found, recordRuns)}`);
}

/** Issue 6, must show 1: error rates in simulated worlds, and what other rules do in them. Seeded; about a minute. */
export async function benchWorlds(print: Print): Promise<void> {
  printFamily(print);
  printRules(print);
  printRecords(print);
}
