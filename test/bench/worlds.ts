import { defaultGate, madeDecision, madePlan, madeProfile } from '../stats/made-record.js';
import { sharedRunner, simulatedMachine } from './worlds-machine.js';
import { falseCalls, isWithin, type Promised, passes, percent, power, seed, turnSds } from './worlds-promises.js';
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

const familyRuns = 3000;
const passRuns = 800;
const ruleRuns = 1000;
const recordRuns = 300;

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
  const cell = (count: number, width: number) => percent(count / ruleRuns).padStart(width);
  for (const [name, rule] of rules) {
    const same = countRule(rule, 1);
    const five = countRule(rule, 1.05);
    const ten = countRule(rule, 1.1);
    const found = `${cell(same.calls.slower + same.calls.faster, 16)} ${cell(five.calls.slower, 14)} ${cell(ten.calls.slower, 14)}`;
    print(
      `${name.padEnd(24)} ${found} ${same.meanSeconds.toFixed(0).padStart(14)} ${ten.meanSeconds.toFixed(0).padStart(8)}`,
    );
  }
  print('Rivals are re-implemented rules on simulated one-second samples, not the tools themselves.');
}

/** The whole way: synthetic records through `decide` and `analyse`, with the noise of turns. */
function recordPromises(print: Print): Promised[] {
  const plan = madePlan({ profile: madeProfile('quick') });
  const [startup = 0, latency = 0, throughput = 0, memory = 0, cpu = 0] = turnSds;
  const noise = { sds: { startup, latency, throughput, memory, cpu }, turnSd: 0.1 };
  const count = (cpuRatio: number) => {
    const random = seededRandom(seed);
    const runs = Array.from({ length: recordRuns }, () => runRecords(plan, cpuRatio, noise, random));
    const share = (holds: (run: (typeof runs)[number]) => boolean) => runs.filter(holds).length / recordRuns;
    const gate = (run: (typeof runs)[number]) => run.comparisons.filter((each) => each.gate);
    return {
      called: share((run) => gate(run).some(({ outcome }) => outcome === 'regressed' || outcome === 'improved')),
      decided: share((run) => gate(run).every(({ outcome }) => outcome !== 'inconclusive')),
      found: share((run) =>
        gate(run).some((each) => each.metric === 'cpuPerRequestUs' && each.outcome === 'regressed'),
      ),
      rounds: runs.reduce((sum, { roundsUsed }) => sum + roundsUsed, 0) / recordRuns,
    };
  };
  const [same, five] = [count(1), count(1.05)];
  print('');
  print(`Whole records through decide and analyse, ${recordRuns} runs of quick`);
  print(
    `identical arms:        called different ${percent(same.called)}, all decided ${percent(same.decided)}, mean rounds ${same.rounds.toFixed(1)}`,
  );
  print(`+5 % CPU per request:  found ${percent(five.found)}, mean rounds ${five.rounds.toFixed(1)}`);
  return [
    { what: 'whole records: false calls at most 5 %', holds: isWithin(same.called, 0.05, recordRuns) },
    { what: 'whole records: +5 % CPU found in at least 9 of 10', holds: five.found >= 0.9 },
  ];
}

/**
 * What docs/method.md §16 promises: error rates in simulated worlds, the old rule and other tools' beside ours. Seeded,
 * less than a minute. Throws where a rate is beyond its bound and the luck of the draw.
 */
export async function benchWorlds(print: Print): Promise<void> {
  const quick = madeDecision('quick', { gateMetrics: defaultGate });
  const promises = [...falseCalls(quick, familyRuns, print), ...passes(quick, passRuns, print)];
  power(quick, passRuns, print);
  printRules(print);
  promises.push(...recordPromises(print));
  print('');
  for (const { what, holds } of promises) print(`${holds ? 'holds' : 'DOES NOT HOLD'}: ${what}`);
  const broken = promises.filter(({ holds }) => !holds);
  if (broken.length > 0) throw new Error(`promises broken: ${broken.map(({ what }) => what).join('; ')}`);
}
