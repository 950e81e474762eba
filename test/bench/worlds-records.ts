import type { Analysis } from '../../src/model/analysis.js';
import type { Plan } from '../../src/model/plan.js';
import type { Round } from '../../src/model/record.js';
import { analyse } from '../../src/stats/analyse.js';
import { decide } from '../../src/stats/decide.js';
import { madeRecord, madeRound, madeSlice, madeStartup, madeTrial } from '../stats/made-record.js';
import type { Random } from './worlds-random.js';

/** Standard deviations of ln, for each side on its own: a ratio has the square root of two times as much. */
export interface RecordNoise {
  readonly processSd: number;
  readonly sliceSd: number;
  readonly startupSd: number;
  readonly memorySd: number;
}

function trialOf(armName: string, cpuFactor: number, noise: RecordNoise, random: Random) {
  const around = (value: number, sd: number) => value * Math.exp(sd * random.normal());
  const luck = around(1, noise.processSd);
  const rssBytes = around(80e6, noise.memorySd);
  const open = [0, 1, 2, 3].map((index) => {
    const cpu = around(luck, noise.sliceSd);
    return madeSlice({
      index,
      cpuUs: 400 * 300 * cpu * cpuFactor,
      rssBytes,
      latencyUs: [[around(1000 * luck, noise.sliceSd), 400]],
    });
  });
  return madeTrial(
    armName,
    {},
    {
      slices: open,
      startups: [madeStartup(around(400, noise.startupSd))],
      memory: { peakRssBytes: undefined, heapAfterGcBytes: 30e6 },
    },
  );
}

/** A whole run as records: rounds are made one at a time, and the product's `decide` says when to stop. */
export function runRecords(plan: Plan, cpuFactor: number, noise: RecordNoise, random: Random): Analysis {
  const rounds: Round[] = [];
  for (;;) {
    rounds.push(
      madeRound(rounds.length, [trialOf('before', 1, noise, random), trialOf('after', cpuFactor, noise, random)]),
    );
    const record = madeRecord(rounds, plan);
    if (decide(record).state === 'stop') return analyse(record);
  }
}
