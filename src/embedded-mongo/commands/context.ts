import type { Document } from 'bson';
import type { Store } from '../storage/store.js';
import type { Request } from '../wire/request.js';
import type { Cursors } from './cursors.js';
import type { Refusals } from './refusals.js';
import type { TtlMonitor } from './ttl-monitor.js';
import type { Users } from './users.js';

/** What the whole server holds. */
export interface ServerState {
  readonly store: Store;
  readonly cursors: Cursors;
  readonly users: Users;
  readonly refusals: Refusals;
  readonly ttl: TtlMonitor;
  /** `--auth`: commands need an authenticated connection. */
  readonly authRequired: boolean;
  readonly startedMs: number;
  readonly version: string;
  readonly counters: {
    insert: number;
    query: number;
    update: number;
    delete: number;
    getmore: number;
    command: number;
  };
  readonly connections: { current: number; totalCreated: number };
}

/** What one connection holds. */
export interface Session {
  readonly id: number;
  readonly remote: string;
  /** The user that authenticated, as `database.name`. */
  user: string | undefined;
  /** A SASL conversation under way. */
  conversation: ((payload: string) => { payload: string; done: boolean }) | undefined;
}

export interface Context {
  readonly state: ServerState;
  readonly session: Session;
  readonly request: Request;
}

/** Runs one command. The reply is a document, or the encoded bytes of one. */
export type Command = (context: Context, command: Document) => Document | Uint8Array;
