import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:tls';
import type { LastAnswer, NotReadyCause } from '../../model/failure.js';
import type { Target } from '../../model/target.js';
import { type Listener, monotonicMs } from './report-channel.js';

/** The listener that gave the first good answer, and how it was reached. */
export interface Ready {
  readonly listener: Listener;
  /** The address to connect to. */
  readonly host: string;
  readonly atMs: number;
}

/** Listeners as they are found. */
export interface ListenerSource {
  /** Calls `hear` for every listener, also for those that were there before. */
  onListener(hear: (listener: Listener) => void): void;
}

/** The look-out for a server's first good answer. */
export interface ReadyWatch {
  /**
   * Resolves to the listener that answers as a ready server does, or to why none of it can be used; never when none
   * does.
   */
  readonly ready: Promise<Ready | NotReadyCause>;
  /** What each listener answered last; empty while there is none. */
  lastAnswers(): readonly LastAnswer[];
  close(): void;
}

const pollMs = 2;
/** An odd number: every address of a listener has its turn. */
const pollsPerTls = 101;
const tlsAnswerMs = 1000;
/** A server that speaks TLS on one port may be about to speak plain HTTP on another. */
const otherPortMs = 1000;

/**
 * Where a bound address can be reached from this machine, the first to be tried first. What is bound to `::` usually
 * takes IPv4 as well, but need not.
 */
function reachableAt(host: string): readonly [string, ...string[]] {
  if (host === '0.0.0.0') return ['127.0.0.1'];
  return host === '::' ? ['127.0.0.1', '::1'] : [host];
}

/**
 * Asks every listener of a server for its ready path, each at its own address and all at once: a server may open
 * another port first, for its metrics, which answers otherwise or not at all.
 */
export function watchReady(sources: readonly ListenerSource[], { path, status }: Target['ready']): ReadyWatch {
  const seen = new Map<Listener, LastAnswer['got']>();
  const closing = new AbortController();
  const ready = new Promise<Ready | NotReadyCause>((resolve) => {
    const poll = async (listener: Listener) => {
      const hosts = reachableAt(listener.host);
      for (let i = 0; !closing.signal.aborted; i++) {
        const host = hosts[i % hosts.length] ?? hosts[0];
        const answer = await statusOf(host, listener.port, path, closing.signal);
        if (answer === status) return resolve({ listener, host, atMs: monotonicMs() });
        seen.set(listener, typeof answer === 'number' ? { status: answer } : { errorCode: answer });
        // It is up and answers, but not in HTTP: asked for TLS now and then, for that may only come.
        if (typeof answer === 'string' && i % pollsPerTls === 0 && (await speaksTls(host, listener.port))) {
          await delay(otherPortMs);
          return resolve({ kind: 'https', port: listener.port });
        }
        await delay(pollMs);
      }
    };
    for (const source of sources)
      source.onListener((listener) => {
        seen.set(listener, 'none');
        void poll(listener);
      });
  });
  return {
    ready,
    lastAnswers: () => [...seen].map(([{ port }, got]) => ({ port, got })),
    close: () => closing.abort(),
  };
}

/** The status of one GET, or the code of the error that it met. By an agent of its own, which knows of no proxy. */
function statusOf(host: string, port: number, path: string, signal: AbortSignal): Promise<number | string> {
  return new Promise((resolve) => {
    const agent = new Agent();
    get({ host, port, path, agent, signal, headers: { connection: 'close' } }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode ?? 0));
      response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

/** Does a TLS handshake succeed there, whatever the certificate? */
function speaksTls(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      resolve(true);
      socket.destroy();
    });
    socket.setTimeout(tlsAnswerMs, () => socket.destroy());
    // The error says no more than the close that follows it.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(false));
  });
}
