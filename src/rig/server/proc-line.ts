import { setTimeout as delay } from 'node:timers/promises';
import type { Family } from '../../machine/processes/family.js';
import { type ListeningPort, listeningPorts } from '../../machine/processes/listeners.js';
import { processCpuUs, processStat, rssBytes, startTicks } from '../../machine/processes/proc.js';
import type { ListenerSource } from './ready.js';
import { type Line, monotonicMs } from './report-channel.js';
import { NoAnswerError } from './report-line.js';
import type { Answers, Question, Sample } from './report-messages.js';

/** How often it is looked whether a server that tells nothing listens by now: its start-up is known no better. */
const lookEveryMs = 5;

/** What /proc says of a process that is not Node: its CPU and its memory, and of all else that it is not known. */
function lineTo(pid: number): Line {
  const ticks = startTicks(pid);
  const isThere = () => {
    const stat = processStat(pid);
    return stat !== undefined && stat.startTicks === ticks && !stat.isZombie;
  };
  const sample = (): Sample => ({
    cpuUs: processCpuUs(pid) ?? Number.NaN,
    rssBytes: rssBytes(pid) ?? Number.NaN,
    gcPauseUs: undefined,
    gcCount: undefined,
    loopActiveMs: undefined,
    loopIdleMs: undefined,
    loopDelayP99Us: undefined,
    outputWrites: undefined,
    queriesUs: [],
    queryTotalUs: 0,
  });
  const answers: { [Ask in keyof Answers]: () => Answers[Ask] } = {
    marks: () => ({ marksAtMs: {} }),
    sample,
    heap: () => ({ heapUsedBytes: undefined, externalBytes: undefined }),
    scripts: () => ({ fileCount: Number.NaN }),
  };
  return {
    get isOpen() {
      return isThere();
    },
    async ask<Ask extends Question>(ask: Ask): Promise<Answers[Ask]> {
      if (!isThere()) throw new NoAnswerError({ kind: 'channel-closed' });
      return answers[ask]();
    },
  };
}

/** The ports that a family of processes listens on, as they are found; until it is closed. */
export function watchPorts(family: Family): ListenerSource & { close(): void } {
  const over = new AbortController();
  const known = new Set<string>();
  const keyOf = ({ pid, host, port }: ListeningPort) => `${pid} ${host} ${port}`;
  return {
    async onListener(hear) {
      while (!over.signal.aborted) {
        const pids = family.look().map(({ pid }) => pid);
        for (const found of listeningPorts(pids).filter((each) => !known.has(keyOf(each)))) {
          known.add(keyOf(found));
          const atMs = monotonicMs();
          hear({ kind: 'listening', ...found, atMs, bootAtMs: undefined, heardAtMs: atMs, line: lineTo(found.pid) });
        }
        await delay(lookEveryMs);
      }
    },
    close: () => over.abort(),
  };
}
