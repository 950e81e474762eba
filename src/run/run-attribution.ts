import { type AttributionPlan, type AttributionRecord, attributionId } from '../model/attribution.js';
import type { ExperimentRound } from '../model/experiments-record.js';
import { seededRandom, shuffled } from '../model/random.js';
import { measureExperimentRound } from './experiment/measure-round.js';
import { type ExperimentsOptions, mostFailedRounds, runExperiments } from './run-experiments.js';

/**
 * Measures every pair of a design in an order drawn anew for each repetition; settles as `runExperiments` does. A pair
 * of which a server fails is measured once more; when that fails too the run ends: a design with a hole tells nothing.
 */
export function runAttribution(
  plan: AttributionPlan,
  options: ExperimentsOptions<'attribution', AttributionPlan>,
): Promise<AttributionRecord> {
  const { subject, pairs, protocol, repetitions, seed, database } = plan;
  const arms = pairs.flat().map(({ arm }) => arm);
  const run = { kind: 'attribution', plan, ids: [attributionId], needs: { subject, arms, seed, database } } as const;
  return runExperiments(run, options, async (bench, recorder) => {
    for (let index = 0; index < repetitions * pairs.length; ) {
      const rounds = recorder.roundsOf(attributionId);
      const here = rounds.filter((round) => round.index === index);
      if (here.some((round) => !failed(round))) {
        index++;
        continue;
      }
      if (here.length >= mostFailedRounds) return;
      bench.signal.throwIfAborted();
      const repetitionIndex = Math.floor(index / pairs.length);
      const roundIndex = index % pairs.length;
      const left = repetitions * pairs.length - index;
      const remainingMs = left * meanMs(rounds, 1000 * protocol.roundSeconds);
      const position = { repetitionIndex, repetitionCount: repetitions, roundIndex, maxRounds: pairs.length };
      options.onProgress({ kind: 'repetition', ...position, remainingMs });
      const pair = shuffled(pairs, seededRandom(seed + repetitionIndex))[roundIndex] ?? [];
      const round = { protocol, arms: pair.map(({ arm }) => arm), index, seed: seed + 1000 + index };
      recorder.addRound(attributionId, await measureExperimentRound(bench, round));
    }
  });
}

function failed({ observations }: ExperimentRound): boolean {
  return observations.some(({ state }) => state === 'failed');
}

function meanMs(rounds: readonly ExperimentRound[], otherwise: number): number {
  if (rounds.length === 0) return otherwise;
  return rounds.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / rounds.length;
}
