import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Step } from '../../../model/experiment.js';
import type { StepContext } from '../bench.js';
import { checkAnswers } from '../counts.js';
import type { Lane } from '../lane.js';
import { chosen, requestTimeoutMs } from '../requests.js';

type EndServer = Extract<Step, { kind: 'end-server' }>;

const lookEveryMs = 5;
/** As long as any server may take to end by itself. */
const endWithinMs = 10_000;

/** Ends every server right after its last answers, and counts what it had said of them in its log. */
export async function endServer(step: EndServer, { bench, lanes, seed }: StepContext): Promise<void> {
  await bench.load.prepare(chosen(bench.subject, [step.request]));
  for (const lane of lanes) {
    await lane.attempt(async () => {
      const load = await bench.load.run({
        kind: 'closed',
        seed,
        requestTimeoutMs,
        target: lane.target,
        connections: 1,
        requestCount: step.count,
      });
      checkAnswers(lane, load);
      const { responseCount } = load;
      const { logPath } = lane.server;
      if (step.by !== 'SIGTERM') await signalled(lane, step.by);
      await lane.stop();
      const lines = readFileSync(logPath, 'utf8')
        .split('\n')
        .filter((line) => line.includes(step.text)).length;
      lane.keep(step.as, { answered: responseCount, lines, lost: responseCount - lines });
    });
  }
}

/** Sends a signal at which the server ends by itself, and waits for that. */
async function signalled({ server }: Lane, signal: NodeJS.Signals): Promise<void> {
  process.kill(server.groupId, signal);
  const endMs = performance.now() + endWithinMs;
  while (server.failure() === undefined && performance.now() < endMs) await delay(lookEveryMs);
}
