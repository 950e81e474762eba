import type { LoadCommand } from '../../load/requests/command.js';
import { watchQuietness } from '../../machine/quietness.js';
import type { Arm } from '../../model/arm.js';
import { appliesTo, type Phase, type PhaseKind } from '../../model/plan.js';
import type { ProgressEvent } from '../../model/progress.js';
import type { MeasuredTrial, MemoryFacts, Round, StartupFacts, WarmupFacts } from '../../model/record.js';
import { startServer } from '../../rig/server/server.js';
import { asArmFailure } from './arm-failure.js';
import type { RoundCommand, RunContext } from './context.js';
import { freshData } from './fresh-data.js';
import { mirroredTurns } from './mirrored-turns.js';
import { RoundArms, RoundOver } from './round-arms.js';
import { measureSlice, measureTurns, targetOf } from './slice.js';
import { warmUp } from './warm-up.js';

/** The first part of an open-loop slice, sent but not counted: the generator finds its rhythm. */
const discardMs = 100;

const phaseNames: Readonly<Record<PhaseKind, Extract<ProgressEvent, { kind: 'phase' }>['phase']>> = {
  turns: 'turns',
  closed: 'closed loop',
  stream: 'streaming',
  open: 'open loop',
};

/** What a round collects beside its slices, arm by arm. */
interface Collected {
  readonly startups: Map<string, StartupFacts[]>;
  readonly memory: Map<string, MemoryFacts>;
  warmups: ReadonlyMap<string, WarmupFacts>;
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
  const collected: Collected = { startups: new Map(), memory: new Map(), warmups: new Map() };
  let over = false;
  try {
    await freshData(context, planned.armOrder);
    await startAll(context, command, arms, collected);
    announce(context, planned.index, 'warm-up', 0.2);
    collected.warmups = (await warmUp(context, command, arms)).facts;
    await carryOut(context, command, arms, collected);
  } catch (error) {
    if (!(error instanceof RoundOver)) throw error;
    over = true;
  } finally {
    await arms.stopAll();
  }
  const measured = over ? [] : arms.names.map((armName) => measuredTrial(armName, arms, collected));
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

/** Start-up cycles, mirrored; the servers of the last cycle stay up. */
async function startAll(
  context: RunContext,
  { planned }: RoundCommand,
  arms: RoundArms,
  { startups }: Collected,
): Promise<void> {
  const { startupCycles } = context.plan.profile;
  const inOrder = planned.armOrder.flatMap((name) => context.plan.arms.find((arm) => arm.name === name) ?? []);
  for (const { who: arm, index } of mirroredTurns(inOrder, startupCycles)) {
    context.signal.throwIfAborted();
    if (!arms.names.includes(arm.name)) continue;
    announce(context, planned.index, 'start-up', 0, arm.name);
    await arms.attempt(async () => {
      const server = await startArm(context, arm, planned.environmentPaddingBytes);
      startups.set(arm.name, [...(startups.get(arm.name) ?? []), server.startup]);
      if (index < startupCycles - 1) await server.stop();
      else arms.up(server);
    });
  }
}

/** A fresh server of an arm. Throws ArmFailure when it does not come up. */
export function startArm(context: RunContext, arm: Arm, environmentPaddingBytes: number) {
  return asArmFailure(arm.name, () =>
    startServer({
      target: context.plan.scenario.target,
      arm,
      placeholders: context.placeholders[arm.name] ?? {},
      environmentPaddingBytes,
      temporaryDirectory: context.temporaryDirectory,
      warden: context.warden,
      cores: context.plan.pinnedCores?.servers,
    }),
  );
}

/**
 * The phases in their command. Memory is read after the last phase of exact amounts: after the same work in every arm,
 * and before an open loop.
 */
async function carryOut(
  context: RunContext,
  command: RoundCommand,
  arms: RoundArms,
  { memory }: Collected,
): Promise<void> {
  const phases = command.phases.filter(({ kind }) => appliesTo(kind, context.plan.scenario));
  const lastExact = phases.findLastIndex(({ kind }) => kind !== 'open');
  const readMemory = async () => {
    for (const server of arms.servers)
      await arms.attempt(
        async () => void memory.set(server.armName, await asArmFailure(server.armName, () => server.memory())),
      );
  };
  if (lastExact < 0) await readMemory();
  for (const [position, phase] of phases.entries()) {
    const roundShare = 0.35 + (0.6 * position) / phases.length;
    announce(context, command.planned.index, phaseNames[phase.kind], roundShare);
    if (phase.kind === 'turns') await inTurns(context, command, arms, phase.turns);
    else await oneAtATime(context, command, arms, phase);
    if (position === lastExact) await readMemory();
  }
}

async function inTurns(context: RunContext, { planned }: RoundCommand, arms: RoundArms, turns: number): Promise<void> {
  const { servers } = arms;
  await arms.attempt(async () => {
    const { requestTimeoutMs } = context.plan.load;
    // Other requests than those of the warm-up.
    const slices = await measureTurns(context, servers, 0, { seed: planned.loadSeed + 1, requestTimeoutMs, turns });
    for (const [i, slice] of slices.entries()) arms.keep(servers[i]?.armName ?? '', slice);
  });
}

/** A phase of slices, mirrored: A B, B A, A B, … */
async function oneAtATime(
  context: RunContext,
  { planned }: RoundCommand,
  arms: RoundArms,
  phase: Exclude<Phase, { kind: 'turns' }>,
): Promise<void> {
  const pairs = phase.kind === 'closed' ? phase.batchesPerArm : phase.slicesPerArm;
  for (const { who: server, index } of mirroredTurns(arms.servers, pairs)) {
    context.signal.throwIfAborted();
    // It may have failed a moment ago.
    if (!arms.servers.includes(server)) continue;
    // Every pair has requests of its own, the same for all arms.
    const seed = planned.loadSeed + 1000 * (index + 1);
    const target = targetOf(server);
    const command = commandFor(phase, { seed, target, requestTimeoutMs: context.plan.load.requestTimeoutMs });
    await arms.attempt(async () => arms.keep(server.armName, await measureSlice(context, server, index, command)));
  }
}

function commandFor(
  phase: Exclude<Phase, { kind: 'turns' }>,
  common: Pick<Extract<LoadCommand, { kind: 'closed' }>, 'seed' | 'target' | 'requestTimeoutMs'>,
): LoadCommand {
  switch (phase.kind) {
    case 'closed':
      return {
        ...common,
        kind: 'closed',
        connections: phase.connections,
        requestCount: settled(phase.requestsPerBatch),
      };
    case 'stream':
      return { ...common, kind: 'stream', streams: phase.streams, requestCount: phase.requestsPerSlice };
    case 'open':
      return {
        ...common,
        kind: 'open',
        ratePerSecond: settled(phase.ratePerSecond),
        discardMs,
        durationMs: phase.sliceMs,
      };
  }
}

function settled(amount: number | 'auto'): number {
  if (amount === 'auto') throw new RangeError('the pilot left an amount open');
  return amount;
}

/** Tells how far the round is; of all arms together unless one is named. */
function announce(
  context: RunContext,
  roundIndex: number,
  phase: Extract<ProgressEvent, { kind: 'phase' }>['phase'],
  roundShare: number,
  armName = '',
): void {
  const { maxRounds } = context.plan;
  context.emit({ kind: 'phase', roundIndex, maxRounds, armName, phase, roundShare });
}

function measuredTrial(armName: string, arms: RoundArms, { startups, memory, warmups }: Collected): MeasuredTrial {
  const [warmup, facts] = [warmups.get(armName), memory.get(armName)];
  if (!warmup || !facts) throw new RangeError(`the round measured nothing of ${armName}`);
  const slices = arms.slicesOf(armName);
  return { state: 'measured', armName, startups: startups.get(armName) ?? [], warmup, slices, memory: facts };
}
