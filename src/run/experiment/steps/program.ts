import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { patience } from '../../../machine/patience.js';
import { badged } from '../../../machine/processes/our-processes.js';
import type { Step } from '../../../model/experiment.js';
import { fillAll } from '../../../model/placeholders.js';
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
  const running = promisify(execFile)(command, args, {
    env: badged({
      ...process.env,
      ...fillAll({ ...own, ...measuredEnv, ...env, ...lane.arm.env, ...spec.env }, lane.placeholders),
    }),
    timeout: await patience(maxMs),
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 2 ** 20,
    signal: bench.signal,
  });
  const { pid } = running.child;
  if (pid !== undefined) bench.warden.guard('process', pid);
  const { stdout } = await running;
  if (pid !== undefined) bench.warden.release(pid);
  lane.keep(as, JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>);
}
