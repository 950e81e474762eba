/** The machine and the software of a run. */
export interface HostFacts {
  readonly platform: string;
  readonly kernel: string;
  readonly cpuModel: string;
  readonly coreCount: number;
  readonly memoryBytes: number;
  readonly nodeVersion: string;
}

/** Which database answered. Results of different kinds are never compared. */
export interface DatabaseFacts {
  readonly kind: 'mongod' | 'embedded' | 'external';
  readonly version: string;
  /** How it was found: a path, an environment variable, a URI without its password. */
  readonly source: string;
  /**
   * Where its files are: `tmpfs`, `disk`, or `memory` for the stand-in, `unknown` for a server that was already there.
   */
  readonly storage: 'tmpfs' | 'disk' | 'memory' | 'unknown';
}
