import type { Calibration } from '../model/calibration.js';
import { metrics } from '../model/metrics.js';
import type { PilotFacts, Quietness, Round } from '../model/record.js';
import { watchQuietness } from '../rig/host.js';
import { type RunningServer, startServer } from '../rig/server.js';
import { blame } from './arm-failure.js';
import { freshData } from './fresh-data.js';
import { mirroredTurns } from './mirrored-turns.js';
import { medianQuietness } from './quiet-rounds.js';
import { measureRound } from './round.js';
import { compareAnswers } from './same-answers.js';
import { measureSlice } from './slice.js';
import { ownPids, type RoundOrder, type Stage } from './stage.js';
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

/**
 * Everything that is settled before the first round that counts: that all arms answer alike, the rate that all bear, how
 * quiet the machine usually is, and from rounds that are thrown away the number of slices. A calibration knows as much as
 * they would tell, from more rounds: then there are none (method §5.7).
 */
export async function measurePilot(
  stage: Stage,
  chooseSlices: ChooseSlices,
  calibration: Calibration | undefined,
): Promise<PilotFacts> {
  const quietness = watchQuietness(ownPids(stage));
  const { perSecond, answersSha256 } = await measureCapacity(stage);
  const usual = quietness();
  const { plan, emit } = stage;
  const { ratePerSecond: wanted } = plan.load;
  const ratePerSecond =
    wanted === 'auto' ? Math.max(1, Math.floor(Math.min(...perSecond.values()) * shareOfCapacity)) : wanted;
  const facts: PilotFacts = {
    ratePerSecond,
    openSliceMs: openSliceMs(stage, ratePerSecond),
    capacityPerSecond: Object.fromEntries(perSecond),
    openSlicesPerArm: plan.profile.openSlicesPerArm,
    quietness: usual,
    answersSha256,
    warnings: [],
  };
  if (plan.profile.pilotRounds === 0) return facts;
  if (calibration) {
    const { openSlicesPerArm, forecast } = chooseSlices({ calibration });
    emit({ kind: 'step', text: `calibrated, no pilot rounds: ${forecast}` });
    return { ...facts, openSlicesPerArm, quietness: { ...usual, foreignCpuShare: calibration.foreignCpuShare } };
  }
  const rounds: Round[] = [];
  for (const planned of plan.rounds.slice(0, plan.profile.pilotRounds)) {
    emit({ kind: 'step', text: `pilot round ${rounds.length + 1} of ${plan.profile.pilotRounds}` });
    rounds.push(await measureRound(stage, { ...facts, planned, attempt: 0 }));
  }
  const { openSlicesPerArm, forecast } = chooseSlices({ pilotRounds: rounds });
  emit({ kind: 'step', text: forecast });
  const each: Quietness[] = rounds.map((round) => round.quietness);
  return { ...facts, openSlicesPerArm, quietness: medianQuietness(each) };
}

/** One server of each arm, for as long as `use` needs them. Throws ArmFailure for an arm that does not start. */
async function withServers<T>(
  stage: Stage,
  use: (servers: ReadonlyMap<string, RunningServer>) => Promise<T>,
): Promise<T> {
  const { plan, warden, repository, temporaryDirectory, armEnv, signal } = stage;
  const servers = new Map<string, RunningServer>();
  try {
    await freshData(
      stage,
      plan.arms.map(({ name }) => name),
    );
    for (const arm of plan.arms) {
      signal.throwIfAborted();
      const order = { spec: plan.scenario.server, arm, env: armEnv[arm.name] ?? {}, environmentPaddingBytes: 0 };
      const cores = plan.pinnedCores?.servers;
      const start = () => startServer({ ...order, repository, temporaryDirectory, warden, cores });
      servers.set(arm.name, await blame(arm.name, start));
    }
    return await use(servers);
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  }
}

/** Do all arms still answer as they did? Gives the digest; throws ArmFailure where they differ among themselves. */
export function checkAnswers(stage: Stage): Promise<string> {
  return withServers(stage, (servers) => compareAnswers(stage, [...servers.values()]));
}

/** The answers' digest, and the closed-loop requests per second that each arm bears. */
function measureCapacity(stage: Stage) {
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
  return withServers(stage, async (servers) => {
    const answersSha256 = await compareAnswers(stage, [...servers.values()]);
    await warmUp(stage, order, servers);
    const perSecond = new Map<string, number>();
    for (const { armName, index } of mirroredTurns(armNames, capacitySlices)) {
      const server = servers.get(armName);
      if (!server) continue;
      const load = saturation(stage, server.port, first.loadSeed);
      const slice = await blame(armName, () => measureSlice(stage, server, index, load));
      const share = slice.load.responseCount / (slice.load.elapsedMs / 1000) / capacitySlices;
      perSecond.set(armName, (perSecond.get(armName) ?? 0) + share);
    }
    return { perSecond, answersSha256 };
  });
}

/** As long as the profile says, or longer where the rate is low: p50 needs its requests in every round. */
function openSliceMs({ plan }: Stage, ratePerSecond: number): number {
  const { openSlicesPerArm, openSliceMs: usualMs } = plan.profile;
  const neededMs = ((metrics.latencyP50Us.minimumRequestsPerRound * 1.05) / (ratePerSecond * openSlicesPerArm)) * 1000;
  return Math.min(longestSliceMs, Math.max(usualMs, Math.ceil(neededMs)));
}

/** As many requests as the server takes: of the closed loop, or of the streams where the scenario has nothing else. */
function saturation({ plan }: Stage, port: number, seed: number) {
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
