import { watchQuietness } from '../../machine/quietness.js';
import type { Round } from '../../model/record.js';
import type { MeasuredTrial, MemoryFacts, StartupFacts, WarmupFacts } from '../../model/trial.js';
import { announce } from './announce.js';
import type { RoundCommand, RunContext } from './context.js';
import { freshData } from './fresh-data.js';
import { MemoryReadings } from './memory-readings.js';
import { carryOut } from './phases.js';
import { RoundArms, RoundOver } from './round-arms.js';
import { startAll } from './start-arms.js';
import { warmUp } from './warm-up.js';

/** What a round collects beside its slices, arm by arm. */
interface Collected {
  readonly startups: ReadonlyMap<string, readonly StartupFacts[]>;
  readonly memory: ReadonlyMap<string, MemoryFacts>;
  readonly warmups: ReadonlyMap<string, WarmupFacts>;
}

/**
 * One round: a fresh process of every arm, all alive, measured phase by phase as the plan lists them.
 *
 * An arm that fails leaves the round, and the record says which and why. Rejects only for faults of the bench itself or
 * of the database, and when the run is interrupted. No server is left running in any case.
 */
export async function measureRound(context: RunContext, command: RoundCommand): Promise<Round> {
  const { planned, attempt } = command;
  const startedMs = performance.now();
  const startedAtIso = new Date().toISOString();
  const quietness = watchQuietness();
  const arms = new RoundArms(planned.armOrder, context.plan.arms[0]?.name ?? '');
  const readings = new MemoryReadings(arms);
  let collected: Collected | undefined;
  try {
    await freshData(context, planned.armOrder);
    const startups = await startAll(context, command, arms);
    announce(context, planned.index, 'warm-up', 0.2);
    const warmups = (await warmUp(context, command, arms)).facts;
    collected = { startups, warmups, memory: await carryOut(context, command, arms, readings) };
  } catch (error) {
    // Of a round that is over nothing but its failures is kept.
    if (!(error instanceof RoundOver)) throw error;
  } finally {
    await arms.stopAll();
  }
  const measured = collected ? measuredTrials(arms, readings, collected) : [];
  return {
    index: planned.index,
    attempt,
    startedAtIso,
    elapsedMs: performance.now() - startedMs,
    armOrder: planned.armOrder,
    trials: [...measured, ...arms.failures],
    quietness: quietness(),
  };
}

function measuredTrials(
  arms: RoundArms,
  readings: MemoryReadings,
  { startups, memory, warmups }: Collected,
): MeasuredTrial[] {
  return arms.names.map((armName) => {
    const [warmup, facts] = [warmups.get(armName), memory.get(armName)];
    if (!warmup || !facts) throw new RangeError(`the round measured nothing of ${armName}`);
    const memoryReadings = readings.of(armName);
    return {
      ...{ state: 'measured', armName, startups: startups.get(armName) ?? [], warmup },
      ...{ slices: arms.slicesOf(armName), memory: facts },
      ...(memoryReadings.length > 0 ? { memoryReadings } : {}),
    };
  });
}
