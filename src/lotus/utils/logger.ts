import type { Optimizations, Variants } from '../optimizations.js';

type Level = 'INFO' | 'SUCCESS' | 'WARNING' | 'ERROR';

const symbols: Readonly<Record<Level, string>> = { INFO: 'ℹ️', SUCCESS: '✅', WARNING: '⚠️', ERROR: '❌' };
const bufferedLines = 50;
const bufferedMs = 100;

/** Where lines go: `console.log`, unless a test looks on. */
export type WriteLine = (text: string) => void;

/** Where request lines wait, if they do. */
interface RequestSink {
  line(text: string): void;
  flush(): void;
}

/** logger-buffering. */
const requestSinks: Variants<(write: WriteLine) => RequestSink> = {
  before: (write) => ({ line: write, flush: () => undefined }),
  default: (write) => ({ line: write, flush: () => undefined }),
  after: bufferedSink,
};

/** Lines are joined, and written 50 at a time or after 100 ms. */
function bufferedSink(write: WriteLine): RequestSink {
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length === 0) return;
    const text = lines.join('\n');
    lines = [];
    write(text);
  };
  return {
    line(text) {
      lines.push(text);
      if (lines.length >= bufferedLines) flush();
      else timer ??= setTimeout(flush, bufferedMs).unref();
    },
    flush,
  };
}

const builtPrefixes = Object.fromEntries(
  Object.entries(symbols).map(([level, symbol]) => [level, `${symbol} [${level}] `]),
) as Record<Level, string>;

/** logger-prefixes. */
const prefixed: Variants<(level: Level, message: string) => string> = {
  before: (level, message) => `${symbols[level]} [${level}] ${message}`,
  default: (level, message) => `${symbols[level]} [${level}] ${message}`,
  after: (level, message) => builtPrefixes[level] + message,
};

/** logger-banner. */
const banners: Variants<(lines: readonly string[], write: WriteLine) => void> = {
  before: lineByLine,
  default: lineByLine,
  after: (lines, write) => write(lines.join('\n')),
};

function lineByLine(lines: readonly string[], write: WriteLine): void {
  for (const line of lines) write(line);
}

/** The server's log. */
export class Logger {
  readonly #write: WriteLine;
  readonly #requests: RequestSink;
  readonly #prefixed: (level: Level, message: string) => string;
  readonly #banner: (lines: readonly string[], write: WriteLine) => void;

  constructor(optimizations: Optimizations, write: WriteLine = console.log) {
    this.#write = write;
    this.#requests = requestSinks[optimizations['logger-buffering']](write);
    this.#prefixed = prefixed[optimizations['logger-prefixes']];
    this.#banner = banners[optimizations['logger-banner']];
  }

  info(message: string): void {
    this.#log('INFO', message);
  }

  success(message: string): void {
    this.#log('SUCCESS', message);
  }

  warning(message: string): void {
    this.#log('WARNING', message);
  }

  error(message: string): void {
    this.#log('ERROR', message);
  }

  /** One line for one request that was answered. */
  request(method: string, path: string, status: number, durationMs: number): void {
    this.#requests.line(this.#prefixed('INFO', `${method} ${path} ${status} ${durationMs.toFixed(1)} ms`));
  }

  banner(lines: readonly string[]): void {
    this.#banner(lines, this.#write);
  }

  /** Writes what still waits. Called at shutdown and at every exit, so that no line is lost. */
  flush(): void {
    this.#requests.flush();
  }

  /** Waiting request lines first, so that the log stays in order. */
  #log(level: Level, message: string): void {
    this.#requests.flush();
    this.#write(this.#prefixed(level, message));
  }
}
