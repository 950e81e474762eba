import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';

/** What the file may grow to before it is emptied, and how much of its end is kept then. */
const maxBytes = 16 * 2 ** 20;
const keptBytes = 2 * 2 ** 20;
const lookEveryMs = 200;
const outputLines = 20;
const longestLine = 500;

/**
 * What a server writes. It goes to a file, at its real cost and with no reader that could hold the server up; a file
 * that grows large is emptied from outside (the server appends, so it goes on at the beginning), and its end is kept in
 * memory.
 */
export interface ServerLog {
  /** For the server's stdout and stderr. */
  readonly descriptor: number;
  /** The last lines, each cut to a length that can be read. */
  lastLines(): readonly string[];
  close(): void;
}

/** Begins a log at a path. */
export function openServerLog(path: string): ServerLog {
  const descriptor = openSync(path, 'a+');
  let kept = Buffer.alloc(0);
  let isClosed = false;
  const endOfFile = () => {
    const { size } = fstatSync(descriptor);
    const end = Buffer.alloc(Math.min(size, keptBytes));
    return end.subarray(0, readSync(descriptor, end, 0, end.length, size - end.length));
  };
  const timer = setInterval(() => {
    if (fstatSync(descriptor).size < maxBytes) return;
    kept = endOfFile();
    ftruncateSync(descriptor);
  }, lookEveryMs);
  timer.unref();
  return {
    descriptor,
    lastLines() {
      const text = Buffer.concat(isClosed ? [kept] : [kept, endOfFile()]).toString('utf8');
      const lines = text.trimEnd().split('\n').slice(-outputLines);
      return lines.map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
    },
    close() {
      if (isClosed) return;
      clearInterval(timer);
      kept = Buffer.concat([kept, endOfFile()]).subarray(-keptBytes);
      isClosed = true;
      closeSync(descriptor);
    },
  };
}
