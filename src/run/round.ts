import type { LoadOrder } from '../load/order.js';
import type { ProgressEvent } from '../model/progress.js';
import type {
  InvalidReason,
  MemoryFacts,
  Round,
  Slice,
  SliceKind,
  StartupFacts,
  Trial,
  WarmupFacts,
} from '../model/record.js';
import { watchQuietness } from '../rig/host.js';
import { type RunningServer, startServer } from '../rig/server.js';
import { ArmFailure, blame } from './arm-failure.js';
import { freshData } from './fresh-data.js';
import { mirroredTurns } from './mirrored-turns.js';
import { BadAnswersError, measureSlice } from './slice.js';
import { ownPids, type RoundOrder, type Stage } from './stage.js';
import { warmUp } from './warm-up.js';

type Phase = Extract<ProgressEvent, { kind: 'phase' }>['phase'];

/** What a round collects, arm by arm. */
interface Collected {
  readonly startups: Map<string, StartupFacts[]>;
  readonly slices: Map<string, Slice[]>;
  readonly memory: Map<string, MemoryFacts>;
  warmups: ReadonlyMap<string, WarmupFacts>;
}

/**
 * One round: a fresh process of every arm, all alive, loaded one at a time in mirrored slices.
 *
 * An arm that fails makes the round end; the record says which and why. Rejects only for faults of the bench itself
 * and when the run is interrupted. No server is left running in any case.
 */
export async function measureRound(stage: Stage, order: RoundOrder): Promise<Round> {
  const { planned, attempt } = order;
  const startedMs = performance.now();
  const startedAtIso = new Date().toISOString();
  const quietness = watchQuietness(ownPids(stage));
  const servers = new Map<string, RunningServer>();
  const collected: Collected = { startups: new Map(), slices: new Map(), memory: new Map(), warmups: new Map() };
  let failure: ArmFailure | undefined;
  try {
    await freshData(stage, planned.armOrder);
    await startAll(stage, order, servers, collected);
    announce(stage, planned.index, planned.armOrder[0] ?? '', 'warm-up', 0.2);
    collected.warmups = await warmUp(stage, order, servers);
    await loadAll(stage, order, servers, collected);
  } catch (error) {
    if (!(error instanceof ArmFailure)) throw error;
    failure = error;
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  }
  return {
    index: planned.index,
    attempt,
    startedAtIso,
    elapsedMs: performance.now() - startedMs,
    armOrder: planned.armOrder,
    trials: failure ? [invalidTrial(failure)] : planned.armOrder.map((armName) => measuredTrial(armName, collected)),
    quietness: quietness(),
  };
}

/** Start-up cycles, mirrored; the servers of the last cycle stay up. */
async function startAll(
  stage: Stage,
  { planned }: RoundOrder,
  servers: Map<string, RunningServer>,
  { startups }: Collected,
): Promise<void> {
  const { startupCycles } = stage.plan.profile;
  for (const { armName, index } of mirroredTurns(planned.armOrder, startupCycles)) {
    stage.signal.throwIfAborted();
    announce(stage, planned.index, armName, 'start-up', 0);
    const arm = stage.plan.arms.find(({ name }) => name === armName);
    if (!arm) throw new Error(`no arm is named ${armName}`);
    const server = await blame(armName, () =>
      startServer({
        spec: stage.plan.scenario.server,
        arm,
        env: stage.armEnv[armName] ?? {},
        environmentPaddingBytes: planned.environmentPaddingBytes,
        repository: stage.repository,
        temporaryDirectory: stage.temporaryDirectory,
        warden: stage.warden,
        cores: stage.plan.pinnedCores?.servers,
      }),
    );
    startups.set(armName, [...(startups.get(armName) ?? []), server.startup]);
    if (index < startupCycles - 1) await server.stop();
    else servers.set(armName, server);
  }
}

function orderFor(stage: Stage, order: RoundOrder, kind: SliceKind, port: number, index: number): LoadOrder {
  const { profile, load } = stage.plan;
  // Every slice has requests of its own, the same for all arms of its pair.
  const common = {
    port,
    seed: order.planned.loadSeed + 1000 * (index + 1),
    requestTimeoutMs: load.requestTimeoutMs,
    discardMs: profile.discardMs,
  };
  if (kind === 'open') return { ...common, kind, ratePerSecond: order.ratePerSecond, durationMs: order.openSliceMs };
  if (kind === 'closed') return { ...common, kind, connections: load.connections, durationMs: profile.closedSliceMs };
  return { ...common, kind, streams: load.streams, durationMs: profile.streamSliceMs };
}

/**
 * Open loop and streams, memory, then closed loop. Each arm's memory is read right after its own last slice before the
 * closed loop: after the same requests, and before an idle heap shrinks. Read later, the arm that was loaded last would
 * seem the larger.
 */
async function loadAll(
  stage: Stage,
  order: RoundOrder,
  servers: Map<string, RunningServer>,
  collected: Collected,
): Promise<void> {
  const { profile, scenario } = stage.plan;
  const hasStreams = scenario.requests.some(({ kind }) => kind === 'stream');
  const hasPlain = scenario.requests.some(({ kind, method }) => kind === 'plain' && method !== 'HEAD');
  const drive = async (
    kind: SliceKind,
    pairs: number,
    { phase, share, thenMemory }: { phase: Phase; share: number; thenMemory: boolean },
  ) => {
    for (const { armName, index } of mirroredTurns(order.planned.armOrder, pairs)) {
      stage.signal.throwIfAborted();
      announce(stage, order.planned.index, armName, phase, share);
      const server = servers.get(armName);
      if (!server) throw new Error(`no server of ${armName} is up`);
      const slice = await blame(armName, () =>
        measureSlice(stage, server, index, orderFor(stage, order, kind, server.port, index)),
      );
      collected.slices.set(armName, [...(collected.slices.get(armName) ?? []), slice]);
      if (thenMemory && index === pairs - 1)
        collected.memory.set(armName, await blame(armName, () => memoryOf(server)));
    }
  };
  await drive('open', order.openSlicesPerArm, { phase: 'open loop', share: 0.35, thenMemory: !hasStreams });
  if (hasStreams)
    await drive('stream', profile.streamSlicesPerArm, { phase: 'streaming', share: 0.7, thenMemory: true });
  if (hasPlain)
    await drive('closed', profile.closedSlicesPerArm, { phase: 'closed loop', share: 0.85, thenMemory: false });
}

async function memoryOf(server: RunningServer): Promise<MemoryFacts> {
  try {
    return await server.memory();
  } catch (error) {
    throw server.failure() ?? error;
  }
}

function announce(stage: Stage, roundIndex: number, armName: string, phase: Phase, roundShare: number): void {
  stage.emit({
    kind: 'phase',
    roundIndex,
    mostRounds: stage.plan.profile.looks.at(-1) ?? 0,
    armName,
    phase,
    roundShare,
  });
}

function measuredTrial(armName: string, { startups, slices, memory, warmups }: Collected): Trial {
  const [warmup, facts] = [warmups.get(armName), memory.get(armName)];
  if (!warmup || !facts) throw new Error(`the round measured nothing of ${armName}`);
  return {
    state: 'measured',
    armName,
    startups: startups.get(armName) ?? [],
    warmup,
    slices: slices.get(armName) ?? [],
    memory: facts,
  };
}

function invalidTrial({ armName, error }: ArmFailure): Trial {
  const reason: InvalidReason = error.reason;
  return {
    state: 'invalid',
    armName,
    reason,
    detail: error.message,
    output: error.output,
    ...(error instanceof BadAnswersError ? { failures: error.failures } : {}),
  };
}
