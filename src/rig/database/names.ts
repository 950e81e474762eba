/** The longest name of a database in bytes (MongoDB limits and thresholds). */
const longestName = 63;

/**
 * The names of the databases of one run: an earlier part of the run, by the same id and arms in the same order, used
 * the same ones.
 */
export class DatabaseNames {
  readonly template: string;
  readonly #runId: string;
  readonly #arms = new Map<string, string>();

  constructor(runId: string) {
    this.#runId = runId;
    this.template = this.#name('template', '');
  }

  /** The database of an arm. Its number tells apart what is alike once it is written as a name, or cut. */
  of(armName: string): string {
    const name = this.#arms.get(armName) ?? this.#name(`arm${this.#arms.size}`, armName);
    this.#arms.set(armName, name);
    return name;
  }

  all(): readonly string[] {
    return [this.template, ...this.#arms.values()];
  }

  #name(part: string, armName: string): string {
    const room = longestName - `lotusbench__${part}_`.length;
    const run = this.#runId.slice(0, room);
    return `lotusbench_${run}_${part}_${armName}`.replaceAll(/\W/g, '_').replace(/_$/, '').slice(0, longestName);
  }
}

/** The address of one database on a server: the path of the URI replaced, its options kept. */
export function databaseUri(serverUri: string, name: string): string {
  const [, start = '', options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(serverUri) ?? [];
  // Users of a server are usually kept in its admin database, not in the one that is used.
  const authenticated =
    start.includes('@') && !options.includes('authSource')
      ? `${options ? `${options}&` : '?'}authSource=admin`
      : options;
  return `${start}/${name}${authenticated}`;
}
