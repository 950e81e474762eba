import type { Arm } from '../../model/arm.js';
import type { Observation, Series } from '../../model/experiments-record.js';
import type { Placeholders } from '../../model/placeholders.js';
import type { RunningLink } from '../../rig/link/link.js';
import type { RunningServer } from '../../rig/server/server.js';
import { ArmFailure, asArmFailure } from '../round/arm-failure.js';

/** One arm in one round of an experiment: its server as long as it runs, its links, and what was measured of it. */
export class Lane {
  readonly arm: Arm;
  readonly placeholders: Placeholders;
  readonly databaseLink: RunningLink | undefined;
  readonly clientLink: RunningLink | undefined;
  readonly #values: Record<string, number> = {};
  readonly #series: Record<string, Series> = {};
  #server: RunningServer | undefined;
  #failure: ArmFailure | undefined;

  constructor(
    arm: Arm,
    placeholders: Placeholders,
    links: { readonly database?: RunningLink | undefined; readonly client?: RunningLink | undefined },
  ) {
    this.arm = arm;
    this.placeholders = placeholders;
    this.databaseLink = links.database;
    this.clientLink = links.client;
  }

  /** Throws where a step needs a server and none was started: a mistake in the experiment. */
  get server(): RunningServer {
    if (!this.#server) throw new TypeError(`${this.arm.name} has no server; a step before this one must start it`);
    return this.#server;
  }

  /** Where load is to ask it: the near end of its link, where it has one. */
  get target(): { readonly host: string; readonly port: number } {
    const { host, port } = this.clientLink ?? this.server;
    return { host, port };
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  up(server: RunningServer): void {
    this.#server = server;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  /** What is no number is not kept: it could not be measured here. */
  keep(as: string, values: Readonly<Record<string, number | undefined>>): void {
    for (const [name, value] of Object.entries(values))
      if (value !== undefined && !Number.isNaN(value)) this.#values[`${as}.${name}`] = value;
  }

  keepSeries(as: string, series: Series): void {
    this.#series[as] = series;
  }

  /**
   * Runs a part of a step; what goes wrong with the server is this arm's own failure, and ends its part in the round.
   */
  async attempt(part: () => Promise<void>): Promise<void> {
    if (this.failed) return;
    try {
      await asArmFailure(this.arm.name, part);
    } catch (error) {
      if (!(error instanceof ArmFailure)) throw error;
      this.#failure = error;
    }
  }

  get observation(): Observation {
    const { name: armName } = this.arm;
    if (!this.#failure) return { state: 'observed', armName, values: this.#values, series: this.#series };
    const { failure, output } = this.#failure.trial;
    return { state: 'failed', armName, failure, output };
  }
}
