import type { Slice } from '../../model/slice.js';
import type { WarmupFacts } from '../../model/trial.js';
import type { RoundCommand, RunContext } from './context.js';
import { checkAnswers, type RoundArms } from './round-arms.js';
import { measureSlice, measureTurns, targetOf } from './slice.js';

/** As many requests of a class at once as load what only a second one at the same time loads. */
const maxAtOnce = 2;
const windowCount = 5;
const lookBack = 3;
/** The last windows' CPU per request may differ by this much from one another (docs/method.md §7). */
const steadyWithin = 0.03;

function isSteady(windowCpuUs: readonly number[]): boolean {
  const last = windowCpuUs.slice(-lookBack);
  return last.length === lookBack && Math.max(...last) <= Math.min(...last) * (1 + steadyWithin);
}

/** What the warm-up did to each arm, by name, and how long a turn of its last window took. */
export interface WarmUp {
  readonly facts: ReadonlyMap<string, WarmupFacts>;
  readonly turnMs: number;
}

/**
 * Warms all arms alike: first every class of requests, a few at a time, then turns that are thrown away, so that no arm
 * is older than another. In windows of the same requests, as many as the profile says, and more until every arm's CPU
 * per request is steady or the profile's most is reached.
 */
export async function warmUp(
  context: RunContext,
  { planned }: Pick<RoundCommand, 'planned'>,
  arms: RoundArms,
): Promise<WarmUp> {
  const { load, profile } = context.plan;
  const { turns, maxTurns } = profile.warmup;
  const common = { seed: planned.loadSeed, requestTimeoutMs: load.requestTimeoutMs };
  const taken = new Map<string, Slice[]>(planned.armOrder.map((name) => [name, []]));
  const keep = (armName: string, slice: Slice) => {
    const slices = taken.get(armName) ?? [];
    slices.push(slice);
    arms.count(armName, slice);
    checkAnswers(armName, slices);
  };
  for (const server of arms.servers) {
    const connections = Math.min(load.connections, maxAtOnce);
    await arms.attempt(async () => {
      const command = { ...common, kind: 'every-class', target: targetOf(server), connections } as const;
      keep(server.armName, await measureSlice(context, server, 0, command));
    });
  }
  const cpu = new Map<string, number[]>(planned.armOrder.map((name) => [name, []]));
  const maxWindows = Math.floor((windowCount * maxTurns) / turns);
  let requestCount = 0;
  let turnMs = 0;
  for (let window = 0; window < maxWindows; window++) {
    if (window >= windowCount && arms.names.every((name) => isSteady(cpu.get(name) ?? []))) break;
    context.signal.throwIfAborted();
    const { servers } = arms;
    const windowFromMs = performance.now();
    await arms.attempt(async () => {
      const command = { ...common, turns: Math.ceil(turns / windowCount) };
      for (const [i, slice] of (await measureTurns(context, servers, window, command)).entries()) {
        const armName = servers[i]?.armName ?? '';
        keep(armName, slice);
        cpu.get(armName)?.push(slice.server.cpuUs / Math.max(1, slice.load.responseCount));
        if (i === 0) requestCount += slice.load.responseCount;
      }
    });
    turnMs = (performance.now() - windowFromMs) / Math.ceil(turns / windowCount);
  }
  const facts = new Map(
    [...cpu].map(([name, windowCpuUs]) => [name, { requestCount, steady: isSteady(windowCpuUs), windowCpuUs }]),
  );
  return { facts, turnMs };
}
