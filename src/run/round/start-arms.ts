import type { Arm } from '../../model/arm.js';
import type { StartupFacts } from '../../model/trial.js';
import { type RunningServer, startServer } from '../../rig/server/server.js';
import { announce } from './announce.js';
import { asArmFailure } from './arm-failure.js';
import type { RoundCommand, RunContext } from './context.js';
import { mirroredTurns } from './mirrored-turns.js';
import type { RoundArms } from './round-arms.js';
import { targetOf } from './slice.js';

/** Start-up cycles, mirrored; the servers of the last cycle stay up. Gives every start of each arm, by its name. */
export async function startAll(
  context: RunContext,
  { planned }: RoundCommand,
  arms: RoundArms,
): Promise<ReadonlyMap<string, readonly StartupFacts[]>> {
  const startups = new Map<string, StartupFacts[]>();
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
  return startups;
}

/**
 * A fresh server of an arm, at the near end of its link where it has one. Throws ArmFailure when it does not come up.
 */
export function startArm(context: RunContext, arm: Arm, environmentPaddingBytes: number) {
  return asArmFailure(arm.name, async () => {
    const server = await startServer({
      target: context.plan.scenario.target,
      arm,
      placeholders: context.placeholders[arm.name] ?? {},
      environmentPaddingBytes,
      temporaryDirectory: context.temporaryDirectory,
      warden: context.warden,
      cores: context.plan.pinnedCores?.servers,
    });
    // Readiness was asked directly; load goes through the link.
    const reached = context.links ? await context.links.leadTo(server) : server;
    const { login } = context.plan.scenario;
    if (login) await orStopped(server, () => context.load.login(targetOf(reached), login));
    return reached;
  });
}

/** A server that is up, and fails at the first thing that is asked of it, must not stay behind. */
async function orStopped(server: RunningServer, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    await server.stop();
    throw error;
  }
}
