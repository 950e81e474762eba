import type { RequestMethod } from '../../model/scenario.js';

/**
 * What a user says of a server of their own: in `lotus-bench.config.{ts,mjs,json}`, or by flags, which are turned into
 * the same shape. It is not checked yet. Relative paths are relative to the folder of the config file, or to the one
 * that lotus-bench was started in.
 */
export interface Config {
  /** Where the JSON schema of this shape is, for editors; nothing else reads it. */
  readonly $schema?: string;
  /** What it is called in reports; absent: the name of its folder. */
  readonly name?: string;
  /** The server's own command, without a shell: `node server.js`, or its words. */
  readonly start: string | readonly string[];
  /** Where it is started, within the code; absent: at its top. */
  readonly workingDirectory?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The Node that `node` stands for: a version that is installed (`24`), or a path. */
  readonly node?: string;
  readonly nodeArguments?: readonly string[];
  /** Builds a checkout; absent: its `build` script, where there is one. */
  readonly build?: string;
  /** Files that git ignores and the server needs, copied into checkouts: `.env`. */
  readonly carry?: readonly string[];
  /** The request whose good answer means "ready": its path, or that with its status (200) and time limit (`30s`). */
  readonly ready?: string | { readonly path: string; readonly status?: number; readonly timeout?: string };
  /** A MongoDB database of each arm's own, its address in a variable, filled once by a command. */
  readonly database?: boolean | { readonly variable?: string; readonly seed?: string | readonly string[] };
  /** What is compared, the reference first: `before` and `after` unless they have other names. */
  readonly arms?: Readonly<Record<string, string | ArmConfig>>;
  /** What every arm is asked first in every round: later requests have its `{token}`, and the cookies that it set. */
  readonly login?: LoginConfig;
  readonly requests: readonly (string | RequestConfig)[];
  readonly values?: Readonly<Record<string, ValuesConfig>>;
}

/** An arm: what it has of its own, before what all have. As a text: where its code comes from. */
export interface ArmConfig
  extends Partial<Pick<Config, 'start' | 'workingDirectory' | 'env' | 'node' | 'nodeArguments' | 'build' | 'carry'>> {
  /** `.`, the tree as it is; `git:main`, a commit of it; or another folder. Absent: `.` */
  readonly from?: string;
}

/** A request: as a text, `GET /items/{item}`. */
export interface RequestConfig {
  readonly name?: string;
  /** Its share of all requests, relative to the others; absent: 1. */
  readonly weight?: number;
  readonly method?: RequestMethod;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text, or a value that is sent as JSON. */
  readonly body?: unknown;
  /** A good answer; absent: status 200. */
  readonly expect?: { readonly status?: number; readonly contains?: string };
  /** Its body may differ from one answer to the next: `true`, or the JSON fields that do. */
  readonly varies?: boolean | readonly string[];
  /** A large or binary body. */
  readonly stream?: boolean;
}

/**
 * A login. Its texts may hold `{env:NAME}`: a variable of lotus-bench's own environment, which is not kept anywhere.
 */
export interface LoginConfig {
  /** Absent: POST. */
  readonly method?: RequestConfig['method'];
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text, or a value that is sent as JSON. */
  readonly body?: unknown;
  /** A good answer; absent: 200. */
  readonly status?: number;
  /** The field of its JSON answer that `{token}` stands for in later requests: `data.accessToken`. */
  readonly token?: string;
}

/**
 * What `{name}` stands for in requests: one of a list, of a file, or of a range of whole numbers, both ends included.
 */
export type ValuesConfig =
  | readonly (string | number)[]
  | {
      readonly list?: readonly (string | number)[];
      /**
       * A CSV file with a line of names, or a JSON file with a list of texts, numbers or objects. It is read when the
       * run is planned.
       */
      readonly file?: string;
      /** Of a file: the column, or the key of its objects. Absent: the first. */
      readonly column?: string;
      readonly from?: number;
      readonly to?: number;
      /**
       * How much more often the first is drawn than later ones: member i has weight 1 / (i + 1) ** skew (Zipf). Absent:
       * 0, all alike.
       */
      readonly skew?: number;
      /** `new`: each request has the next one, instead of any. */
      readonly each?: 'new';
    };
