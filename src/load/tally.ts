import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { histogramOf } from '../model/histogram.js';
import type { GeneratorHealth, SliceKind, SliceLoad } from '../model/record.js';

const mostExamples = 5;

/**
 * Counts one slice. What is sent before `begin` is load, but is not counted; nor is what is sent after `end`.
 * The generator's own CPU and event-loop delay are measured over the same window.
 */
export class Tally {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 1 });
  readonly #latenciesUs: number[] = [];
  readonly #firstBytesUs: number[] = [];
  readonly #latenessUs: number[] = [];
  readonly #classes = new Map<string, number[]>();
  readonly #examples: string[] = [];
  #beganMs = Number.POSITIVE_INFINITY;
  #endedMs = Number.POSITIVE_INFINITY;
  #cpuAtStart = process.cpuUsage();
  #cpuUs = 0;
  #sent = 0;
  #failures = 0;
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

  sent(latenessUs?: number): void {
    this.#sent++;
    if (latenessUs !== undefined) this.#latenessUs.push(latenessUs);
  }

  answered(className: string, latencyUs: number, bytes: number, firstByteUs?: number): void {
    this.#latenciesUs.push(latencyUs);
    this.#receivedBytes += bytes;
    if (firstByteUs !== undefined) this.#firstBytesUs.push(firstByteUs);
    const ofClass = this.#classes.get(className);
    if (ofClass) ofClass.push(latencyUs);
    else this.#classes.set(className, [latencyUs]);
  }

  failed(example: string): void {
    this.#failures++;
    if (this.#examples.length < mostExamples) this.#examples.push(example);
  }

  result(kind: SliceKind, plannedCount?: number): SliceLoad {
    const lateness = this.#latenessUs.toSorted((a, b) => a - b);
    const generator: GeneratorHealth = {
      cpuShare: this.#cpuUs / 1000 / this.elapsedMs,
      eventLoopDelayP99Us: this.#delay.percentile(99) / 1000,
      sendLatenessP99Us: lateness.length === 0 ? undefined : lateness[Math.ceil(lateness.length * 0.99) - 1],
    };
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
      generator,
    };
  }
}
