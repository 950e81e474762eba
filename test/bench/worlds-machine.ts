import type { Random } from './worlds-random.js';

/** How noisy a simulated machine is. Standard deviations of ln(duration). */
export interface MachineNoise {
  /** The machine as a whole drifts: a first-order autoregression, 0.9 from one second to the next. */
  readonly driftSd: number;
  /** Each process has its own luck: layout, JIT, placement. */
  readonly processSd: number;
  readonly sliceSd: number;
  /** This share of slices is disturbed and takes `outlierFactor` as long. */
  readonly outlierShare: number;
  readonly outlierFactor: number;
}

/** A busy shared runner, as continuous integration has it (docs/method.md §16). */
export const sharedRunner: MachineNoise = {
  driftSd: 0.05,
  processSd: 0.02,
  sliceSd: 0.05,
  outlierShare: 0.05,
  outlierFactor: 2,
};

/** Starting and warming up a process, in seconds. */
const startSeconds = 3;
const carriedOver = 0.9;

/** A process on a simulated machine: each call measures one second of it, and gives how long a request took. */
export type SimulatedProcess = () => number;

/** A simulated machine whose clock goes on with everything that is measured on it. */
export interface Machine {
  /** Starts a process whose requests take `factor` times the usual. */
  start(factor: number): SimulatedProcess;
  elapsedSeconds(): number;
}

export function simulatedMachine(noise: MachineNoise, random: Random): Machine {
  let elapsed = 0;
  let drift = noise.driftSd * random.normal();
  const pass = (seconds: number): void => {
    elapsed += seconds;
    for (let i = 0; i < seconds; i++) {
      drift = carriedOver * drift + Math.sqrt(1 - carriedOver ** 2) * noise.driftSd * random.normal();
    }
  };
  return {
    start: (factor) => {
      pass(startSeconds);
      const own = Math.log(factor) + noise.processSd * random.normal();
      return () => {
        pass(1);
        const outlier = random.uniform() < noise.outlierShare ? noise.outlierFactor : 1;
        return outlier * Math.exp(own + drift + noise.sliceSd * random.normal());
      };
    },
    elapsedSeconds: () => elapsed,
  };
}
