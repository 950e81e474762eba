import type { ProgressEvent } from '../../model/progress.js';
import { type LiveState, liveLines } from '../../report/draw/terminal/live-view.js';
import { progressLine } from '../../report/words/progress.js';
import type { OutputStream } from './io.js';

/** Shows how a run goes on. */
export interface ProgressView {
  show(event: ProgressEvent): void;
  /** Takes the live lines away. */
  end(): void;
}

/**
 * On a terminal a few lines that are drawn over, moved only by events, never by a timer; elsewhere one line for each
 * event but phases.
 */
export function progressView(stream: OutputStream): ProgressView {
  return stream.isTTY ? liveView(stream) : plainView(stream);
}

function plainView(stream: OutputStream): ProgressView {
  return {
    show(event) {
      if (event.kind !== 'phase') stream.write(`${progressLine(event)}\n`);
    },
    end: () => undefined,
  };
}

function liveView(stream: OutputStream): ProgressView {
  let drawn = 0;
  let done: LiveState['done'];
  let doneAtMs = 0;
  const clear = () => {
    // Up to the first of the lines, and everything below it away.
    if (drawn > 0) stream.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  return {
    show(event) {
      clear();
      if (event.kind === 'phase') {
        const lines = liveLines({ phase: event, done, sinceDoneMs: performance.now() - doneAtMs }, stream.columns);
        stream.write(`${lines.join('\n')}\n`);
        drawn = lines.length;
      } else if (event.kind === 'round-done' && event.redone === undefined) {
        done = event;
        doneAtMs = performance.now();
      } else {
        stream.write(`${progressLine(event)}\n`);
      }
    },
    end: clear,
  };
}
