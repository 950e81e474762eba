import type { Answer } from '../load/order.js';
import type { Calibration } from '../model/calibration.js';
import { metrics } from '../model/metrics.js';
import type { PilotFacts, Round } from '../model/record.js';
import { RigError } from '../rig/error.js';
import { type RunningServer, startServer } from '../rig/server.js';
import { ArmFailure, blame } from './arm-failure.js';
import { mirroredTurns } from './mirrored-turns.js';
import { measureSlice } from './slice.js';
import type { RoundOrder, Stage } from './stage.js';
import { warmUp } from './warm-up.js';

/** Half of what the slowest arm bears: loaded, and far from the queueing that would drown every other difference. */
const shareOfCapacity = 0.5;
const capacitySlices = 2;
const capacityMs = 1000;
const longestSliceMs = 5000;

/** Chooses the slices per round, from rounds that are thrown away or from the machine's calibration; blind to which arm is better. */
export type ChooseSlices = (
  known: { readonly pilotRounds: readonly Round[] } | { readonly calibration: Calibration },
) => {
  readonly openSlicesPerArm: number;
  /** What the run will be able to tell, and when, in one line. */
  readonly forecast: string;
};

/** The first request class that two arms answer differently, in words. */
function difference(reference: readonly Answer[], other: readonly Answer[], referenceName: string): string | undefined {
  for (const [index, answer] of reference.entries()) {
    const twin = other[index];
    if (!twin) return `${answer.className} was not answered`;
    const differs = (['status', 'contentType', 'bodyBytes', 'bodySha256'] as const).find(
      (key) => answer[key] !== twin[key],
    );
    if (differs) {
      const shown =
        differs === 'bodySha256'
          ? 'another body of the same length'
          : `${differs} ${twin[differs]}, ${referenceName} has ${answer[differs]}`;
      return `answers ${answer.className} (${answer.path}) differently: ${shown}`;
    }
  }
  return undefined;
}

/**
 * Before anything is timed: do all arms answer alike (a faster wrong answer is a fault), and how much do they bear?
 * Throws ArmFailure for an arm that does not start, fails, or answers differently from the reference.
 */
export async function measureCapacity(stage: Stage): Promise<PilotFacts> {
  const { plan } = stage;
  const armNames = plan.arms.map(({ name }) => name);
  const [first] = plan.rounds;
  if (!first) throw new Error('the plan has no rounds');
  const order: RoundOrder = {
    planned: { ...first, armOrder: armNames },
    attempt: 0,
    ratePerSecond: 0,
    openSlicesPerArm: 0,
    openSliceMs: 0,
  };
  const servers = new Map<string, RunningServer>();
  try {
    for (const arm of plan.arms) {
      stage.signal.throwIfAborted();
      const { server: spec } = plan.scenario;
      const { warden, repository, temporaryDirectory } = stage;
      const env = stage.armEnv[arm.name] ?? {};
      servers.set(
        arm.name,
        await blame(arm.name, () =>
          startServer({ spec, arm, env, environmentPaddingBytes: 0, repository, temporaryDirectory, warden }),
        ),
      );
    }
    await compareAnswers(stage, servers);
    await warmUp(stage, order, servers);
    const perSecond = new Map<string, number>(armNames.map((name) => [name, 0]));
    for (const { armName, index } of mirroredTurns(armNames, capacitySlices)) {
      const server = servers.get(armName);
      if (!server) continue;
      const { load } = await blame(armName, () =>
        measureSlice(stage, server, index, closedOrder(stage, server.port, first.loadSeed)),
      );
      perSecond.set(
        armName,
        (perSecond.get(armName) ?? 0) + load.responseCount / (load.elapsedMs / 1000) / capacitySlices,
      );
    }
    const slowest = Math.min(...perSecond.values());
    const ratePerSecond =
      plan.load.ratePerSecond === 'auto' ? Math.max(1, Math.floor(slowest * shareOfCapacity)) : plan.load.ratePerSecond;
    return {
      ratePerSecond,
      openSliceMs: openSliceMs(stage, ratePerSecond),
      capacityPerSecond: Object.fromEntries(perSecond),
      openSlicesPerArm: plan.profile.openSlicesPerArm,
      foreignCpuShare: undefined,
      warnings: [],
    };
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  }
}

/** As long as the profile says, or longer where the rate is low: p50 needs its requests in every round. */
function openSliceMs({ plan }: Stage, ratePerSecond: number): number {
  const { openSlicesPerArm, openSliceMs: usualMs } = plan.profile;
  const neededMs = ((metrics.latencyP50Us.minimumRequestsPerRound * 1.05) / (ratePerSecond * openSlicesPerArm)) * 1000;
  return Math.min(longestSliceMs, Math.max(usualMs, Math.ceil(neededMs)));
}

function closedOrder({ plan }: Stage, port: number, seed: number) {
  const hasPlain = plan.scenario.requests.some(({ kind, method }) => kind === 'plain' && method !== 'HEAD');
  const common = {
    port,
    seed,
    requestTimeoutMs: plan.load.requestTimeoutMs,
    discardMs: plan.profile.discardMs,
    durationMs: capacityMs,
  };
  return hasPlain
    ? ({ ...common, kind: 'closed', connections: plan.load.connections } as const)
    : ({ ...common, kind: 'stream', streams: plan.load.streams } as const);
}

async function compareAnswers(stage: Stage, servers: ReadonlyMap<string, RunningServer>): Promise<void> {
  const [reference, ...others] = [...servers.values()];
  if (!reference) return;
  const collect = (server: RunningServer) =>
    blame(server.armName, () =>
      stage.load.answers(server.port, stage.plan.seed).catch((error: Error) => {
        throw new RigError('wrong-answers', error.message);
      }),
    );
  const expected = await collect(reference);
  for (const server of others) {
    const found = difference(expected, await collect(server), reference.armName);
    if (found)
      throw new ArmFailure(server.armName, new RigError('wrong-answers', `the ${server.armName} server ${found}`));
  }
}
