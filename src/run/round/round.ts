import type { LoadOrder } from '../../load/requests/order.js';
import { watchQuietness } from '../../machine/quietness.js';
import { appliesTo, type Phase, type PhaseKind } from '../../model/plan.js';
import type { ProgressEvent } from '../../model/progress.js';
import type { MeasuredTrial, MemoryFacts, Round, StartupFacts, WarmupFacts } from '../../model/record.js';
import { startServer } from '../../rig/server/server.js';
import { asArmFailure } from './arm-failure.js';
import type { RoundOrder, Stage } from './context.js';
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
 * An arm that fails leaves the round, and the record says which and why. Rejects only for faults of the bench itself or of the
 * database, and when the run is interrupted. No server is left running in any case.
 */
export async function measureRound(stage: Stage, order: RoundOrder): Promise<Round> {
  const { planned, attempt } = order;
  const startedMs = performance.now();
  const startedAtIso = new Date().toISOString();
  const quietness = watchQuietness();
  const arms = new RoundArms(planned.armOrder, stage.plan.arms[0]?.name ?? '');
  const collected: Collected = { startups: new Map(), memory: new Map(), warmups: new Map() };
  let over = false;
  try {
    await freshData(stage, planned.armOrder);
    await startAll(stage, order, arms, collected);
    announce(stage, planned.index, 'warm-up', 0.2);
    collected.warmups = (await warmUp(stage, order, arms)).facts;
    await carryOut(stage, order, arms, collected);
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
  stage: Stage,
  { planned }: RoundOrder,
  arms: RoundArms,
  { startups }: Collected,
): Promise<void> {
  const { startupCycles } = stage.plan.profile;
  for (const { armName, index } of mirroredTurns(planned.armOrder, startupCycles)) {
    stage.signal.throwIfAborted();
    if (!arms.names.includes(armName)) continue;
    announce(stage, planned.index, 'start-up', 0, armName);
    await arms.attempt(async () => {
      const server = await startArm(stage, armName, planned.environmentPaddingBytes);
      startups.set(armName, [...(startups.get(armName) ?? []), server.startup]);
      if (index < startupCycles - 1) await server.stop();
      else arms.up(server);
    });
  }
}

/** A fresh server of an arm. Throws ArmFailure when it does not come up. */
export function startArm(stage: Stage, armName: string, environmentPaddingBytes: number) {
  const arm = stage.plan.arms.find(({ name }) => name === armName);
  if (!arm) throw new Error(`no arm is named ${armName}`);
  return asArmFailure(armName, () =>
    startServer({
      spec: stage.plan.scenario.server,
      arm,
      env: stage.armEnv[armName] ?? {},
      environmentPaddingBytes,
      repository: stage.repository,
      temporaryDirectory: stage.temporaryDirectory,
      warden: stage.warden,
      cores: stage.plan.pinnedCores?.servers,
    }),
  );
}

/**
 * The phases in their order. Memory is read after the last phase of exact amounts: after the same work in every arm, and
 * before an open loop.
 */
async function carryOut(stage: Stage, order: RoundOrder, arms: RoundArms, { memory }: Collected): Promise<void> {
  const phases = order.phases.filter(({ kind }) => appliesTo(kind, stage.plan.scenario));
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
    announce(stage, order.planned.index, phaseNames[phase.kind], roundShare);
    if (phase.kind === 'turns') await inTurns(stage, order, arms, phase.turns);
    else await oneAtATime(stage, order, arms, phase);
    if (position === lastExact) await readMemory();
  }
}

async function inTurns(stage: Stage, { planned }: RoundOrder, arms: RoundArms, turns: number): Promise<void> {
  const { servers } = arms;
  await arms.attempt(async () => {
    const { requestTimeoutMs } = stage.plan.load;
    // Other requests than those of the warm-up.
    const slices = await measureTurns(stage, servers, 0, { seed: planned.loadSeed + 1, requestTimeoutMs, turns });
    for (const [i, slice] of slices.entries()) arms.keep(servers[i]?.armName ?? '', slice);
  });
}

/** A phase of slices, mirrored: A B, B A, A B, … */
async function oneAtATime(
  stage: Stage,
  { planned }: RoundOrder,
  arms: RoundArms,
  phase: Exclude<Phase, { kind: 'turns' }>,
): Promise<void> {
  const pairs = phase.kind === 'closed' ? phase.batchesPerArm : phase.slicesPerArm;
  for (const { armName, index } of mirroredTurns(planned.armOrder, pairs)) {
    stage.signal.throwIfAborted();
    const server = arms.servers.find((each) => each.armName === armName);
    if (!server) continue;
    // Every pair has requests of its own, the same for all arms.
    const seed = planned.loadSeed + 1000 * (index + 1);
    const target = targetOf(server);
    const order = orderOf(phase, { seed, target, requestTimeoutMs: stage.plan.load.requestTimeoutMs });
    await arms.attempt(async () => arms.keep(armName, await measureSlice(stage, server, index, order)));
  }
}

function orderOf(
  phase: Exclude<Phase, { kind: 'turns' }>,
  common: Pick<Extract<LoadOrder, { kind: 'closed' }>, 'seed' | 'target' | 'requestTimeoutMs'>,
): LoadOrder {
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
  if (amount === 'auto') throw new Error('the pilot left an amount open');
  return amount;
}

/** Tells how far the round is; of all arms together unless one is named. */
function announce(
  stage: Stage,
  roundIndex: number,
  phase: Extract<ProgressEvent, { kind: 'phase' }>['phase'],
  roundShare: number,
  armName = '',
): void {
  const { mostRounds } = stage.plan;
  stage.emit({ kind: 'phase', roundIndex, mostRounds, armName, phase, roundShare });
}

function measuredTrial(armName: string, arms: RoundArms, { startups, memory, warmups }: Collected): MeasuredTrial {
  const [warmup, facts] = [warmups.get(armName), memory.get(armName)];
  if (!warmup || !facts) throw new Error(`the round measured nothing of ${armName}`);
  const slices = arms.slicesOf(armName);
  return { state: 'measured', armName, startups: startups.get(armName) ?? [], warmup, slices, memory: facts };
}
