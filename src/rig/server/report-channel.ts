import { createServer } from 'node:net';
import { ReportLine } from './report-line.js';
import type { Answers, Heard, Question } from './report-messages.js';

/** What a process of the server is asked by. */
export interface Line {
  readonly isOpen: boolean;
  /** Throws NoAnswerError. */
  ask<Ask extends Question>(ask: Ask): Promise<Answers[Ask]>;
}

/** A process of the server that listens, and the line to it. */
export interface Listener extends Heard {
  readonly line: Line;
  /** When the bench heard of it, in milliseconds of the monotonic clock. */
  readonly heardAtMs: number;
}

/** Where the processes of one server report. */
export interface ReportChannel {
  readonly socketPath: string;
  /** Calls `hear` for every listener, also for those that were there before. */
  onListener(hear: (listener: Listener) => void): void;
  /** The first socket file that it listens on, if any. */
  socketFile(): string | undefined;
  /** Every process that has listened and can still be asked, by process id. */
  lines(): ReadonlyMap<number, Line>;
  close(): void;
}

/** The clock that all processes of this machine share, in milliseconds. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Opens a channel at a path for a unix domain socket, in a directory that only this run uses. `maxAnswerMs`: how long
 * an answer may take.
 */
export async function openReportChannel(socketPath: string, maxAnswerMs: number): Promise<ReportChannel> {
  const listeners: Listener[] = [];
  const lines = new Set<ReportLine>();
  let file: string | undefined;
  let tell: (listener: Listener) => void = () => undefined;
  const server = createServer((socket) => {
    const line = new ReportLine(socket, maxAnswerMs, (heard) => {
      if (heard.kind === 'listening-on-file') {
        file ??= heard.path;
        return;
      }
      const listener = { ...heard, line, heardAtMs: monotonicMs() };
      listeners.push(listener);
      tell(listener);
    });
    lines.add(line);
    socket.on('close', () => lines.delete(line));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    socketPath,
    onListener(hear) {
      tell = hear;
      listeners.forEach(hear);
    },
    socketFile: () => file,
    lines: () => new Map(listeners.filter(({ line }) => line.isOpen).map(({ pid, line }) => [pid, line])),
    close() {
      for (const line of lines) line.close();
      server.close();
    },
  };
}
