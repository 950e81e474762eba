/** The edge of the program: nothing else in `cli` touches the process. Tests hand in their own. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Calls `handler` at each SIGINT or SIGTERM; the returned function stops that. */
  onInterrupt(handler: (signal: string) => void): () => void;
}

export interface OutputStream {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): void;
}

function streamOf(stream: NodeJS.WriteStream): OutputStream {
  // A reader that goes away (`| head`) ends the output, not the measurement.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns ?? 100;
    },
    write: (text) => void stream.write(text),
  };
}

/** The real process. */
export function processIo(): Io {
  return {
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    onInterrupt(handler) {
      process.on('SIGINT', handler);
      process.on('SIGTERM', handler);
      return () => {
        process.off('SIGINT', handler);
        process.off('SIGTERM', handler);
      };
    },
  };
}
