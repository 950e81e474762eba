import type { MemoryFacts, MemoryReading } from '../../model/trial.js';
import { asArmFailure } from './arm-failure.js';
import type { RoundArms } from './round-arms.js';

/**
 * What is read of the memory of a round's arms, after a forced collection. A collection throws compiled code away:
 * between two slices that are timed it would cost the second half of its speed (docs/method.md §6).
 */
export class MemoryReadings {
  readonly #arms: RoundArms;
  readonly #readings = new Map<string, MemoryReading[]>();

  constructor(arms: RoundArms) {
    this.#arms = arms;
  }

  /** Reads every arm that has not failed: all have been asked for the same. Gives what it read, by the arms' names. */
  async take(stage: MemoryReading['stage']): Promise<ReadonlyMap<string, MemoryFacts>> {
    const taken = new Map<string, MemoryFacts>();
    for (const server of this.#arms.servers) {
      const { armName } = server;
      await this.#arms.attempt(async () => {
        const facts = await asArmFailure(armName, () => server.memory());
        taken.set(armName, facts);
        this.#keep(armName, stage, facts);
      });
    }
    return taken;
  }

  #keep(armName: string, stage: MemoryReading['stage'], { heapUsedBytes, externalBytes }: MemoryFacts): void {
    // A server that is not Node tells neither.
    if (heapUsedBytes === undefined || externalBytes === undefined) return;
    const requestCount = this.#arms.answeredBy(armName);
    const reading = { stage, requestCount, inUseBytes: heapUsedBytes + externalBytes };
    this.#readings.set(armName, [...this.of(armName), reading]);
  }

  /** All that were read of an arm, in order. */
  of(armName: string): readonly MemoryReading[] {
    return this.#readings.get(armName) ?? [];
  }
}
