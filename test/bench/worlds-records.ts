import type { Analysis } from '../../src/model/analysis.js';
import type { Plan } from '../../src/model/plan.js';
import type { Round } from '../../src/model/record.js';
import { analyse } from '../../src/stats/analyse.js';
import { decide } from '../../src/stats/decide.js';
import { type MadeFactors, madeRecord, madeRound, madeTrial, madeTurnSlice } from '../stats/made-record.js';
import type { Random } from './worlds-random.js';

/** Standard deviations of ln(after/before) between rounds, by quantity; and of one turn. */
export interface RecordNoise {
  readonly sds: Readonly<Record<keyof MadeFactors, number>>;
  readonly turnSd: number;
}

function trialOf(
  armName: string,
  { startup, memory, throughput, cpu, latency }: Required<MadeFactors>,
  luck: () => number,
) {
  const turns = madeTurnSlice(1, { cpuUs: 40 * 300 * cpu, latencyOf: () => 1000 * latency * luck() });
  const trial = madeTrial(armName, { startup, memory, throughput });
  return { ...trial, slices: [turns, ...trial.slices.filter(({ load }) => load.kind !== 'turns')] };
}

/** A whole run as records: rounds are made one at a time, and the product's `decide` says when to stop. */
export function runRecords(plan: Plan, cpuRatio: number, { sds, turnSd }: RecordNoise, random: Random): Analysis {
  const rounds: Round[] = [];
  const around = (sd: number) => Math.exp(sd * random.normal());
  const one = { startup: 1, memory: 1, throughput: 1, cpu: 1, latency: 1 };
  for (;;) {
    const after = {
      startup: around(sds.startup),
      memory: around(sds.memory),
      throughput: around(sds.throughput),
      cpu: cpuRatio * around(sds.cpu),
      latency: around(sds.latency),
    };
    const luck = () => around(turnSd);
    rounds.push(madeRound(rounds.length, [trialOf('before', one, luck), trialOf('after', after, luck)]));
    const record = madeRecord(rounds, plan);
    if (decide(record).state === 'stop') return analyse(record);
  }
}
