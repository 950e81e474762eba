import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Exhaustion } from '../../model/failure.js';
import { histogramOf } from '../../model/histogram.js';
import type { RequestFailure } from '../../model/request-failure.js';
import type { GeneratorHealth, SliceKind, SliceLoad, Turns } from '../../model/slice.js';
import { nameOf, type PreparedRequest } from '../requests/sequence.js';
import type { Exchange } from './http-client.js';

const maxExamples = 5;
/** A send that is later than this against its schedule is late. Below it is ordinary timer granularity. */
const toleratedLatenessUs = 5000;

/** One request's part of a slice of turns. */
interface TakenTurn {
  readonly className: string;
  readonly latencyUs: number | null;
  readonly position: number;
}

/**
 * Counts one slice. What is sent before `begin` is load, but is not counted; nor is what is sent after `end`.
 * The generator's own CPU and event-loop delay are measured over the same window.
 */
export class Tally {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 1 });
  readonly #latenciesUs: number[] = [];
  readonly #firstBytesUs: number[] = [];
  readonly #classes = new Map<string, number[]>();
  readonly #examples: RequestFailure[] = [];
  readonly #turns: TakenTurn[] = [];
  #beganMs = Number.POSITIVE_INFINITY;
  #endedMs = Number.POSITIVE_INFINITY;
  #cpuAtStart = process.cpuUsage();
  #cpuUs = 0;
  #sent = 0;
  #scheduled = 0;
  #late = 0;
  #failures = 0;
  #reconnects = 0;
  #exhausted: Exhaustion | undefined;
  #receivedBytes = 0;

  begin(): void {
    this.#beganMs = performance.now();
    this.#cpuAtStart = process.cpuUsage();
    this.#delay.enable();
    this.#delay.reset();
  }

  end(): void {
    this.#endedMs = performance.now();
    this.#delay.disable();
    const { user, system } = process.cpuUsage(this.#cpuAtStart);
    this.#cpuUs = user + system;
  }

  get elapsedMs(): number {
    return this.#endedMs - this.#beganMs;
  }

  /** Is a request that was due, or sent, at this time one to count? */
  counts(atMs: number): boolean {
    return atMs >= this.#beganMs && atMs < this.#endedMs;
  }

  sent(): void {
    this.#sent++;
  }

  /** A request that had a time to be sent at, in microseconds after it. */
  sentOnSchedule(latenessUs: number): void {
    this.#sent++;
    this.#scheduled++;
    if (latenessUs > toleratedLatenessUs) this.#late++;
  }

  answered(className: string, latencyUs: number, bytes: number, firstByteUs?: number): void {
    this.#latenciesUs.push(latencyUs);
    this.#receivedBytes += bytes;
    if (firstByteUs !== undefined) this.#firstBytesUs.push(firstByteUs);
    const ofClass = this.#classes.get(className);
    if (ofClass) ofClass.push(latencyUs);
    else this.#classes.set(className, [latencyUs]);
  }

  failed(example: RequestFailure): void {
    this.#failures++;
    if (this.#examples.length < maxExamples) this.#examples.push(example);
  }

  /** The generator itself ran out of something: nothing that follows is the server's doing. */
  ranOut(what: Exhaustion): void {
    this.#exhausted ??= what;
  }

  turn(className: string, latencyUs: number | null, position: number): void {
    this.#turns.push({ className, latencyUs, position });
  }

  /** How one exchange went. It is timed from `fromMs`: the send, unless it was due earlier. */
  finished(request: PreparedRequest, result: Exchange, fromMs: number = result.sentAtMs): void {
    if (result.reconnected) this.#reconnects++;
    if (result.exhausted !== undefined) this.ranOut(result.exhausted);
    else if (result.fault !== undefined) this.failed({ request: nameOf(request), fault: result.fault });
    else
      this.answered(
        request.className,
        (result.doneAtMs - fromMs) * 1000,
        result.bytes,
        request.kind === 'stream' ? (result.firstByteAtMs - fromMs) * 1000 : undefined,
      );
  }

  result(kind: SliceKind, plannedCount?: number): SliceLoad {
    return {
      kind,
      elapsedMs: this.elapsedMs,
      plannedCount,
      sentCount: this.#sent,
      responseCount: this.#latenciesUs.length,
      failureCount: this.#failures,
      failureExamples: this.#examples,
      receivedBytes: this.#receivedBytes,
      latencyUs: histogramOf(this.#latenciesUs),
      latencyTotalUs: this.#latenciesUs.reduce((sum, latency) => sum + latency, 0),
      firstByteUs: histogramOf(this.#firstBytesUs),
      classes: Object.fromEntries(
        [...this.#classes].map(([name, latencies]) => [
          name,
          { responseCount: latencies.length, latencyUs: histogramOf(latencies) },
        ]),
      ),
      ...(this.#turns.length === 0 ? {} : { turns: this.#turnLists() }),
      generator: this.#health(),
    };
  }

  #health(): GeneratorHealth {
    return {
      cpuShare: this.#cpuUs / 1000 / this.elapsedMs,
      eventLoopDelayP99Us: this.#delay.percentile(99) / 1000,
      lateShare: this.#scheduled === 0 ? undefined : this.#late / this.#scheduled,
      reconnects: this.#reconnects,
      ...(this.#exhausted === undefined ? {} : { exhausted: this.#exhausted }),
    };
  }

  #turnLists(): Turns {
    const classNames = [...new Set(this.#turns.map(({ className }) => className))].toSorted();
    return {
      classNames,
      classIndex: this.#turns.map(({ className }) => classNames.indexOf(className)),
      // Tenths of a microsecond are more than any clock here resolves.
      latencyUs: this.#turns.map(({ latencyUs }) => (latencyUs === null ? null : Math.round(latencyUs * 10) / 10)),
      position: this.#turns.map(({ position }) => position),
    };
  }
}
