import type { Slice } from '../../model/slice.js';
import type { InvalidTrial } from '../../model/trial.js';
import type { RunningServer } from '../../rig/server/server.js';
import { ArmFailure } from './arm-failure.js';
import { wrongAnswers } from './slice-health.js';

/** There is nothing left to compare in this round: the reference failed, or every other arm. */
export class RoundOver extends Error {
  readonly last: ArmFailure;

  constructor(last: ArmFailure) {
    super(last.message);
    this.last = last;
  }
}

/**
 * The arms of a round: who is up, what was measured of each, and who has failed. An arm that fails leaves the round,
 * and the others go on as long as there is a reference and an arm to hold against it.
 */
export class RoundArms {
  readonly #referenceName: string;
  readonly #order: readonly string[];
  readonly #servers = new Map<string, RunningServer>();
  readonly #slices = new Map<string, Slice[]>();
  readonly #answered = new Map<string, number>();
  readonly #failed = new Map<string, ArmFailure>();

  /** `order`: the arm names in this round's random order. */
  constructor(order: readonly string[], referenceName: string) {
    this.#order = order;
    this.#referenceName = referenceName;
  }

  /** Names of the arms that have not failed, in the round's order. */
  get names(): readonly string[] {
    return this.#order.filter((name) => !this.#failed.has(name));
  }

  /** Their servers, in the same order. */
  get servers(): readonly RunningServer[] {
    return this.names.flatMap((name) => this.#servers.get(name) ?? []);
  }

  get failures(): readonly InvalidTrial[] {
    return [...this.#failed.values()].map(({ trial }) => trial);
  }

  slicesOf(armName: string): readonly Slice[] {
    return this.#slices.get(armName) ?? [];
  }

  up(server: RunningServer): void {
    this.#servers.set(server.armName, server);
  }

  /**
   * Runs a step that may fail for one arm. That arm then leaves the round; gives whether the step went well. Throws
   * RoundOver when too few arms are left.
   */
  async attempt(step: () => Promise<void>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      if (!(error instanceof ArmFailure)) throw error;
      this.#failed.set(error.armName, error);
      const names = this.names;
      if (names.length < 2 || !names.includes(this.#referenceName)) throw new RoundOver(error);
      return false;
    }
  }

  /** Throws the first arm's failure, for those who need every arm. */
  throwFailure(): void {
    for (const failure of this.#failed.values()) throw failure;
  }

  /** How many requests the arm has answered in this round, as far as they are counted. */
  answeredBy(armName: string): number {
    return this.#answered.get(armName) ?? 0;
  }

  /** Counts the requests of a slice, whether or not it is kept. */
  count(armName: string, { load }: Slice): void {
    this.#answered.set(armName, this.answeredBy(armName) + load.responseCount);
  }

  /** Keeps a slice. Throws ArmFailure when the arm has answered wrongly too often in this round. */
  keep(armName: string, slice: Slice): void {
    const slices = [...this.slicesOf(armName), slice];
    this.#slices.set(armName, slices);
    this.count(armName, slice);
    checkAnswers(armName, slices);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#servers.values()].map((server) => server.stop()));
  }
}

/** Throws ArmFailure when these slices of an arm hold too many wrong answers. */
export function checkAnswers(armName: string, slices: readonly Slice[]): void {
  const wrong = wrongAnswers(slices.map(({ load }) => load));
  if (wrong) throw new ArmFailure(armName, wrong);
}
