import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Family } from '../../machine/processes/family.js';
import { startTicks } from '../../machine/processes/proc.js';
import type { MemoryFacts } from '../../model/trial.js';
import { endOf } from '../guard/process-group.js';
import { RigError } from '../rig-error.js';
import type { ServerLog } from './log.js';
import type { Listener, ReportChannel } from './report-channel.js';
import { NoAnswerError, type Silence } from './report-line.js';
import type { Answers, Heap, Marks, Question } from './report-messages.js';
import { added, type ServerReading } from './usage.js';
import { watchRss } from './watch-rss.js';

interface Observed {
  readonly child: ChildProcess;
  readonly channel: ReportChannel;
  readonly family: Family;
  readonly log: ServerLog;
  /** The process that answered first. */
  readonly main: Listener;
}

/** A server's line may break a moment before its end is known. */
const endKnownMs = 1000;

/** Asks a server, and the others of its processes that listen, and says what is wrong when there is no answer. */
export class ServerObserver {
  readonly #observed: Observed;
  readonly #mainTicks: number | undefined;

  constructor(observed: Observed) {
    this.#observed = observed;
    this.#mainTicks = startTicks(observed.main.pid);
  }

  marks(): Promise<Marks> {
    return this.#ask('marks');
  }

  async read(): Promise<ServerReading> {
    const samples = await this.#askAll('sample');
    const cpuUs = this.#observed.family.cpuUs(new Map([...samples].map(([pid, sample]) => [pid, sample.cpuUs])));
    return { cpuUs, samples };
  }

  watchRss(): () => number | undefined {
    return watchRss(this.#observed.family);
  }

  async memory(): Promise<MemoryFacts & Heap> {
    const { family } = this.#observed;
    family.look();
    const peakRssBytes = family.peakRssBytes();
    const heaps = [...(await this.#askAll('heap')).values()];
    return {
      peakRssBytes,
      heapUsedBytes: added(heaps.map(({ heapUsedBytes }) => heapUsedBytes)),
      externalBytes: added(heaps.map(({ externalBytes }) => externalBytes)),
    };
  }

  async loadedFiles(): Promise<number> {
    return [...(await this.#askAll('scripts')).values()].reduce((sum, { fileCount }) => sum + fileCount, 0);
  }

  failure(): RigError | undefined {
    const { child, log, main } = this.#observed;
    const end = endOf(child);
    if (end !== undefined) return new RigError({ kind: 'server-died', end }, log.lastLines());
    return main.line.isOpen ? undefined : this.#silent({ kind: 'channel-closed' });
  }

  async #ask<Ask extends Question>(question: Ask): Promise<Answers[Ask]> {
    try {
      return await this.#observed.main.line.ask(question);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      throw await this.#whyNoAnswer(error);
    }
  }

  /** By process id. A worker that ended while it was asked is left out; what it cost is known to its family. */
  async #askAll<Ask extends Question>(question: Ask): Promise<ReadonlyMap<number, Answers[Ask]>> {
    const { main, channel } = this.#observed;
    const others = [...channel.lines()].filter(([pid]) => pid !== main.pid);
    const [answer, ...rest] = await Promise.all([
      this.#ask(question),
      ...others.map(([, line]) =>
        line.ask(question).catch((error: Error) => {
          if (!(error instanceof NoAnswerError)) throw error;
          return undefined;
        }),
      ),
    ]);
    const answers = new Map([[main.pid, answer]]);
    rest.forEach((each, i) => {
      const pid = others[i]?.[0];
      if (each !== undefined && pid !== undefined) answers.set(pid, each);
    });
    return answers;
  }

  async #whyNoAnswer({ silence }: NoAnswerError): Promise<RigError> {
    const { child, main, log } = this.#observed;
    if (endOf(child) === undefined && !main.line.isOpen) {
      const settled = new AbortController();
      const wait = { signal: settled.signal };
      // Whichever is first; the other is called off.
      await Promise.race([once(child, 'exit', wait), delay(endKnownMs, undefined, wait)]).finally(() =>
        settled.abort(),
      );
    }
    if (endOf(child) === undefined && this.#mainTicks !== undefined && startTicks(main.pid) !== this.#mainTicks)
      return new RigError({ kind: 'server-died', end: { kind: 'unseen', pid: main.pid } }, log.lastLines());
    return this.failure() ?? this.#silent(silence);
  }

  #silent(cause: Silence): RigError {
    const { log, main } = this.#observed;
    return new RigError({ kind: 'server-silent', pid: main.pid, cause }, log.lastLines());
  }
}
