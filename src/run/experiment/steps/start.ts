import type { Step } from '../../../model/experiment.js';
import { RigError } from '../../../rig/rig-error.js';
import { startServer } from '../../../rig/server/server.js';
import type { StepContext } from '../bench.js';
import { totalOf } from '../counts.js';
import type { Lane } from '../lane.js';

type Start = Extract<Step, { kind: 'start' }>;

/** Starts a server of every arm, one after another. Where it may fail, whether it came up is what is measured. */
export async function start(step: Start, context: StepContext): Promise<void> {
  for (const lane of context.lanes) await lane.attempt(() => startOne(step, context, lane));
}

async function startOne({ as, mayFail, env: own }: Start, { bench, env }: StepContext, lane: Lane): Promise<void> {
  const { target } = bench.subject;
  try {
    const server = await startServer({
      target: mayFail ? { ...target, readyTimeoutMs: mayFail.withinMs } : target,
      arm: { ...lane.arm, env: { ...env, ...lane.arm.env, ...own } },
      placeholders: lane.placeholders,
      environmentPaddingBytes: 0,
      temporaryDirectory: bench.temporaryDirectory,
      warden: bench.warden,
    });
    lane.up(server);
    await lane.clientLink?.aim({ host: server.host, port: server.port });
    if (bench.subject.login) await bench.load.login(lane.target, bench.subject.login);
    const outputWrites = totalOf(await server.read(), (sample) => sample.outputWrites);
    const { readyMs, marksMs, listeningMs, bootMs } = server.startup;
    const marks = Object.entries(marksMs).map(([name, ms]) => [`${name}Ms`, ms]);
    lane.keep(as, { ready: 1, readyMs, bootMs, listeningMs, outputWrites, ...Object.fromEntries(marks) });
    lane.keep(as, { servicesMs: span(marksMs, 'database-connected', 'services-ready') });
  } catch (error) {
    if (!mayFail || !isLate(error)) throw error;
    lane.keep(as, { ready: 0 });
  }
}

function span(marksMs: Readonly<Record<string, number>>, from: string, to: string): number | undefined {
  const [start, end] = [marksMs[from], marksMs[to]];
  return start === undefined || end === undefined ? undefined : end - start;
}

/** It is still not ready; one that ended has failed in another way. */
function isLate(error: unknown): boolean {
  if (!(error instanceof RigError)) return false;
  const { failure } = error;
  return failure.kind === 'not-ready' && 'cause' in failure && failure.cause.kind === 'late';
}
