import type { Step } from '../../../model/experiment.js';
import { fillAll } from '../../../model/placeholders.js';
import { runProgram } from '../../../rig/guard/run-program.js';
import { commandOf } from '../../../rig/program.js';
import type { StepContext } from '../bench.js';
import type { Lane } from '../lane.js';

type Program = Extract<Step, { kind: 'program' }>;

const maxMs = 120_000;

/** Runs a program of every arm, one after another, and keeps the numbers in its last line, which is JSON. */
export async function program(step: Program, context: StepContext): Promise<void> {
  for (const lane of context.lanes) await lane.attempt(() => runOne(step, context, lane));
}

async function runOne({ as, program: spec }: Program, { bench, env }: StepContext, lane: Lane): Promise<void> {
  const [command, args] = commandOf(spec.command, { nodeArguments: [] }, lane.placeholders);
  const { env: own, measuredEnv } = bench.subject.target;
  const { warden, signal } = bench;
  const stdout = await runProgram(command, args, {
    ...{ warden, signal, maxMs },
    env: fillAll({ ...own, ...measuredEnv, ...env, ...lane.arm.env, ...spec.env }, lane.placeholders),
  });
  lane.keep(as, JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>);
}
