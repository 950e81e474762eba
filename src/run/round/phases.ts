import type { LoadCommand } from '../../load/requests/command.js';
import { appliesTo, type Phase, type PhaseKind } from '../../model/plan.js';
import type { ProgressEvent } from '../../model/progress.js';
import type { MemoryFacts } from '../../model/trial.js';
import { announce } from './announce.js';
import type { RoundCommand, RunContext } from './context.js';
import { watchGrowth } from './memory-growth.js';
import type { MemoryReadings } from './memory-readings.js';
import { mirroredTurns } from './mirrored-turns.js';
import type { RoundArms } from './round-arms.js';
import { settled } from './settled.js';
import { measureSlice, measureTurns, targetOf } from './slice.js';

/** The first part of an open-loop slice, sent but not counted: the generator finds its rhythm. */
const discardMs = 100;

const phaseNames: Readonly<Record<PhaseKind, Extract<ProgressEvent, { kind: 'phase' }>['phase']>> = {
  turns: 'turns',
  closed: 'closed loop',
  stream: 'streaming',
  open: 'open loop',
};

/**
 * The phases in their order. What is judged of memory is read after the last phase of exact amounts: after the same
 * work in every arm, and before an open loop.
 */
export async function carryOut(
  context: RunContext,
  command: RoundCommand,
  arms: RoundArms,
  memory: MemoryReadings,
): Promise<ReadonlyMap<string, MemoryFacts>> {
  let judged: ReadonlyMap<string, MemoryFacts> = new Map();
  const phases = command.phases.filter(({ kind }) => appliesTo(kind, context.plan.scenario));
  const lastExact = phases.findLastIndex(({ kind }) => kind !== 'open');
  if (lastExact < 0) judged = await memory.take('phases');
  for (const [position, phase] of phases.entries()) {
    const roundShare = 0.35 + (0.6 * position) / phases.length;
    announce(context, command.planned.index, phaseNames[phase.kind], roundShare);
    if (phase.kind === 'turns') await inTurns(context, command, arms, phase.turns);
    else await oneAtATime(context, command, arms, phase);
    if (position === lastExact) judged = await memory.take('phases');
  }
  const closed = phases.find(({ kind }) => kind === 'closed');
  if (closed?.kind === 'closed') await watchGrowth(context, command, arms, memory, closed);
  return judged;
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
